"""A text becomes speech: the right voice, said before or said anew, tried again, and with another voice if need be."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from hashlib import sha256

from trunkline.domain.errors import BadRequest, ProviderError
from trunkline.domain.redaction import Redactor
from trunkline.domain.speech_texts import spelled, with_pauses, without_markup
from trunkline.domain.voice_profiles import VoiceProfiles
from trunkline.domain.voices import VoiceChoice
from trunkline.ports.voices import SpeechShelf, VoiceWorkspace

PAUSES_S = (0.5, 1.5)  # before the second and the third attempt
TEXT_LIMIT = 5000


@dataclass(frozen=True, slots=True)
class Spoken:
    """MP3. `credits` is 0 for what was on the shelf, and None where the provider did not say."""

    audio: bytes
    voice_id: str
    credits: int | None
    was_kept: bool = False


@dataclass(frozen=True, slots=True)
class Speaking:
    """What speaking needs from the world."""

    workspace: VoiceWorkspace
    shelf: SpeechShelf
    pause: Callable[[float], None]


def speak_text(
    company_id: str,
    text: str,
    voice: VoiceChoice,
    profiles: VoiceProfiles,
    with_: Speaking,
    *,
    pauses: bool = False,
    redactor: Redactor | None = None,
) -> Spoken:
    """Raises ProviderError when neither the voice nor the fallback can be had, BadRequest for a text of nothing."""
    words = _prepared(redactor.text(text) if redactor else text, pauses=pauses)
    try:
        return _spoken(company_id, words, profiles.wished(voice), with_)
    except ProviderError:
        if profiles.fallback is None or profiles.fallback == voice:
            raise
        return _spoken(company_id, words, profiles.wished(profiles.fallback), with_)


def _prepared(text: str, *, pauses: bool) -> str:
    words = spelled(without_markup(text))
    if not 0 < len(words) <= TEXT_LIMIT:
        raise BadRequest(f"text has 1 to {TEXT_LIMIT} characters")
    return with_pauses(words) if pauses else words


def _spoken(company_id: str, words: str, voice: VoiceChoice, with_: Speaking) -> Spoken:
    key = shelf_key(company_id, words, voice)
    kept = None if voice.keep_no_record else with_.shelf.find(key)
    if kept is not None:
        return Spoken(kept, voice.voice_id, credits=0, was_kept=True)
    speech = _patiently(words, voice, with_)
    if not voice.keep_no_record:
        with_.shelf.keep(key, speech.audio)
    return speech


def _patiently(words: str, voice: VoiceChoice, with_: Speaking) -> Spoken:
    for pause_s in PAUSES_S:
        try:
            return _once(words, voice, with_)
        except ProviderError as error:
            if not error.retryable:
                raise
            with_.pause(pause_s)
    return _once(words, voice, with_)


def _once(words: str, voice: VoiceChoice, with_: Speaking) -> Spoken:
    speech = with_.workspace.speak(words, voice)
    return Spoken(speech.audio, voice.voice_id, speech.credits)


def shelf_key(company_id: str, words: str, voice: VoiceChoice) -> str:
    """The same words in the same voice have the same name; a company's speech stays under its own."""
    told = json.dumps([words, asdict(voice)], sort_keys=True)
    return f"speech/{company_id}/{sha256(told.encode()).hexdigest()}.mp3"
