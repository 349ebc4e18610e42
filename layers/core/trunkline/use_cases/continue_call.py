"""A call comes back from a verb: the stream ended, the other phone did not pick up, the message is recorded."""

from trunkline.domain.calls import CallId
from trunkline.domain.phone_numbers import showable
from trunkline.domain.routes import DEFAULT_APOLOGY, Mode
from trunkline.ports import CallRecords
from trunkline.protocols import twiml
from trunkline.protocols.twiml import Addresses
from trunkline.use_cases.answer_call import Answered

DIAL_SUCCEEDED = {"completed", "answered"}
THANKS = "Thank you. Your message has been recorded. Goodbye."


def after_stream(call_id: CallId, from_number: str, calls: CallRecords, addresses: Addresses) -> Answered:
    """Hangs up after an orderly end. Anything else, a lost relay included, leads to the route's fallback."""
    known = calls.find(call_id)
    if known is None or known.route is None:
        return Answered(twiml.say_and_hang_up(DEFAULT_APOLOGY), "unknown call")
    if known.stream_outcome and known.stream_outcome.is_orderly:
        return Answered(twiml.hang_up(), known.stream_outcome.value)
    because = known.stream_outcome.value if known.stream_outcome else "relay lost"
    return Answered(twiml.fallback(known.route, addresses, showable(from_number)), "fallback", because)


def after_dial(call_id: CallId, dial_status: str, calls: CallRecords, addresses: Addresses) -> Answered:
    """Nobody picked up: voicemail if the route has it, else a polite end. Never dials again: it could ring forever."""
    if dial_status in DIAL_SUCCEEDED:
        return Answered(twiml.hang_up(), "forward taken")
    known = calls.find(call_id)
    route = known.route if known else None
    if route and route.fallback is Mode.VOICEMAIL:
        return Answered(twiml.take_voicemail(addresses, route.greeting), "forward not taken", dial_status)
    return Answered(
        twiml.say_and_hang_up(route.apology if route else DEFAULT_APOLOGY), "forward not taken", dial_status
    )


def after_voicemail() -> Answered:
    return Answered(twiml.say_and_hang_up(THANKS), "voicemail recorded")
