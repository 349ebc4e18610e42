"""Data of a recording: kept as mu-law, one that still runs, and where its end is reported."""

import time
from dataclasses import dataclass, field
from datetime import datetime

from local.twilio.calls.ids import new_sid, now_utc
from local.twilio.media.playout import wav


@dataclass
class Recording:
    account_sid: str
    call_sid: str
    audio: bytes
    source: str  # RecordVerb, DialVerb, OutboundAPI, StartCallRecordingTwiML
    ready_s: float  # the media answers 404 before this moment
    sid: str = field(default_factory=lambda: new_sid("RE"))
    created_at: datetime = field(default_factory=now_utc)

    @property
    def duration_s(self) -> int:
        return round(len(self.audio) / 8000)

    @property
    def is_ready(self) -> bool:
        return time.monotonic() >= self.ready_s

    def media(self) -> bytes:
        return wav(self.audio)

    def path(self) -> str:
        return f"/2010-04-01/Accounts/{self.account_sid}/Recordings/{self.sid}"


@dataclass(frozen=True)
class Notice:
    """The callback of a recording, from a verb or from REST parameters."""

    url: str = ""
    method: str = "POST"
    events: frozenset[str] = frozenset({"completed"})


@dataclass(frozen=True)
class RunningRecording:
    """Both sides of the call from this moment until its end."""

    started_s: float
    source: str
    notice: Notice
