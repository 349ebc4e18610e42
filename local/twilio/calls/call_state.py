"""The state of one leg at Twilio: identity, status, events, and what interrupts its document. Other files act on it."""

import asyncio
import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from local.twilio.calls.debugger import DebuggerEntry, entry
from local.twilio.calls.documents import Source
from local.twilio.calls.ids import new_sid, now_utc
from local.twilio.calls.statuses import SIP_RESPONSE, TERMINAL, callback_event, move
from local.twilio.media.line import Line
from local.twilio.media.playout import Playout
from local.twilio.media.recording import RunningRecording
from local.twilio.media.stream_record import StreamRecord

Listener = Callable[["CallState", str, dict[str, Any]], None]
OnStatus = Callable[["CallState", str], None]
GEOGRAPHY = ("City", "State", "Zip", "Country")


@dataclass(eq=False)
class CallState:
    account_sid: str
    to: str
    from_: str
    direction: str  # inbound, outbound-api, outbound-dial
    status: str = "queued"
    parent_sid: str | None = None
    fallback_url: str | None = None
    listener: Listener | None = None
    on_status: OnStatus | None = None  # reports each status that may have a callback
    sid: str = field(default_factory=lambda: new_sid("CA"))
    line: Line = field(default_factory=Line)
    debugger: list[DebuggerEntry] = field(default_factory=list)
    twiml: list[tuple[str, str]] = field(default_factory=list)
    streams: list[StreamRecord] = field(default_factory=list)
    events: list[tuple[float, str, dict[str, Any]]] = field(default_factory=list)
    answered_by: str | None = None
    queue_time_ms: int = 0
    running_recordings: list[RunningRecording] = field(default_factory=list)
    final_params: dict[str, str] = field(default_factory=dict)  # ride on the terminal callback
    created_at: datetime = field(default_factory=now_utc)
    started_at: datetime | None = None
    ended_at: datetime | None = None
    began_s: float = field(default_factory=time.monotonic)
    answered_s: float | None = None
    ended_s: float | None = None
    interrupted: asyncio.Event = field(default_factory=asyncio.Event)
    redirect_to: Source | None = None
    hung_up_by: str | None = None
    time_limit_s: float = 14400.0  # the account's, until a REST request replaces it
    task: "asyncio.Task[None] | None" = None
    open_tasks: int = 0
    tasks_done: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def heard(self) -> Playout:
        return self.line.heard

    @property
    def is_over(self) -> bool:
        return self.status in TERMINAL

    @property
    def duration_s(self) -> int:
        if self.answered_s is None:
            return 0
        return round((self.ended_s or time.monotonic()) - self.answered_s)

    async def ended(self, timeout_s: float = 60.0) -> None:
        """Waits until the call is over and its scenario done. Raises what failed in the scenario."""
        if self.task is None:
            raise RuntimeError("this call never started")
        async with asyncio.timeout(timeout_s):
            await asyncio.shield(self.task)

    async def settled(self, timeout_s: float = 30.0) -> None:
        """Until, after its end, every callback of this call has been delivered or given up."""
        await self.ended(timeout_s)
        async with asyncio.timeout(timeout_s):
            await self.tasks_done.wait()

    def enter(self, status: str) -> None:
        self.status = move(self.status, status)
        if status == "in-progress":
            self.answered_s, self.started_at = time.monotonic(), now_utc()
            self.line.rang_out.set()
        if status in TERMINAL:
            self.ended_s, self.ended_at = time.monotonic(), now_utc()
            self.line.hang_up()
        self.note("answered" if status == "in-progress" else status)
        if self.on_status and (event := callback_event(status)):
            self.on_status(self, event)

    def answer(self) -> None:
        """The first verb that needs media answers; later ones find the call answered."""
        if self.status == "ringing":
            self.enter("in-progress")

    def hang_up(self, by: str) -> None:
        if self.is_over or self.hung_up_by:
            return
        self.hung_up_by = by
        self.line.hang_up()
        self.note("hung-up", by=by)
        self.interrupted.set()

    def redirect(self, source: "Source") -> None:
        self.redirect_to = source
        self.interrupted.set()

    def take_redirect(self) -> Source | None:
        """The source of the next document after an interruption, or None because the call was hung up."""
        self.interrupted.clear()
        source, self.redirect_to = self.redirect_to, None
        return None if self.hung_up_by else source

    def note(self, kind: str, **detail: Any) -> None:
        self.events.append((time.monotonic() - self.began_s, kind, detail))
        if self.listener:
            self.listener(self, kind, detail)

    def log(self, code: int, detail: str = "") -> None:
        logged = entry(code, detail)
        self.debugger.append(logged)
        self.note("debugger", code=code, message=logged.message)

    def params(self, **extra: str) -> dict[str, str]:
        """The standard parameters of every request about this leg. Unknown places are blank, not absent."""
        fields = {
            "AccountSid": self.account_sid,
            "ApiVersion": "2010-04-01",
            "CallSid": self.sid,
            "CallStatus": self.status,
            "Direction": self.direction,
            "From": self.from_,
            "To": self.to,
            "Caller": self.from_,
            "Called": self.to,
        }
        for prefix, number in (("From", self.from_), ("To", self.to), ("Caller", self.from_), ("Called", self.to)):
            fields |= {f"{prefix}{part}": "" for part in GEOGRAPHY}
            fields[f"{prefix}Country"] = "US" if number.startswith("+1") else ""
        if self.direction == "inbound":
            fields |= {
                "CallToken": f'{{"parentCallInfoToken":"{self.sid[2:]}"}}',
                "StirVerstat": "TN-Validation-Passed-A",
            }
        if self.parent_sid:
            fields["ParentCallSid"] = self.parent_sid
        return fields | extra

    def ending_params(self) -> dict[str, str]:
        """Only terminal callbacks carry these; `Duration` is billed minutes and only for completed calls."""
        sip = int(self.final_params.get("SipResponseCode", SIP_RESPONSE[self.status]))
        fields = {"CallDuration": str(self.duration_s), "SipResponseCode": str(sip)}
        if self.status == "completed":
            fields["Duration"] = str(math.ceil(self.duration_s / 60))
        return fields | self.final_params
