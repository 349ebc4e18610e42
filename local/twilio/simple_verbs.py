"""The verbs that need nobody else: sounds, pauses, control of the document, and the media stream."""

import asyncio

from local.twilio.interpreter import CallFlow, End, Fetch, Step
from local.twilio.media import MediaStream
from local.twilio.recordings import notice_of, record_call
from local.twilio.twiml import Verb

SAY_S_PER_CHARACTER = 0.06
UNKNOWN_MEDIA_S = 3.0  # <Play> is not downloaded; every file lasts this long
REJECTIONS = {"busy": "busy", "rejected": "no-answer"}


async def say(flow: CallFlow, verb: Verb) -> Step:
    flow.call.note("says", text=verb.text)
    for _ in range(_repeats(verb)):
        await flow.sound(len(verb.text) * SAY_S_PER_CHARACTER)
    return None


async def play_file(flow: CallFlow, verb: Verb) -> Step:
    digits = verb.get("digits")
    duration_s = len(digits) * 0.5 if digits else UNKNOWN_MEDIA_S
    for _ in range(_repeats(verb)):
        await flow.sound(duration_s)
    return None


def _repeats(verb: Verb) -> int:
    return int(verb.number("loop", 1)) or 1000  # 0 repeats until hang-up


async def pause(flow: CallFlow, verb: Verb) -> Step:
    await asyncio.sleep(verb.number("length", 1) / flow.exchange.say_speed)
    return None


async def redirect(flow: CallFlow, verb: Verb) -> Step:
    return Fetch(flow.absolute(verb.text), verb.get("method", "POST"))


async def hangup(flow: CallFlow, _verb: Verb) -> Step:
    flow.call.note("hangs-up")
    return End.HANG_UP


async def reject(flow: CallFlow, verb: Verb) -> Step:
    """Only possible while the call still rings; afterwards it just ends the call."""
    if flow.call.status == "ringing":
        flow.call.enter(REJECTIONS.get(verb.get("reason", "rejected"), "no-answer"))
    return End.HANG_UP


async def refer(flow: CallFlow, verb: Verb) -> Step:
    flow.call.log(13801)
    return flow.action(verb)


async def connect(flow: CallFlow, verb: Verb) -> Step:
    """Blocks until the stream ends. Whatever ended it: the action is requested, or the next verb runs."""
    for stream in verb.inside("Stream")[:1]:
        await MediaStream(flow.exchange, flow.call, stream, flow.document_url).run()
    return flow.action(verb)


async def start(flow: CallFlow, verb: Verb) -> Step:
    """Recordings run beside the document until the call ends. One-way streams are not played here."""
    for child in verb.children:
        if child.name == "Recording":
            url = child.get("recordingStatusCallback")
            if url and "://" not in url:
                flow.call.log(11200, f"a relative recordingStatusCallback: {url}")  # unlike everywhere else
                url = ""
            record_call(flow.call, "StartCallRecordingTwiML", notice_of(child, url))
        else:
            flow.call.note("not-played", name=f"Start/{child.name}")
    return None
