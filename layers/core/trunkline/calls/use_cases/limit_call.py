"""The carrier's own limit on a call: the last net, when the relay that ends calls in time and the reaper both fail.

It holds while an agent has the call. Once the call is handed to a person it is taken away again.
"""

from datetime import datetime

from trunkline.calls.domain.calls import StreamOutcome
from trunkline.calls.ports.carrier import CallControl
from trunkline.calls.ports.records import CallRecords, CallState
from trunkline.ids import CallId

GRACE_S = 1800  # far behind the relay and the reaper, so that a lost callback hardly ever cuts a call
CARRIER_MOST_S = 4 * 3600  # what an account gets unless it asked for more


def limit_call(call_id: CallId, happened: str, calls: CallRecords, carrier: CallControl, now: datetime) -> int | None:
    """Sets the limit that follows from what happened to a stream; None when none does. Raises CarrierError."""
    if happened not in {"stream-started", "stream-stopped"}:
        return None
    known = calls.find(call_id)
    limit_s = _limit_s(happened, known, now) if known else None
    if limit_s is not None:
        carrier.limit(call_id, limit_s)
    return limit_s


def _limit_s(happened: str, known: CallState, now: datetime) -> int | None:
    """The carrier counts from the start of the call, so an agent that gets it back gets its whole time again."""
    if happened == "stream-started":
        if known.route is None or known.started_at is None:
            return None
        elapsed_s = int((now - known.started_at).total_seconds())
        return min(elapsed_s + known.route.max_duration_s + GRACE_S, CARRIER_MOST_S)
    return CARRIER_MOST_S if _goes_on_without_agent(known.stream_outcome) else None


def _goes_on_without_agent(outcome: StreamOutcome | None) -> bool:
    return outcome is not None and not outcome.is_orderly and not outcome.may_resume
