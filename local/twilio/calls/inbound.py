"""A call to one of our customer's numbers, from the first ring to the number's final status callback."""

from local.twilio.caller import Screenplay
from local.twilio.calls.call_state import CallState
from local.twilio.calls.documents import Fetch
from local.twilio.calls.engine import CallEngine
from local.twilio.media.recordings import finish_running
from local.twilio.state import OwnNumber, TwilioState


async def live(state: TwilioState, call: CallState, number: OwnNumber, play: Screenplay | None) -> None:
    seat = state.seat_person(call, play)
    try:
        # A number without a voice URL fails without diagnostics; so does the real one.
        await CallEngine(state, call).run(Fetch(number.voice_url) if number.voice_url else None)
    finally:
        _end(state, call)
    await state.farewell(seat)


def _end(state: TwilioState, call: CallState) -> None:
    if call.status == "in-progress":
        finish_running(state, call)
        call.enter("completed")
    elif not call.is_over:
        call.enter("canceled" if call.hung_up_by else "failed")
