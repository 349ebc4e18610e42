"""Settings of a live run: `.env` or the environment, explained in `.env.example`."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from urllib.parse import urlsplit

from trunkline.calls.domain.routes import Mode
from trunkline.numbering.e164 import is_e164

MODES = (Mode.RELAY.value, Mode.REGISTER.value)
ELEVENLABS, RETELL = PROVIDERS = ("elevenlabs", "retell")
LOOPBACK = {"127.0.0.1", "localhost"}
DEFAULTS = {
    "CALL_MODE": Mode.RELAY.value,
    "LIVE_PORT": "8000",
    "TWILIO_BASE_URL": "https://api.twilio.com",
    "ELEVENLABS_BASE_URL": "https://api.elevenlabs.io",
    "VOICE_PROVIDER": ELEVENLABS,
    "RETELL_BASE_URL": "https://api.retellai.com",
}
OF_CARRIER = {
    "TWILIO_ACCOUNT_SID": "the Account SID on the first page of the Twilio Console",
    "TWILIO_AUTH_TOKEN": "the auth token beside it; without it no webhook could be proved",
    "TWILIO_NUMBER": "the number that people will ring",
}
OF_PROVIDER = {
    ELEVENLABS: {
        "ELEVENLABS_API_KEY": "a key of your ElevenLabs workspace",
        "ELEVENLABS_AGENT_ID": "the agent who answers",
    },
    RETELL: {
        "RETELL_API_KEY": "a key of your Retell workspace",
        "RETELL_AGENT_ID": "the agent who answers",
    },
}


def needed(provider: str) -> dict[str, str]:
    """Values without which nothing starts, with their meaning."""
    return OF_CARRIER | OF_PROVIDER.get(provider, {})


class NotReady(Exception):
    """Values are missing or cannot be right. One sentence each; none shows what a secret holds."""

    def __init__(self, troubles: list[str]) -> None:
        super().__init__("\n".join(troubles))
        self.troubles = troubles


@dataclass(frozen=True, slots=True)
class LiveSettings:
    """One field for each value of `.env`, by its name in small letters. Addresses have no trailing slash."""

    twilio_account_sid: str
    twilio_auth_token: str = field(repr=False)
    twilio_number: str
    elevenlabs_api_key: str = field(repr=False)
    elevenlabs_agent_id: str
    elevenlabs_webhook_secret: str = field(repr=False)
    call_mode: str
    public_base_url: str
    live_port: str
    twilio_base_url: str
    elevenlabs_base_url: str
    voice_provider: str
    retell_api_key: str = field(repr=False)
    retell_agent_id: str
    retell_webhook_key: str = field(repr=False)
    retell_base_url: str

    @property
    def agent_id(self) -> str:
        return str(getattr(self, f"{self.voice_provider}_agent_id"))

    @property
    def api_key(self) -> str:
        return str(getattr(self, f"{self.voice_provider}_api_key"))

    @property
    def webhook_secret(self) -> str:
        """Retell signs with a key of its API: the one given, if no other has the webhook badge."""
        return (
            self.retell_webhook_key or self.api_key if self.voice_provider == RETELL else self.elevenlabs_webhook_secret
        )

    @classmethod
    def names(cls) -> list[str]:
        return [setting.name.upper() for setting in fields(cls)]

    @classmethod
    def read(cls, file: Mapping[str, str | None], environ: Mapping[str, str]) -> "LiveSettings":
        """Raises NotReady."""
        given = {name: environ.get(name) or file.get(name) or DEFAULTS.get(name, "") for name in cls.names()}
        values = {name: _clean(name, value) for name, value in given.items()}
        troubles = [*_missing(values), *_wrong(values)]
        if troubles:
            raise NotReady(troubles)
        return cls(**{name.lower(): value for name, value in values.items()})


def _clean(name: str, value: str) -> str:
    return value.strip().rstrip("/") if name.endswith("_URL") else value.strip()


def _missing(payload: Mapping[str, str]) -> Iterator[str]:
    for name, meaning in needed(payload["VOICE_PROVIDER"]).items():
        if not payload[name]:
            yield f"{name} is empty: {meaning}"


def _wrong(payload: Mapping[str, str]) -> Iterator[str]:
    """Of what is there."""
    for name, (is_right, should) in RULES.items():
        if payload[name] and not is_right(payload[name]):
            yield f"{name} {should}"
    if payload["VOICE_PROVIDER"] == RETELL and payload["CALL_MODE"] == Mode.RELAY.value:
        yield "CALL_MODE is not register: an agent of Retell takes the audio itself"


def _is_address(url: str) -> bool:
    """https; in plain http only on this machine. Nothing after the host."""
    parts = urlsplit(url)
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    return is_safe and bool(parts.hostname) and not (parts.path or parts.query or parts.username)


def _is_public(url: str) -> bool:
    return _is_address(url) and url.startswith("https://")


RULES: dict[str, tuple[Callable[[str], object], str]] = {
    "TWILIO_ACCOUNT_SID": (
        lambda value: re.fullmatch(r"AC[0-9a-f]{32}", value),
        "is not an Account SID: AC and 32 digits or letters from a to f",
    ),
    "TWILIO_AUTH_TOKEN": (
        lambda value: re.fullmatch(r"[0-9a-f]{32}", value),
        "is not an auth token: 32 digits or letters from a to f (an API key's secret does not sign webhooks)",
    ),
    "TWILIO_NUMBER": (is_e164, "is not written like +14155550100"),
    "CALL_MODE": (lambda value: value in MODES, f"is not one of {', '.join(MODES)}"),
    "PUBLIC_BASE_URL": (_is_public, "is not an https address without a path"),
    "LIVE_PORT": (lambda value: value.isdigit() and 0 < int(value) < 65536, "is not the number of a port"),
    "TWILIO_BASE_URL": (_is_address, "is not an https address without a path"),
    "ELEVENLABS_BASE_URL": (_is_address, "is not an https address without a path"),
    "VOICE_PROVIDER": (lambda value: value in PROVIDERS, f"is not one of {', '.join(PROVIDERS)}"),
    "RETELL_BASE_URL": (_is_address, "is not an https address without a path"),
}
