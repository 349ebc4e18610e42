"""Calls as people look at them: what a list shows, what they may be searched and filtered by."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from trunkline.calls.domain.calls import PROGRESS_OF_STATUS, Progress
from trunkline.calls.domain.history.trouble import Trouble, trouble_of
from trunkline.ids import CallId

CONNECTED = {"in-progress", "completed", "ended"}  # statuses of a call that was answered
PICKS_UP = {"relay", "register", "voice", "converse", "voicemail"}  # modes that answer an inbound call at once


@dataclass(frozen=True, slots=True)
class CallSummary:
    """A call's record, as it is on file. `facts` has everything else that is known, by the record's own names."""

    call_id: CallId
    company_id: str
    started_at: str
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def status(self) -> str:
        """The carrier's; or the report's, for a call that the provider placed or answered itself."""
        return str(self.facts.get("status") or _status_by_report(self.facts))

    @property
    def is_over(self) -> bool:
        return (
            int(self.facts.get("progress", 0)) >= 4
            or PROGRESS_OF_STATUS.get(self.status) is Progress.OVER
            or self.status == "ended"
        )

    @property
    def was_answered(self) -> bool:
        """Twilio reports only the end of an inbound call: there the answer with an agent connects it."""
        is_picked_up = self.facts.get("direction") == "inbound" and self.facts.get("mode") in PICKS_UP
        progress = int(self.facts.get("progress") or 0)
        return is_picked_up or self.status in CONNECTED or progress == Progress.ANSWERED

    @property
    def trouble(self) -> list[Trouble]:
        return trouble_of({**self.facts, "status": self.status})

    @property
    def their_number(self) -> str:
        """The person's: the other side's."""
        is_outbound = self.facts.get("direction") == "outbound"
        return str(self.facts.get("to_number" if is_outbound else "from_number") or "")

    @property
    def is_clinical(self) -> bool:
        """Whether it is a patient's call."""
        return bool(self.facts.get("clinical"))

    @property
    def our_number(self) -> str:
        """The number whose route the call took: the dialled one, or for calls we placed the one we called from."""
        is_outbound = self.facts.get("direction") == "outbound"
        return str(self.facts.get("from_number" if is_outbound else "to_number") or "")


def _status_by_report(facts: dict[str, Any]) -> str:
    if "transcript_key" in facts:
        return "completed"
    reason = facts.get("never_started_because")
    if reason is None:
        return "initiated"
    return reason if PROGRESS_OF_STATUS.get(reason) is Progress.OVER else "failed"


@dataclass(frozen=True, slots=True)
class CallFilter:
    """A filter of a company's calls. None does not filter; times are Unix seconds, ends included."""

    agent_id: str | None = None
    started_after: int | None = None
    started_before: int | None = None
    duration_min_s: int | None = None
    duration_max_s: int | None = None
    outcome: str | None = None
    has_conversation: bool | None = None
    search: str | None = None
    day: date | None = None
    number_prefix: str | None = None  # of either side, in E.164
    our_number: str | None = None
    mode: str | None = None
    campaign_id: str | None = None
    has_trouble: bool | None = None
    is_live: bool | None = None
    is_clinical: bool | None = None

    @property
    def is_plain(self) -> bool:
        """Whether every call passes that the index lists."""
        return self == CallFilter(started_after=self.started_after, started_before=self.started_before, day=self.day)

    def lets_through(self, call: CallSummary) -> bool:
        """Checks the filter without the time, which the index covers, and the search, which needs the words."""
        return self._fits_conversation(call) and self._fits_call(call)

    def _fits_call(self, call: CallSummary) -> bool:
        facts = call.facts
        numbers = (str(facts.get(name) or "") for name in ("from_number", "to_number"))
        return (
            (self.mode is None or facts.get("mode") == self.mode)
            and (self.campaign_id is None or facts.get("campaign_id") == self.campaign_id)
            and (self.our_number is None or call.our_number == self.our_number)
            and (self.number_prefix is None or any(number.startswith(self.number_prefix) for number in numbers))
            and (self.has_trouble is None or bool(call.trouble) is self.has_trouble)
            and (self.is_clinical is None or call.is_clinical is self.is_clinical)
            and (self.is_live is None or call.is_over is not self.is_live)
        )

    def _fits_conversation(self, call: CallSummary) -> bool:
        facts = call.facts
        duration = facts.get("conversation_duration_s")
        return (
            (self.agent_id is None or facts.get("agent_id") == self.agent_id)
            and (self.outcome is None or (facts.get("outcome") or "unknown") == self.outcome)
            and (self.has_conversation is None or bool(facts.get("conversation_id")) is self.has_conversation)
            and (self.duration_min_s is None or (duration is not None and duration >= self.duration_min_s))
            and (self.duration_max_s is None or (duration is not None and duration <= self.duration_max_s))
        )


@dataclass(frozen=True, slots=True)
class Page:
    """Some calls, newest first, and where the next ones begin; None when there are no more."""

    calls: tuple[CallSummary, ...]
    cursor: str | None
