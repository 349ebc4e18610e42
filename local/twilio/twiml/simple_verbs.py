"""The verbs on one leg: sounds, pauses, control of the document, and the media stream."""

import asyncio

from local.twilio.calls.documents import End, Fetch, Step
from local.twilio.calls.engine import CallEngine
from local.twilio.media.conversation_relay import ConversationRelay
from local.twilio.media.media_stream import MediaStream
from local.twilio.media.recordings import notice_of, record_call
from local.twilio.twiml.parser import Verb

SAY_S_PER_CHARACTER = 0.06
UNKNOWN_MEDIA_S = 3.0  # <Play> is not downloaded; every file lasts this long
REJECTIONS = {"busy": "busy", "rejected": "no-answer"}


async def say(engine: CallEngine, verb: Verb) -> Step:
    engine.call.note("says", text=verb.text)
    for _ in range(_repeats(verb)):
        await engine.sound(len(verb.text) * SAY_S_PER_CHARACTER)
    return None


async def play_file(engine: CallEngine, verb: Verb) -> Step:
    digits = verb.get("digits")
    duration_s = len(digits) * 0.5 if digits else UNKNOWN_MEDIA_S
    for _ in range(_repeats(verb)):
        await engine.sound(duration_s)
    return None


def _repeats(verb: Verb) -> int:
    return int(verb.number("loop", 1)) or 1000  # 0 repeats until hang-up


async def pause(engine: CallEngine, verb: Verb) -> Step:
    await asyncio.sleep(verb.number("length", 1) / engine.state.say_speed)
    return None


async def redirect(engine: CallEngine, verb: Verb) -> Step:
    return Fetch(engine.absolute(verb.text), verb.get("method", "POST"))


async def hangup(engine: CallEngine, _verb: Verb) -> Step:
    engine.call.note("hangs-up")
    return End.HANG_UP


async def reject(engine: CallEngine, verb: Verb) -> Step:
    """Only possible while the call still rings; afterwards it just ends the call."""
    if engine.call.status == "ringing":
        engine.call.enter(REJECTIONS.get(verb.get("reason", "rejected"), "no-answer"))
    return End.HANG_UP


async def refer(engine: CallEngine, verb: Verb) -> Step:
    engine.call.log(13801)
    return engine.action(verb)


async def connect(engine: CallEngine, verb: Verb) -> Step:
    """Blocks until the stream ends. Then the action is requested, or the next verb runs."""
    for stream in verb.inside("Stream")[:1]:
        await MediaStream(engine.state, engine.call, stream, engine.document_url).run()
    for relay in verb.inside("ConversationRelay")[:1]:
        result = await ConversationRelay(engine.state, engine.call, relay, engine.document_url).run()
        return engine.action(verb, **result)
    return engine.action(verb)


async def start(engine: CallEngine, verb: Verb) -> Step:
    """Recordings run beside the document until the call ends. One-way streams are not played here."""
    for child in verb.children:
        if child.name == "Recording":
            url = child.get("recordingStatusCallback")
            if url and "://" not in url:
                engine.call.log(11200, f"a relative recordingStatusCallback: {url}")  # unlike everywhere else
                url = ""
            record_call(engine.call, "StartCallRecordingTwiML", notice_of(child, url))
        else:
            engine.call.note("not-played", name=f"Start/{child.name}")
    return None
