"""A call created over REST: waits in the queue, rings, runs the customer's document, reports its end."""

import asyncio
import time
from dataclasses import dataclass, field, replace

from local.twilio.callbacks import post_callback
from local.twilio.caller import Person
from local.twilio.calls.call_state import CallState
from local.twilio.calls.documents import Fetch, Source
from local.twilio.calls.engine import CallEngine
from local.twilio.calls.legs import ring
from local.twilio.media.recording import Notice
from local.twilio.media.recordings import finish_running, record_call
from local.twilio.state import TwilioState


@dataclass(frozen=True)
class CreateOptions:
    """The options of a call that the customer creates."""

    source: Source
    timeout_s: float = 60.0
    time_limit_s: float = 14400.0
    detection: str = ""  # MachineDetection; empty is off
    is_async_detection: bool = False
    detection_url: str = ""
    records: bool = False
    recording_notice: Notice = field(default_factory=Notice)


def take_a_number(state: TwilioState, call: CallState) -> float:
    """The account's calls per second are a queue: returns how long this call waits in it."""
    now_s = time.monotonic()
    departure_s = max(now_s, state.next_departure_s)
    state.next_departure_s = departure_s + 1 / state.calls_per_second
    call.queue_time_ms = round((departure_s - now_s) * 1000)
    return departure_s - now_s


async def live(state: TwilioState, call: CallState, options: CreateOptions, queued_s: float) -> None:
    person = state.people.get(call.to)
    seat = None
    try:
        if await _left_the_queue(call, queued_s) and await ring(call, person, options.timeout_s):
            assert person is not None
            seat = state.seat_person(call, person.play)
            if options.records:
                record_call(call, "OutboundAPI", options.recording_notice)
            await _conversation(state, call, options, person)
    finally:
        _end(state, call)
    await state.farewell(seat)


async def _left_the_queue(call: CallState, queued_s: float) -> bool:
    try:
        await asyncio.wait_for(call.interrupted.wait(), queued_s)
    except TimeoutError:
        return True
    return call.hung_up_by is None


async def _conversation(state: TwilioState, call: CallState, options: CreateOptions, person: Person) -> None:
    try:
        async with asyncio.timeout(options.time_limit_s):
            source = await _after_detection(state, call, options, person)
            await CallEngine(state, call).run(source)
    except TimeoutError:
        call.log(32015)


async def _after_detection(state: TwilioState, call: CallState, options: CreateOptions, person: Person) -> Source:
    """Synchronous detection keeps the callee waiting in silence; asynchronous detection reports later."""
    if options.detection and options.is_async_detection:
        state.run_task(call, _report_detection(state, call, options, person))
    elif options.detection:
        await asyncio.sleep(person.detection_s)
        call.answered_by = person.answered_by
        if isinstance(options.source, Fetch):
            return replace(options.source, params=_verdict(person))
    return options.source


def _verdict(person: Person) -> dict[str, str]:
    return {
        "AnsweredBy": person.answered_by,
        "MachineDetectionDuration": str(round(person.detection_s * 1000)),
    }


async def _report_detection(state: TwilioState, call: CallState, options: CreateOptions, person: Person) -> None:
    await asyncio.sleep(person.detection_s)
    call.answered_by = person.answered_by
    fields = {"CallSid": call.sid, "AccountSid": call.account_sid} | _verdict(person)
    await post_callback(state, call, options.detection_url, fields)


def _end(state: TwilioState, call: CallState) -> None:
    if call.status == "in-progress":
        finish_running(state, call)
        call.enter("completed")
    elif not call.is_over:
        call.enter("canceled")
