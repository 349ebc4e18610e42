"""Prompts: texts that a company has made before any call, as the telephone needs them."""

import json
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from trunkline.speech.domain.text_normalization import spelled, without_markup
from trunkline.speech.domain.voices import TELEPHONE, VoiceChoice

BYTES_PER_S = 8000
LONGEST_TEXT = 1000  # characters; about a minute
PROMPTS_AT_MOST = 500  # of a company


@dataclass(frozen=True, slots=True)
class Prompt:
    """`text` as it is spoken. `credits` is what the vendor counted for it, None where it did not say."""

    prompt_id: str
    company_id: str
    text: str
    voice: VoiceChoice
    audio_bytes: int
    credits: int | None
    made_at: datetime

    @property
    def seconds(self) -> float:
        return round(self.audio_bytes / BYTES_PER_S, 1)


def spoken_words(text: str) -> str:
    """A text as a live call speaks it: the same words have the same prompt."""
    return spelled(without_markup(text))


def prompt_id(words: str, voice: VoiceChoice) -> str:
    """The same for the same words, voice, settings and model, whichever call or company."""
    payload = [words, voice.voice_id, voice.model, voice.values()["settings"], TELEPHONE]
    return sha256(json.dumps(payload, sort_keys=True).encode()).hexdigest()[:32]


def object_key(company_id: str, prompt_id: str) -> str:
    return f"speech/{company_id}/prompts/{prompt_id}.ulaw"
