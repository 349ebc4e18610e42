"""Prompts are made once and kept: a live call speaks their words without the vendor."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from trunkline.errors import BadRequest, Conflict, NotFound
from trunkline.speech.domain.prompts import PROMPTS_AT_MOST, Prompt, object_key, prompt_id, spoken_words
from trunkline.speech.domain.voices import VoiceChoice
from trunkline.speech.ports import Prompts
from trunkline.speech.use_cases.synthesize_speech import SynthesizeSpeechDeps, patiently

CONTENT_TYPE = "audio/basic"


@dataclass(frozen=True, slots=True)
class MadePrompt:
    prompt: Prompt
    was_kept: bool  # made before: it cost nothing now


def make_prompts(
    company_id: str,
    texts: Iterable[str],
    voice: VoiceChoice,
    prompts: Prompts,
    deps: SynthesizeSpeechDeps,
    now: datetime,
) -> list[MadePrompt]:
    """One after the other; what was made stays when a later one fails, and a repeated request goes on from there.
    Raises BadRequest for a text of nothing, Conflict, ProviderError."""
    if voice.keep_no_record:
        raise Conflict("the company keeps no record of speech (keep_no_record), so no prompt either")
    all_words = list(dict.fromkeys(map(spoken_words, texts)))
    if not all(all_words):
        raise BadRequest("texts: a text has no words")
    known = {prompt.prompt_id for prompt in prompts.of_company(company_id)}
    if len(known | {prompt_id(words, voice) for words in all_words}) > PROMPTS_AT_MOST:
        raise Conflict(f"a company has {PROMPTS_AT_MOST} prompts at most; delete some first")
    return [_made(company_id, words, voice, prompts, deps, now) for words in all_words]


def _made(
    company_id: str, words: str, voice: VoiceChoice, prompts: Prompts, deps: SynthesizeSpeechDeps, now: datetime
) -> MadePrompt:
    name = prompt_id(words, voice)
    known, key = prompts.find(company_id, name), object_key(company_id, name)
    if known is not None and deps.speech_cache.find(key) is not None:
        return MadePrompt(known, was_kept=True)
    speech = patiently(lambda: deps.workspace.speak_for_telephone(words, voice), deps)
    deps.speech_cache.keep(key, speech.audio, CONTENT_TYPE)
    prompt = Prompt(name, company_id, words, voice, len(speech.audio), speech.credits, now)
    prompts.add(prompt)
    return MadePrompt(prompt, was_kept=False)


def remove_prompt(company_id: str, name: str, prompts: Prompts, deps: SynthesizeSpeechDeps) -> None:
    """Live calls no longer look for it once its name is gone. Raises NotFound."""
    if not prompts.remove(company_id, name):
        raise NotFound("Prompt not found")
    deps.speech_cache.remove(object_key(company_id, name))
