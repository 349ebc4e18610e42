"""A call is handed to a colleague: their phone rings, they hear what it is about, and take it or do not."""

from datetime import datetime

from trunkline.calls.domain.call_instructions import (
    HangUp,
    PutThrough,
    RenderedDocument,
    SayAndHangUp,
    Transfer,
    Whisper,
    fallback,
    voicemail_of,
)
from trunkline.calls.domain.calls import RingingCall, TimelineEvent
from trunkline.calls.domain.routes import DEFAULT_APOLOGY, Mode, Route
from trunkline.calls.domain.transfers import (
    NOT_TAKEN,
    DialResult,
    NoAnswerAction,
    TransferAcceptance,
    TransferMode,
    briefing,
)
from trunkline.calls.ports.records import CallRecords, CallState, Turns
from trunkline.calls.use_cases.answer_call import AnswerCallDeps, Answered
from trunkline.calls.use_cases.resume_call import may_have_another_stream, resumed
from trunkline.ids import CallId
from trunkline.numbering.e164 import is_e164

TAKES_THE_CALL = "1"
OFFER = "A call from our assistant."


def handed_over(call: RingingCall, known: CallState, route: Route) -> Answered:
    number = route.number_of(known.transfer_to)
    if not is_e164(number):
        return Answered(fallback(route, call.caller_id), "fallback", "no such colleague")
    instruction = Transfer(number, call.caller_id, is_warm=route.transfer is TransferMode.WARM)
    return Answered(instruction, "transferred", known.transfer_to)


def whisper(caller: CallId, calls: CallRecords, turns: Turns) -> Answered:
    """The whisper for the colleague. `caller` is the waiting call, the parent of the colleague's leg."""
    known = calls.find(caller)
    if known is None or known.route is None:
        return Answered(HangUp(), "unknown call")
    about = briefing(known.transfer_summary, () if known.transfer_summary else turns.story(caller))
    by_key = known.route.transfer_accept is TransferAcceptance.KEY
    return Answered(Whisper(f"{OFFER} {about}".strip(), by_key=by_key, say=known.route.say), "whispered")


def whisper_answered(caller: CallId, leg: CallId, digits: str, calls: CallRecords, now: datetime) -> Answered:
    """Filed at once: a caller may hang up before the transfer ends."""
    is_taken = digits == TAKES_THE_CALL
    event = TimelineEvent(f"transfer-answer-{leg}", now, "transfer taken" if is_taken else "transfer declined")
    calls.note(caller, event, {"transfer_taken": is_taken})
    if is_taken:
        return Answered(PutThrough(), "transfer taken")
    return Answered(HangUp(), "transfer declined")


def after_transfer(
    call: RingingCall, dialled: DialResult, webhook: str, calls: CallRecords, deps: AnswerCallDeps, now: datetime
) -> Answered:
    """The transferred call is over, or it was not taken and the route says what follows."""
    known = calls.find(call.call_id)
    if known is None or known.route is None:
        return Answered(SayAndHangUp(DEFAULT_APOLOGY), "unknown call")
    if webhook and webhook == known.resume_webhook:
        return Answered(RenderedDocument(known.resume_document), "answered before")
    calls.note(call.call_id, _happened(known, dialled, now), {"transfer_taken": dialled.was_taken})
    if dialled.was_taken:
        return Answered(HangUp(), "transfer taken")
    return _untaken(call, known, known.route, dialled, webhook, deps, now)


def _happened(known: CallState, dialled: DialResult, now: datetime) -> TimelineEvent:
    kind = "transfer taken" if dialled.was_taken else "transfer not taken"
    return TimelineEvent(f"transfer-{known.resumes}", now, kind, {"whom": known.transfer_to, "dial": dialled.status})


def _untaken(
    call: RingingCall,
    known: CallState,
    route: Route,
    dialled: DialResult,
    webhook: str,
    deps: AnswerCallDeps,
    now: datetime,
) -> Answered:
    if route.transfer_untaken is NoAnswerAction.AGENT and may_have_another_stream(known) and _is_reached(route, deps):
        return resumed(call, known, route, webhook, deps, now, is_cut=False, note=NOT_TAKEN)
    return unanswered(route, "transfer not taken", dialled.status)


def _is_reached(route: Route, deps: AnswerCallDeps) -> bool:
    """Whether the agent is met through the relay: one that its provider alone reaches would never be heard there."""
    registrar = deps.registrars.get(route.spoken_by)
    return registrar is None or registrar.has_socket


def unanswered(route: Route | None, reason: str, status: str) -> Answered:
    """Voicemail if the route has it, else a polite end. Never dials again: it could ring forever."""
    if route and (route.fallback is Mode.VOICEMAIL or route.transfer_untaken is NoAnswerAction.VOICEMAIL):
        return Answered(voicemail_of(route), reason, status)
    apology = SayAndHangUp(route.apology, route.say) if route else SayAndHangUp(DEFAULT_APOLOGY)
    return Answered(apology, reason, status)
