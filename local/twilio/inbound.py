"""A call to one of our customer's numbers, from the first ring to the number's final status callback."""

from local.twilio.caller import Screenplay
from local.twilio.calls import PhoneCall
from local.twilio.exchange import OwnNumber, TwilioState
from local.twilio.interpreter import CallFlow, Fetch
from local.twilio.recordings import finish_running


async def live(exchange: TwilioState, call: PhoneCall, number: OwnNumber, play: Screenplay | None) -> None:
    seat = exchange.seat_person(call, play)
    try:
        # A number without a voice URL fails without diagnostics; so does the real one.
        await CallFlow(exchange, call).run(Fetch(number.voice_url) if number.voice_url else None)
    finally:
        _end(exchange, call)
    await exchange.farewell(seat)


def _end(exchange: TwilioState, call: PhoneCall) -> None:
    if call.status == "in-progress":
        finish_running(exchange, call)
        call.enter("completed")
    elif not call.is_over:
        call.enter("canceled" if call.hung_up_by else "failed")
