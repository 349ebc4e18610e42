"""A call is handed to a colleague: their phone rings, they hear what it is about, and take it or do not."""

from datetime import datetime

from trunkline.domain.calls import CallId, RingingCall, TimelineEvent
from trunkline.domain.handoffs import NOBODY_TOOK_IT, Acceptance, Dialled, Handoff, Untaken, briefing
from trunkline.domain.phone_numbers import is_e164
from trunkline.domain.routes import DEFAULT_APOLOGY, Mode, Route
from trunkline.ports.calls import CallRecords, KnownCall, Stories
from trunkline.protocols import twiml
from trunkline.protocols.twiml import Addresses
from trunkline.use_cases.answer_call import Answered, Answering
from trunkline.use_cases.resume_call import may_have_another_stream, resumed

TAKES_THE_CALL = "1"
OFFER = "A call from our assistant."


def handed_over(call: RingingCall, known: KnownCall, route: Route, addresses: Addresses) -> Answered:
    number = route.number_of(known.transfer_to)
    if not is_e164(number):
        return Answered(twiml.fallback(route, addresses, call.caller_id), "fallback", "no such colleague")
    is_warm = route.transfer is Handoff.WARM
    document = twiml.hand_over(addresses, number, call.caller_id, is_warm=is_warm)
    return Answered(document, "transferred", known.transfer_to)


def whisper(caller: CallId, calls: CallRecords, stories: Stories, addresses: Addresses) -> Answered:
    """What the colleague alone hears. `caller` is the call that waits for them, the parent of their own."""
    known = calls.find(caller)
    if known is None or known.route is None:
        return Answered(twiml.hang_up(), "unknown call")
    about = briefing(known.transfer_summary, () if known.transfer_summary else stories.story(caller))
    by_key = known.route.transfer_accept is Acceptance.KEY
    return Answered(twiml.whisper(addresses, f"{OFFER} {about}".strip(), by_key=by_key), "whispered")


def whisper_answered(caller: CallId, leg: CallId, digits: str, calls: CallRecords, now: datetime) -> Answered:
    """On file at once: a caller who hangs up first leaves nobody to ask how the call went."""
    is_taken = digits == TAKES_THE_CALL
    event = TimelineEvent(f"transfer-answer-{leg}", now, "transfer taken" if is_taken else "transfer declined")
    calls.note(caller, event, {"transfer_taken": is_taken})
    if is_taken:
        return Answered(twiml.put_through(), "transfer taken")
    return Answered(twiml.hang_up(), "transfer declined")


def after_transfer(
    call: RingingCall, dialled: Dialled, webhook: str, calls: CallRecords, with_: Answering, now: datetime
) -> Answered:
    """The colleague took the call and it is over, or nobody did and the route says what follows."""
    known = calls.find(call.call_id)
    if known is None or known.route is None:
        return Answered(twiml.say_and_hang_up(DEFAULT_APOLOGY), "unknown call")
    if webhook and webhook == known.resume_webhook:
        return Answered(known.resume_document, "answered before")
    calls.note(call.call_id, _happened(known, dialled, now), {"transfer_taken": dialled.was_taken})
    if dialled.was_taken:
        return Answered(twiml.hang_up(), "transfer taken")
    return _untaken(call, known, known.route, dialled, webhook, with_, now)


def _happened(known: KnownCall, dialled: Dialled, now: datetime) -> TimelineEvent:
    kind = "transfer taken" if dialled.was_taken else "transfer not taken"
    return TimelineEvent(f"transfer-{known.resumes}", now, kind, {"whom": known.transfer_to, "dial": dialled.status})


def _untaken(
    call: RingingCall,
    known: KnownCall,
    route: Route,
    dialled: Dialled,
    webhook: str,
    with_: Answering,
    now: datetime,
) -> Answered:
    if route.transfer_untaken is Untaken.AGENT and may_have_another_stream(known):
        return resumed(call, known, route, webhook, with_, now, note=NOBODY_TOOK_IT)
    return nobody_picked_up(route, with_.addresses, "transfer not taken", dialled.status)


def nobody_picked_up(route: Route | None, addresses: Addresses, because: str, status: str) -> Answered:
    """Voicemail if the route has it, else a polite end. Never dials again: it could ring forever."""
    if route and (route.fallback is Mode.VOICEMAIL or route.transfer_untaken is Untaken.VOICEMAIL):
        return Answered(twiml.take_voicemail(addresses, route.greeting), because, status)
    return Answered(twiml.say_and_hang_up(route.apology if route else DEFAULT_APOLOGY), because, status)
