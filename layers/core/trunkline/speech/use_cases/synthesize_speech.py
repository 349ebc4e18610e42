"""A text becomes speech: the right voice, said before or said anew, tried again, and with another voice if need be."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import TypeVar

from trunkline.errors import BadRequest, ProviderError
from trunkline.redaction import Redactor
from trunkline.speech.domain.text_normalization import spelled, with_pauses, without_markup
from trunkline.speech.domain.voice_profiles import VoiceProfiles
from trunkline.speech.domain.voices import VoiceChoice
from trunkline.speech.ports import SpeechCache, VoiceWorkspace

PAUSES_S = (0.5, 1.5)  # before the second and the third attempt
TEXT_LIMIT = 5000

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Spoken:
    """MP3. `credits` is 0 for what was on the speech_cache, and None where the provider did not say."""

    audio: bytes
    voice_id: str
    credits: int | None
    was_kept: bool = False
    took_s: float | None = None  # at the voice provider, without attempts that failed; None for what was kept


@dataclass(frozen=True, slots=True)
class SynthesizeSpeechDeps:
    """Dependencies of `synthesize_speech`."""

    workspace: VoiceWorkspace
    speech_cache: SpeechCache
    pause: Callable[[float], None]
    clock: Callable[[], float]  # seconds, growing


def synthesize_speech(
    company_id: str,
    text: str,
    voice: VoiceChoice,
    profiles: VoiceProfiles,
    deps: SynthesizeSpeechDeps,
    *,
    pauses: bool = False,
    redactor: Redactor | None = None,
) -> Spoken:
    """Raises ProviderError when neither the voice nor the fallback can be had, BadRequest for a text of nothing."""
    words = _prepared(redactor.text(text) if redactor else text, pauses=pauses)
    try:
        return _spoken(company_id, words, profiles.with_retention(voice), deps)
    except ProviderError:
        if profiles.fallback is None or profiles.fallback == voice:
            raise
        return _spoken(company_id, words, profiles.with_retention(profiles.fallback), deps)


def _prepared(text: str, *, pauses: bool) -> str:
    words = spelled(without_markup(text))
    if not 0 < len(words) <= TEXT_LIMIT:
        raise BadRequest(f"text has 1 to {TEXT_LIMIT} characters")
    return with_pauses(words) if pauses else words


def _spoken(company_id: str, words: str, voice: VoiceChoice, deps: SynthesizeSpeechDeps) -> Spoken:
    key = cache_key(company_id, words, voice)
    kept = None if voice.keep_no_record else deps.speech_cache.find(key)
    if kept is not None:
        return Spoken(kept, voice.voice_id, credits=0, was_kept=True)
    speech = patiently(lambda: _once(words, voice, deps), deps)
    if not voice.keep_no_record:
        deps.speech_cache.keep(key, speech.audio)
    return speech


def patiently(speak: Callable[[], Made], deps: SynthesizeSpeechDeps) -> Made:
    """Tries again what may pass. Raises ProviderError."""
    for pause_s in PAUSES_S:
        try:
            return speak()
        except ProviderError as error:
            if not error.retryable:
                raise
            deps.pause(pause_s)
    return speak()


def _once(words: str, voice: VoiceChoice, deps: SynthesizeSpeechDeps) -> Spoken:
    began_s = deps.clock()
    speech = deps.workspace.speak(words, voice)
    return Spoken(speech.audio, voice.voice_id, speech.credits, took_s=deps.clock() - began_s)


def cache_key(company_id: str, words: str, voice: VoiceChoice) -> str:
    """The cache key of a text in a voice, below the company's prefix."""
    payload = json.dumps([words, asdict(voice)], sort_keys=True)
    return f"speech/{company_id}/{sha256(payload.encode()).hexdigest()}.mp3"
