"""Takes a call whose media a voice provider has to a colleague: the carrier's call is ours, its next document too."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from trunkline.calls.domain.call_search import CallSummary
from trunkline.calls.domain.calls import StreamOutcome, TimelineEvent
from trunkline.calls.ports.carrier import Carrier, CarrierRedirect
from trunkline.calls.ports.records import CallRecords
from trunkline.errors import CarrierError, Conflict, NotConfigured, OutcomeUnknown

OVER, NOT_IN_PROGRESS = "Call has ended", "Call is not in progress"
IN_PROGRESS = "in-progress"


@dataclass(frozen=True, slots=True)
class TakeFromProviderDeps:
    """`after_stream_url` is where a transferred call gets its instruction."""

    calls: CallRecords
    carrier: Carrier
    redirect: CarrierRedirect
    after_stream_url: str


def take_from_provider(
    call: CallSummary, whom: str, summary: str, ordered: TimelineEvent, deps: TakeFromProviderDeps, number: str = ""
) -> None:
    """The facts are on file before the carrier asks what is next. The provider's stream ends with its document.
    `number` is of a target that the agent has and the route has not.

    Raises Conflict for a call that is over or not answered, and what the carrier raises: where it surely did not take
    the call, the record says no longer that it did.
    """
    if call.is_over:
        raise Conflict(OVER)
    if not _is_answered(call, deps):
        raise Conflict(NOT_IN_PROGRESS)
    outcome = StreamOutcome.TRANSFERRED.value
    facts = {"stream_outcome": outcome, "transfer_to": whom, "transfer_summary": summary}
    facts |= {"transfer_number": number} if number else {}
    deps.calls.note(call.call_id, ordered, facts)
    try:
        is_taken = deps.redirect.continue_with(call.call_id, deps.after_stream_url)
    except OutcomeUnknown:
        raise
    except (CarrierError, NotConfigured):
        _not_taken(call, ordered, facts, deps)
        raise
    if not is_taken:
        raise Conflict(OVER)


def _not_taken(call: CallSummary, ordered: TimelineEvent, facts: Mapping[str, str], deps: TakeFromProviderDeps) -> None:
    refused = TimelineEvent(f"{ordered.key}-refused", ordered.at, "transfer refused by the carrier", ordered.detail)
    deps.calls.note(call.call_id, refused, dict.fromkeys(facts, ""))


def transfer_ordered(by: str, name: str, whom: str, now: datetime) -> TimelineEvent:
    return TimelineEvent(f"transfer-ordered-{name}", now, f"transfer ordered by {by}", {"whom": whom})


def _is_answered(call: CallSummary, deps: TakeFromProviderDeps) -> bool:
    """A callback may be late or lost: then the carrier is asked."""
    if call.status == IN_PROGRESS:
        return True
    placed = deps.carrier.find(call.call_id)
    return placed is not None and placed.status == IN_PROGRESS
