"""A call over a SIP trunk: another system places it, and no webhook of ours is asked."""

from collections.abc import Callable
from dataclasses import dataclass

from local.twilio.caller import Person, Screenplay
from local.twilio.calls.call_state import CallState
from local.twilio.calls.legs import ring
from local.twilio.media.line import bridge
from local.twilio.state import TwilioState

DIRECTION = "trunking-terminating"


@dataclass(frozen=True)
class TrunkCall:
    """`speaker_for` makes the other system's voice for the person who answered; `onward` is the number that it has left
    them to, or empty."""

    to: str
    from_: str
    ring_s: float
    speaker_for: Callable[[Person], Screenplay]
    on_unanswered: Callable[[str], None]
    onward: Callable[[], str] = lambda: ""
    on_transfer: Callable[[str], None] = lambda _step: None


async def live(state: TwilioState, leg: CallState, order: TrunkCall) -> None:
    """Rings the person; on an answer both lines are bridged until one is gone."""
    person = state.person_at(order.to)
    if not await ring(leg, person, order.ring_s) or person is None:
        order.on_unanswered(leg.status)
        return
    far = CallState(leg.account_sid, "sip:trunk", leg.from_, DIRECTION)
    await ring(far, Person(), 1.0)
    voices = [state.seat_person(leg, person.play), state.seat_person(far, order.speaker_for(person))]
    await bridge(leg.line, far.line)
    far.hang_up("carrier")
    await state.farewell(voices[1])
    if (number := order.onward()) and not leg.line.over.is_set():
        await _transferred(state, leg, number, order)
    leg.hang_up("carrier")
    await state.farewell(voices[0])
    leg.enter("completed")


async def _transferred(state: TwilioState, leg: CallState, number: str, order: TrunkCall) -> None:
    """A cold transfer: the colleague's phone rings, and both lines are bridged."""
    colleague, person = CallState(leg.account_sid, number, order.from_, DIRECTION), state.person_at(number)
    leg.note("dials", nouns=[number])
    if not await ring(colleague, person, order.ring_s) or person is None:
        order.on_transfer("cancelled")
        return
    order.on_transfer("bridged")
    voice = state.seat_person(colleague, person.play)
    await bridge(leg.line, colleague.line)
    colleague.hang_up("carrier")
    await state.farewell(voice)
    order.on_transfer("ended")
