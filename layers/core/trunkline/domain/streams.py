"""The right to carry one call's media: a one-shot token and what it opens."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256

from trunkline.domain.calls import CallId
from trunkline.domain.voices import VoiceChoice

TOKEN_LIFETIME = timedelta(minutes=2)  # Twilio connects within a second; a retry of the webhook may come 15 s later


@dataclass(frozen=True, slots=True)
class StreamTicket:
    """What the relay may do for the call that shows this token."""

    call_id: CallId
    company_id: str
    agent_id: str
    expires_at: datetime
    max_duration_s: int
    record: bool = False
    agent_speaks_first: bool = True
    resume_message: str = ""
    is_resumed: bool = False  # the call was cut before; what was said so far is on file
    dynamic_variables: dict[str, str] = field(default_factory=dict)
    voice: VoiceChoice | None = None  # no agent: programs say what this voice speaks


def fingerprint(token: str) -> str:
    """What is stored in place of a token: whoever reads the table cannot open a stream."""
    return sha256(token.encode()).hexdigest()
