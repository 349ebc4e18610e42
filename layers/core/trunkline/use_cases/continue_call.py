"""A call comes back from a verb: the stream ended, the other phone did not pick up, the message is recorded."""

from datetime import datetime

from trunkline.domain.calls import CallId, RingingCall, StreamOutcome
from trunkline.domain.phone_numbers import is_e164, showable
from trunkline.domain.routes import DEFAULT_APOLOGY, Mode, Route
from trunkline.domain.streams import fingerprint
from trunkline.ports import CallRecords, KnownCall, NewStream
from trunkline.protocols import twiml
from trunkline.protocols.twiml import Addresses
from trunkline.use_cases.answer_call import Answered, Answering, new_ticket

DIAL_SUCCEEDED = {"completed", "answered"}
THANKS = "Thank you. Your message has been recorded. Goodbye."
RESUMES_AT_MOST = 2


def after_stream(call: RingingCall, webhook: str, calls: CallRecords, with_: Answering, now: datetime) -> Answered:
    """Hangs up after an orderly end, goes on with another relay when one was lost, else uses the route's fallback.

    `webhook` names this very request: the carrier's retry of it must not count as another loss.
    """
    known = calls.find(call.call_id)
    if known is None or known.route is None:
        return Answered(twiml.say_and_hang_up(DEFAULT_APOLOGY), "unknown call")
    if webhook and webhook == known.resume_webhook:
        return Answered(known.resume_document, "answered before")
    outcome = known.stream_outcome
    if outcome and outcome.is_orderly:
        return Answered(twiml.hang_up(), outcome.value)
    if outcome is StreamOutcome.TRANSFERRED:
        return _handed_over(call, known, known.route, with_.addresses)
    if _may_resume(known):
        return _resumed(call, known, known.route, webhook, with_, now)
    because = outcome.value if outcome else "relay lost"
    return Answered(twiml.fallback(known.route, with_.addresses, showable(call.from_number)), "fallback", because)


def _handed_over(call: RingingCall, known: KnownCall, route: Route, addresses: Addresses) -> Answered:
    number = route.number_of(known.transfer_to)
    if not is_e164(number):
        return Answered(twiml.fallback(route, addresses, showable(call.from_number)), "fallback", "no such colleague")
    return Answered(twiml.forward(addresses, number, showable(call.from_number)), "transferred", known.transfer_to)


def _may_resume(known: KnownCall) -> bool:
    """No outcome on file means that the relay itself was lost. A call that was cut twice deserves a human."""
    lost = known.stream_outcome is None or known.stream_outcome.may_resume
    return lost and known.resumes < RESUMES_AT_MOST


def _resumed(
    call: RingingCall, known: KnownCall, route: Route, webhook: str, with_: Answering, now: datetime
) -> Answered:
    token, attempt = with_.new_token(), known.resumes + 1
    document = twiml.connect_stream(with_.addresses, token, route.apology)
    ticket = new_ticket(call, route, now, is_resumed=True)
    stream = NewStream(known.call_id, document, webhook, attempt, fingerprint(token), ticket, now)
    return Answered(with_.switchboard.resume(stream), "resumed", str(attempt))


def after_dial(call_id: CallId, dial_status: str, calls: CallRecords, addresses: Addresses) -> Answered:
    """Nobody picked up: voicemail if the route has it, else a polite end. Never dials again: it could ring forever."""
    if dial_status in DIAL_SUCCEEDED:
        return Answered(twiml.hang_up(), "forward taken")
    known = calls.find(call_id)
    route = known.route if known else None
    if route and route.fallback is Mode.VOICEMAIL:
        return Answered(twiml.take_voicemail(addresses, route.greeting), "forward not taken", dial_status)
    apology = route.apology if route else DEFAULT_APOLOGY
    return Answered(twiml.say_and_hang_up(apology), "forward not taken", dial_status)


def after_voicemail() -> Answered:
    return Answered(twiml.say_and_hang_up(THANKS), "voicemail recorded")
