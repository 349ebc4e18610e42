"""Calls over a SIP trunk: another system places them or answers them, and no webhook of ours is asked."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from local.twilio.caller import Person, Screenplay
from local.twilio.calls.call_state import CallState
from local.twilio.calls.legs import ring
from local.twilio.media.line import bridge
from local.twilio.state import TwilioState

TERMINATING, ORIGINATING = "trunking-terminating", "trunking-originating"
RING_S = 30.0


@dataclass(frozen=True)
class FarEnd:
    """The other system's voice in a call, and the number that it has left the person to, or empty."""

    speaker: Screenplay
    onward: Callable[[], str] = lambda: ""
    on_transfer: Callable[[str], None] = lambda _step: None
    on_abandoned: Callable[[], None] = lambda: None  # the person hung up while it rang


@dataclass(frozen=True)
class TrunkCall:
    """A call that the other system places. `far_end_for` makes its voice for the person who answered."""

    to: str
    from_: str
    ring_s: float
    far_end_for: Callable[[Person], FarEnd]
    on_unanswered: Callable[[str], None]


Answering = Callable[[], Awaitable[FarEnd | None]]  # while it rings; none: the call is not answered


async def terminate(state: TwilioState, leg: CallState, order: TrunkCall) -> None:
    """Rings the person; on an answer both lines are bridged until one is gone."""
    person = state.person_at(order.to)
    if not await ring(leg, person, order.ring_s) or person is None:
        order.on_unanswered(leg.status)
        return
    await _connected(state, leg, person.play, order.far_end_for(person))


async def originate(state: TwilioState, leg: CallState, play: Screenplay | None, answering: Answering) -> None:
    """The person rings a number that is on the trunk."""
    leg.enter("initiated")
    leg.enter("ringing")
    far_end = await answering()
    if far_end is None or leg.hung_up_by:
        leg.enter("canceled" if leg.hung_up_by else "failed")
        if far_end:
            far_end.on_abandoned()
        return
    leg.answer()
    await _connected(state, leg, play, far_end)


async def _connected(state: TwilioState, leg: CallState, play: Screenplay | None, far_end: FarEnd) -> None:
    far = CallState(leg.account_sid, "sip:trunk", leg.from_, leg.direction)
    await ring(far, Person(), 1.0)
    voices = [state.seat_person(leg, play), state.seat_person(far, far_end.speaker)]
    await bridge(leg.line, far.line)
    far.hang_up("carrier")
    await state.farewell(voices[1])
    if (number := far_end.onward()) and not leg.line.over.is_set():
        await _transferred(state, leg, number, far_end)
    leg.hang_up("carrier")
    await state.farewell(voices[0])
    leg.enter("completed")


async def _transferred(state: TwilioState, leg: CallState, number: str, far_end: FarEnd) -> None:
    """A cold transfer: the colleague's phone rings, and both lines are bridged."""
    colleague, person = CallState(leg.account_sid, number, leg.from_, TERMINATING), state.person_at(number)
    leg.note("dials", nouns=[number])
    if not await ring(colleague, person, RING_S) or person is None:
        far_end.on_transfer("cancelled")
        return
    far_end.on_transfer("bridged")
    voice = state.seat_person(colleague, person.play)
    await bridge(leg.line, colleague.line)
    colleague.hang_up("carrier")
    await state.farewell(voice)
    far_end.on_transfer("ended")
