"""Voices and how they are to speak; which voice and model fit what a text is for."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from typing import Any

from trunkline.errors import BadRequest

FLASH = "eleven_flash_v2_5"  # half the price and the lowest latency; for telephone calls

# Credits a character, by model: the fast ones are half the price. The vendor's list of models, read 2026-11.
HALF_PRICE = frozenset({FLASH, "eleven_flash_v2", "eleven_turbo_v2_5", "eleven_turbo_v2"})

# Models that speak on a telephone's socket; `eleven_v3` and agents' own models do not.
MODELS = HALF_PRICE | {"eleven_multilingual_v2"}

TELEPHONE = "ulaw_8000"  # what a line carries: mu-law, 8000 samples a second
SIP = "sip"

# The vendor's documentation of voice settings, read 2026-11.
RANGES = {"stability": (0.0, 1.0), "similarity_boost": (0.0, 1.0), "style": (0.0, 1.0), "speed": (0.7, 1.2)}


def speech_credits(characters: int, model: str) -> Decimal:
    """The estimated credits of a text."""
    return Decimal(characters) / (2 if model in HALF_PRICE else 1)


@dataclass(frozen=True, slots=True)
class VoiceSettings:
    """None leaves a setting as the voice has it stored. Raises BadRequest for a value outside the vendor's range."""

    stability: float | None = None
    similarity_boost: float | None = None
    style: float | None = None
    use_speaker_boost: bool | None = None
    speed: float | None = None

    def __post_init__(self) -> None:
        for name, (low, high) in RANGES.items():
            value = getattr(self, name)
            if value is not None and not low <= value <= high:
                raise BadRequest(f"{name} must be between {low} and {high}")

    def given(self) -> dict[str, float | bool]:
        """Only what was said; an empty one means the voice's own settings."""
        return {name: value for name, value in asdict(self).items() if value is not None}

    def changed_by(self, other: "VoiceSettings") -> "VoiceSettings":
        return VoiceSettings(**{**self.given(), **other.given()})  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class VoiceChoice:
    """A voice with its settings and model."""

    voice_id: str
    settings: VoiceSettings = VoiceSettings()
    model: str = FLASH
    keep_no_record: bool = False  # zero retention at the provider, which takes an enterprise plan

    def changed_by(self, voice_id: str, settings: VoiceSettings) -> "VoiceChoice":
        """An empty id keeps the voice, settings that are not given stay."""
        return replace(self, voice_id=voice_id or self.voice_id, settings=self.settings.changed_by(settings))

    def values(self) -> dict[str, Any]:
        """The choice as plain values. Numbers become text, which both the tables and the vendor read."""
        settings = {
            name: value if isinstance(value, bool) else str(value) for name, value in self.settings.given().items()
        }
        values = {"voice_id": self.voice_id, "model": self.model, "settings": settings}
        return values | ({"keep_no_record": True} if self.keep_no_record else {})

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> "VoiceChoice":
        settings: dict[str, Any] = {
            name: value if isinstance(value, bool) else float(value)
            for name, value in values.get("settings", {}).items()
        }
        return cls(
            values["voice_id"], VoiceSettings(**settings), values["model"], bool(values.get("keep_no_record", False))
        )


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice the provider offers."""

    voice_id: str
    name: str
    category: str
    description: str | None
    labels: dict[str, str]


@dataclass(frozen=True, slots=True)
class AgentFormats:
    """Audio formats of an agent; a telephone needs `ulaw_8000` both ways."""

    agent_id: str
    speaks: str
    hears: str

    @property
    def fits_a_telephone(self) -> bool:
        return self.is_by_sip or self.speaks == self.hears == TELEPHONE

    @property
    def is_by_sip(self) -> bool:
        """Dialled by the carrier: both sides agree on a codec, and there is no socket for the relay."""
        return self.speaks == self.hears == SIP


@dataclass(frozen=True, slots=True)
class Speech:
    """A text, spoken. `credits` is what the vendor says it cost, where it says so."""

    audio: bytes
    credits: int | None = None
