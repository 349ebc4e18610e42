"""Calls as people look at them: what a list shows, what they may be searched and filtered by."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from trunkline.calls.domain.calls import PROGRESS_OF_STATUS, Progress
from trunkline.ids import CallId

DAYS_AT_MOST = 366  # one question looks at no more days than this


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

    def lets_through(self, call: CallSummary) -> bool:
        """Checks the filter without the time, which the index covers, and the search, which needs the words."""
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


def days_back(newest: date, oldest: date) -> list[date]:
    """Every day from the newest to the oldest, as far as one question may look."""
    count = min((newest - oldest).days + 1, DAYS_AT_MOST)
    return [newest - timedelta(days=n) for n in range(count)]
