"""The verbs that listen to the caller: Gather for keys and words, Record for a message."""

import asyncio
import time

from local.twilio.calls.documents import Fetch, Step
from local.twilio.calls.engine import CallEngine
from local.twilio.media.line import sample_at
from local.twilio.media.recordings import keep, notice_of, report_transcription, url_of
from local.twilio.twiml.parser import Verb
from local.twilio.webhooks import WebhookFailed

LISTEN_STEP_S = 0.02
BEEP_S = 0.4
AUTO_SPEECH_TIMEOUT_S = 0.8  # how long a silence ends the caller's words


async def gather(engine: CallEngine, verb: Verb) -> Step:
    heard_from_s = time.monotonic()
    prompt = asyncio.create_task(_prompt(engine, verb))
    try:
        result = await _gathered(engine, verb, prompt, heard_from_s)
    finally:
        prompt.cancel()
        await asyncio.wait({prompt})
    if not result and verb.get("actionOnEmptyResult") != "true":
        return None
    # Without an action the same document is asked for again, which is a loop without an end.
    return engine.action(verb, **result) or Fetch(engine.document_url, "POST", result)


async def _prompt(engine: CallEngine, verb: Verb) -> None:
    for child in verb.children:
        engine.call.note("verb", name=child.name, text=child.text)
        await engine.state.verbs[child.name](engine, child)


async def _gathered(engine: CallEngine, verb: Verb, prompt: "asyncio.Task[None]", since_s: float) -> dict[str, str]:
    """Listens during the prompt too; the time-out counts from the prompt's end or the last key."""
    digits, quiet_since_s = "", None
    while True:
        digits, is_done, pressed = _take_keys(engine, verb, digits)
        if is_done:
            return {"Digits": digits}
        if words := _spoken(engine, verb, since_s):
            return {"SpeechResult": words, "Confidence": "0.93"}
        if pressed:
            _cut_prompt(engine, prompt)
            quiet_since_s = time.monotonic()
        if prompt.done() and quiet_since_s is None:
            quiet_since_s = time.monotonic()
        if _timed_out(engine, verb, quiet_since_s):
            return {"Digits": digits} if digits else {}
        await asyncio.sleep(LISTEN_STEP_S)


def _take_keys(engine: CallEngine, verb: Verb, digits: str) -> tuple[str, bool, bool]:
    keys, pressed = engine.call.line.keys, False
    while "dtmf" in verb.get("input", "dtmf") and not keys.empty():
        key, pressed = keys.get_nowait(), True
        if key == verb.get("finishOnKey", "#"):
            return digits, bool(digits), True
        digits += key
        if len(digits) >= verb.number("numDigits", float("inf")):
            return digits, True, True
    return digits, False, pressed


def _spoken(engine: CallEngine, verb: Verb, since_s: float) -> str:
    """The caller's words, once they have been quiet long enough. The fake's recognition is perfect."""
    mouth = engine.call.line.output
    if "speech" not in verb.get("input", "dtmf") or mouth.silent_since_s() <= since_s:
        return ""
    is_finished = time.monotonic() - mouth.silent_since_s() >= verb.number("speechTimeout", AUTO_SPEECH_TIMEOUT_S)
    return mouth.words_after(since_s) if is_finished else ""


def _cut_prompt(engine: CallEngine, prompt: "asyncio.Task[None]") -> None:
    if not prompt.done():
        prompt.cancel()
        engine.call.heard.stop(engine.call.line.now_ms())


def _timed_out(engine: CallEngine, verb: Verb, quiet_since_s: float | None) -> bool:
    mouth, now_s = engine.call.line.output, time.monotonic()
    if quiet_since_s is None or ("speech" in verb.get("input", "dtmf") and mouth.is_talking(now_s)):
        return False
    if "speech" in verb.get("input", "dtmf") and now_s - mouth.silent_since_s() < AUTO_SPEECH_TIMEOUT_S:
        return False
    return now_s - quiet_since_s >= verb.number("timeout", 5)


async def record(engine: CallEngine, verb: Verb) -> Step:
    if verb.get("playBeep", "true") == "true":
        await engine.sound(BEEP_S)
    started_s = time.monotonic()
    engine.call.note("recording")
    try:
        key = await _message_ends(engine, verb, started_s)
    except asyncio.CancelledError:
        # The caller hung up: the message is kept and the action still hears of it; its TwiML is of no use.
        if engine.call.hung_up_by:
            engine.state.run_task(engine.call, _report_hang_up(engine, _finish(engine, verb, started_s, "hangup")))
        raise
    return _finish(engine, verb, started_s, key)


async def _message_ends(engine: CallEngine, verb: Verb, started_s: float) -> str:
    """The terminating key, or nothing when silence or the maximum length ended the message."""
    mouth, keys = engine.call.line.output, engine.call.line.keys
    silence_s = verb.number("timeout", 5) or float("inf")
    ends_s = started_s + verb.number("maxLength", 3600)
    while time.monotonic() < ends_s:
        while not keys.empty():
            key = keys.get_nowait()
            if key in verb.get("finishOnKey", "1234567890*#"):
                return key
        if time.monotonic() - max(mouth.silent_since_s(), started_s) >= silence_s:
            break
        await asyncio.sleep(LISTEN_STEP_S)
    return ""


def _finish(engine: CallEngine, verb: Verb, started_s: float, key: str) -> Fetch:
    """Verbs after Record are unreachable: without an action the same document is requested again."""
    call, state = engine.call, engine.state
    audio = _trimmed(engine, verb, started_s)
    callback = verb.get("recordingStatusCallback")
    notice = notice_of(verb, engine.absolute(callback) if callback else "")
    recording = keep(state, call, audio, "RecordVerb", notice)
    if verb.get("transcribe") == "true" and verb.get("transcribeCallback") and audio:
        url = engine.absolute(verb.get("transcribeCallback"))
        words = call.line.output.words_after(started_s)
        state.run_task(call, report_transcription(state, call, recording, url, words))
    result = {
        "RecordingUrl": url_of(state, recording),
        "RecordingSid": recording.sid,
        "RecordingDuration": str(recording.duration_s),
    } | ({"Digits": key} if key else {})
    return engine.action(verb, **result) or Fetch(engine.document_url, verb.get("method", "POST"), result)


def _trimmed(engine: CallEngine, verb: Verb, started_s: float) -> bytes:
    mouth = engine.call.line.output
    first, last = sample_at(started_s), sample_at(time.monotonic())
    if verb.get("trim", "trim-silence") == "trim-silence":
        spoken = [u for u in mouth.utterances if u.end_sample > first and u.audio]
        if not spoken:
            return b""
        first, last = max(first, spoken[0].first_sample), min(last, spoken[-1].end_sample)
    return mouth.audio(first, last - first)


async def _report_hang_up(engine: CallEngine, fetch: Fetch) -> None:
    params = engine.call.params(**fetch.params) | {"CallStatus": "completed"}
    engine.call.note("webhook", url=fetch.url)
    try:
        await engine.state.webhooks.send(fetch.url, params, fetch.method)
    except WebhookFailed as failure:
        engine.call.log(failure.code, failure.message)
