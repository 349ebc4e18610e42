"""Histories of calls: their writes, and the facts that follow from them, worked out here and not by the product."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tests.faults.streamed_tables import StreamedTables
from trunkline.calls.adapters.calls_table import CallsTable
from trunkline.calls.domain.calls import Progress, TimelineEvent
from trunkline.ids import CallId

COMPANIES = ("acme", "brio", "cora")
SECONDS_BETWEEN = 0.7  # calls
Fact = tuple[str, str, str]  # type, call, and what distinguishes several of one type
Write = tuple[datetime, int, str]  # when, the number of the call, and what happens


@dataclass(frozen=True)
class History:
    """A call by its number. Every tenth has a webhook, every tenth is busy, every tenth is reported twice."""

    number: int

    @property
    def call_id(self) -> str:
        return f"CA{self.number:06}"

    @property
    def company_id(self) -> str:
        return COMPANIES[self.number % len(COMPANIES)]

    @property
    def webhook_url(self) -> str | None:
        return f"https://hooks.example.com/{self.call_id}" if self.number % 10 == 0 else None

    @property
    def steps(self) -> tuple[str, ...]:
        match self.number % 10:
            case 1:
                return ("opened", "ringing", "busy")
            case 2:
                return ("opened", "ended")  # the callbacks between are lost
            case 3:
                return ("opened", "ringing", "answered", "ended", "report-a", "report-b", "recording")
            case 4:
                return ("opened", "ringing", "answered", "report-a", "ended", "ringing")  # a late callback
        return ("opened", "ringing", "answered", "ended", "report-a", "recording")

    def facts(self) -> set[Fact]:
        steps, found = self.steps, {("call.started", self.call_id, "")}
        if "ringing" in steps:
            found.add(("call.ringing", self.call_id, ""))
        if "busy" not in steps:
            found.add(("call.answered", self.call_id, ""))
        found.add(("call.ended", self.call_id, ""))
        found |= {("call.reported", self.call_id, step[-1]) for step in steps if step.startswith("report")}
        found |= {("recording.filed", self.call_id, "") for step in steps if step == "recording"}
        return found


def writes(calls: int, began: datetime) -> Iterator[Write]:
    for number in range(calls):
        for place, step in enumerate(History(number).steps):
            yield began + timedelta(seconds=number * SECONDS_BETWEEN + 20 * place), number, step


def write(tables: StreamedTables, history: History, step: str, at: datetime) -> None:
    """By the product's own table, as webhooks and reports write."""
    calls, call_id = CallsTable(tables, "calls"), CallId(history.call_id)
    tables.now_s = int(at.timestamp())
    if step == "opened":
        calls.open(call_id, TimelineEvent("placed", at, "placed"), _opening(history, at))
    elif step.startswith("report"):
        facts = {"conversation_id": step[-1], "transcript_key": "t", "started_at": at.isoformat(), "turn_count": 2}
        calls.note(call_id, TimelineEvent(f"conversation-{step[-1]}", at, "reported"), facts)
    elif step == "recording":
        calls.note(call_id, TimelineEvent("relay-recording-MZ1", at, "filed"), {"recording": "r.wav"})
    else:
        progress, status = STATES[step]
        calls.advance(call_id, progress, status, {})


STATES = {
    "ringing": (Progress.RINGING, "ringing"),
    "answered": (Progress.ANSWERED, "in-progress"),
    "ended": (Progress.OVER, "completed"),
    "busy": (Progress.OVER, "busy"),
}


def _opening(history: History, at: datetime) -> dict[str, Any]:
    return {
        "company_id": history.company_id,
        "started_at": at.isoformat(),
        "direction": "outbound",
        "mode": "relay",
        "from_number": "+14155550100",
        "to_number": "+14155550199",
        "webhook_url": history.webhook_url,
    }


def fact_of(cloud_event: dict[str, Any]) -> Fact:
    return cloud_event["type"], cloud_event["subject"], cloud_event["data"].get("conversation_id", "")
