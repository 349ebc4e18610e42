"""The right to carry one call's media: a one-shot token and what it opens."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256

from trunkline.calls.domain.client_tools import HttpTool
from trunkline.calls.domain.dtmf import Keypad
from trunkline.ids import DEFAULT_PROVIDER, CallId
from trunkline.speech.domain.voices import VoiceChoice

TOKEN_LIFETIME = timedelta(minutes=2)  # Twilio connects within a second; a retry of the webhook may come 15 s later


@dataclass(frozen=True, slots=True)
class StreamTicket:
    """The permissions of a media stream with this token."""

    call_id: CallId
    company_id: str
    agent_id: str
    expires_at: datetime
    max_duration_s: int
    provider: str = DEFAULT_PROVIDER  # whose agent or voice it is
    record: bool = False
    agent_speaks_first: bool = True
    resume_message: str = ""
    is_resumed: bool = False  # the call was cut before; what was said so far is on file
    resume_note: str = ""  # context for an agent that resumes the call
    keypad: Keypad = Keypad.MESSAGE
    keypad_on_file: bool = False
    tools: dict[str, HttpTool] = field(default_factory=dict)
    dynamic_variables: dict[str, str] = field(default_factory=dict)
    voice: VoiceChoice | None = None  # no agent: programs say what this voice speaks
    fallback_voice: VoiceChoice | None = None  # speaks where that one cannot be had
    remove_pii: bool = False  # out of each text, before the voice provider gets it
    opening: str = ""  # … or it says this by itself, and the call is over
    person: str = ""  # the other party's number, inbound or outbound
    opt_out_key: str = ""
    attempt_id: str = ""  # of a campaign's call
    user_id: str = ""  # the company's own name for the person; empty: the call's id
    overrides: dict[str, str] = field(default_factory=dict)  # of the agent, when its conversation begins
    inquiry_voices: dict[str, VoiceChoice] = field(default_factory=dict)  # of the company, as the stream begins
    prompts: frozenset[str] = frozenset()  # of the company: texts that need no vendor


def fingerprint(token: str) -> str:
    """The hash stored instead of a token: reading the table does not open a stream."""
    return sha256(token.encode()).hexdigest()
