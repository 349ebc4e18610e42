"""Items of the Calls table and records of its stream, read as patients' calls that are over, reported, recorded."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from trunkline.aws import table_keys
from trunkline.aws.dynamodb import DynamoDB
from trunkline.aws.dynamodb_values import from_item, to_item
from trunkline.calls.adapters.call_update_items import merged, updates_in
from trunkline.calls.domain.call_record import CONVERSATION, recordings_in
from trunkline.calls.domain.call_search import CallSummary
from trunkline.calls.domain.calls import StreamOutcome
from trunkline.ids import CallId
from trunkline.patients.use_cases.analyze_voice import RecordedCall
from trunkline.patients.use_cases.file_answers import ReportedCall

CLOCKS_DIFFER_BY = timedelta(seconds=5)  # the voice provider's, which reports whole seconds, and the relay's
RECORDINGS = ("recording", "provider_recording", "voicemail")  # facts that name an object
Updates = Mapping[str, Any]


def ended_call(record: Mapping[str, Any]) -> CallSummary | None:
    """The patient's call that this write ended, or whose trouble it reported after the end; else None."""
    before, after = _images(record)
    if after is None or not after.call.is_over or not after.call.is_clinical:
        return None
    known = before.call if before and before.call.is_clinical and before.call.is_over else None
    return None if known and set(known.trouble) >= set(after.call.trouble) else after.call


def reported_call(record: Mapping[str, Any]) -> ReportedCall | None:
    """The patient's call whose conversation this write reported, or that it ended after a report; else None."""
    before, after = _images(record)
    if after is None or not after.call.is_clinical or not after.reports:
        return None
    if before is not None and (before.reports, before.call.is_over) == (after.reports, after.call.is_over):
        return None
    ended_at = max(datetime.fromisoformat(report["at"]) for report in after.reports)
    is_whole = after.call.is_over and ended_at + CLOCKS_DIFFER_BY >= after.last_stream_ended_at(ended_at)
    return ReportedCall(after.call, _collected(after.reports), ended_at, is_whole)


def newly_recorded(record: Mapping[str, Any]) -> CallId | None:
    """The patient's call of which this write filed a recording, perhaps again, or which it showed to be a patient's;
    else None."""
    before, after = _images(record)
    if after is None or not after.call.is_clinical:
        return None
    known = before.filings if before and before.call.is_clinical else ()
    return after.call.call_id if set(after.filings) - set(known) else None


class RecordedCalls:
    """Calls of the Calls table with the recordings of their streams."""

    def __init__(self, dynamodb: DynamoDB, table: str) -> None:
        self._dynamodb, self._table = dynamodb, table

    def find(self, call_id: CallId) -> RecordedCall | None:
        key = to_item(table_keys.call(call_id))
        found = _image(self._dynamodb.get_item(TableName=self._table, Key=key, ConsistentRead=True).get("Item"))
        return RecordedCall(found.call, found.recordings, found.every_recording) if found else None


@dataclass(frozen=True, slots=True)
class _Image:
    """A call as a write left it. `reports` are its conversations with words, in the order of their ends."""

    call: CallSummary
    updates: Updates

    @property
    def reports(self) -> list[dict[str, Any]]:
        found = [item for key, item in self.updates.items() if key.startswith(CONVERSATION)]
        return sorted((item for item in found if "transcript_key" in item["facts"]), key=lambda item: str(item["at"]))

    @property
    def recordings(self) -> tuple[str, ...]:
        """The relay's, in the order of their streams."""
        return tuple(part["key"] for part in recordings_in(self.updates.values(), "recording"))

    @property
    def every_recording(self) -> tuple[str, ...]:
        """The relay's, the voice provider's and the carrier's voicemails."""
        return tuple(sorted({key for _, key in self.filings}))

    @property
    def filings(self) -> list[tuple[str, str]]:
        """When each was filed, with its key: what is filed again may have been stored again, in plain."""
        placed = [(str(item["at"]), item["facts"]) for item in self.updates.values()]
        found = [(at, facts.get(name)) for at, facts in (*placed, ("", self.call.facts)) for name in RECORDINGS]
        return [(at, str(key)) for at, key in found if key]

    def last_stream_ended_at(self, otherwise: datetime) -> datetime:
        """Of those that ended well: an earlier one's report may come while the call goes on in a later one. After a
        stream that broke there may be no other conversation."""
        ends = [item["at"] for item in self.updates.values() if _ended_well(item["facts"].get("stream_outcome"))]
        return max(map(datetime.fromisoformat, ends), default=otherwise)


def _ended_well(outcome: Any) -> bool:
    return outcome in set(StreamOutcome) and not StreamOutcome(outcome).is_dropped


def _images(record: Mapping[str, Any]) -> tuple[_Image | None, _Image | None]:
    written = record["dynamodb"]
    return _image(written.get("OldImage")), _image(written.get("NewImage"))


def _image(image: Mapping[str, Any] | None) -> _Image | None:
    if not image:
        return None
    item = from_item(image)
    facts = merged(item)
    call_id, company_id = CallId(str(facts.get("call_id", ""))), str(facts.get("company_id") or "")
    return _Image(CallSummary(call_id, company_id, str(facts.get("started_at") or ""), facts), updates_in(item))


def _collected(reports: list[dict[str, Any]]) -> dict[str, Any]:
    """Of all conversations of the call: a later one adds to an earlier one, and its null takes nothing away."""
    found: dict[str, Any] = {}
    for report in reports:
        collected = report["facts"].get("data_collection") or {}
        found |= {name: value for name, value in collected.items() if value is not None or name not in found}
    return found
