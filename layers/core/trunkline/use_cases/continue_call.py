"""A call comes back from a verb: the stream ended, the other phone did not pick up, the message is recorded."""

from datetime import datetime

from trunkline.domain.call_instructions import HangUp, RenderedDocument, SayAndHangUp, fallback
from trunkline.domain.calls import CallId, RingingCall, StreamOutcome
from trunkline.domain.handoffs import Dialled
from trunkline.domain.routes import DEFAULT_APOLOGY
from trunkline.ports.calls import CallRecords, KnownCall
from trunkline.use_cases.answer_call import Answered, Answering
from trunkline.use_cases.hand_over import handed_over, nobody_picked_up
from trunkline.use_cases.resume_call import may_have_another_stream, resumed

THANKS = "Thank you. Your message has been recorded. Goodbye."


def after_stream(call: RingingCall, webhook: str, calls: CallRecords, with_: Answering, now: datetime) -> Answered:
    """Hangs up after an orderly end, goes on with another relay when one was lost, else uses the route's fallback.

    `webhook` names this very request: the carrier's retry of it must not count as another loss.
    """
    known = calls.find(call.call_id)
    if known is None or known.route is None:
        return Answered(SayAndHangUp(DEFAULT_APOLOGY), "unknown call")
    route = with_.destinations.ringable(known.route)
    if webhook and webhook == known.resume_webhook:
        return Answered(RenderedDocument(known.resume_document), "answered before")
    outcome = known.stream_outcome
    if outcome and outcome.is_orderly:
        return Answered(HangUp(), outcome.value)
    if outcome is StreamOutcome.TRANSFERRED:
        return handed_over(call, known, route)
    if _was_cut(known) and may_have_another_stream(known):
        return resumed(call, known, route, webhook, with_, now)
    because = outcome.value if outcome else "relay lost"
    return Answered(fallback(route, call.caller_id), "fallback", because)


def _was_cut(known: KnownCall) -> bool:
    """No outcome on file means that the relay itself was lost."""
    return known.stream_outcome is None or known.stream_outcome.may_resume


def after_dial(call_id: CallId, dialled: Dialled, calls: CallRecords) -> Answered:
    """A forwarded call comes back, or one that fell back to another phone."""
    if dialled.was_taken:
        return Answered(HangUp(), "forward taken")
    known = calls.find(call_id)
    return nobody_picked_up(known.route if known else None, "forward not taken", dialled.status)


def after_voicemail() -> Answered:
    return Answered(SayAndHangUp(THANKS), "voicemail recorded")
