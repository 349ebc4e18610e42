"""A call comes back from a verb: the stream ended, the other phone did not pick up, the message is recorded."""

from dataclasses import replace
from datetime import datetime

from trunkline.calls.domain.call_instructions import HangUp, RenderedDocument, SayAndHangUp, fallback
from trunkline.calls.domain.calls import RingingCall, StreamOutcome
from trunkline.calls.domain.routes import DEFAULT_APOLOGY, Route
from trunkline.calls.domain.transfers import DialResult
from trunkline.calls.ports.records import CallRecords, CallState
from trunkline.calls.use_cases.answer_call import AnswerCallDeps, Answered
from trunkline.calls.use_cases.resume_call import may_have_another_stream, resumed
from trunkline.calls.use_cases.transfer_call import handed_over, unanswered
from trunkline.ids import CallId

THANKS = "Thank you. Your message has been recorded. Goodbye."


def after_stream(call: RingingCall, webhook: str, calls: CallRecords, deps: AnswerCallDeps, now: datetime) -> Answered:
    """Hangs up after an orderly end, goes on with another relay when one was lost, else uses the route's fallback.

    `webhook` names this very request: the carrier's retry of it must not count as another loss.
    """
    known = calls.find(call.call_id)
    if known is None or known.route is None:
        return Answered(SayAndHangUp(DEFAULT_APOLOGY), "unknown call")
    route = deps.destinations.ringable(_with_target(known, known.route))
    if webhook and webhook == known.resume_webhook:
        return Answered(RenderedDocument(known.resume_document), "answered before")
    outcome = known.stream_outcome
    if outcome and outcome.is_orderly:
        return Answered(HangUp(), outcome.value)
    if outcome is StreamOutcome.TRANSFERRED:
        return handed_over(call, known, route)
    if _was_cut(known) and may_have_another_stream(known):
        return resumed(call, known, route, webhook, deps, now)
    reason = outcome.value if outcome else "relay lost"
    return Answered(fallback(route, call.caller_id), "fallback", reason)


def _with_target(known: CallState, route: Route) -> Route:
    """With the number that the relay filed: an agent of the brain has transfer targets of its own."""
    if not known.transfer_number or known.transfer_to in route.transfer_targets:
        return route
    return replace(route, transfer_targets=route.transfer_targets | {known.transfer_to: known.transfer_number})


def _was_cut(known: CallState) -> bool:
    """No outcome on file means that the relay itself was lost."""
    return known.stream_outcome is None or known.stream_outcome.may_resume


def after_dial(call_id: CallId, dialled: DialResult, calls: CallRecords) -> Answered:
    """A forwarded call comes back, or one that fell back to another phone."""
    if dialled.was_taken:
        return Answered(HangUp(), "forward taken")
    known = calls.find(call_id)
    return unanswered(known.route if known else None, "forward not taken", dialled.status)


def after_voicemail() -> Answered:
    return Answered(SayAndHangUp(THANKS), "voicemail recorded")
