"""The verbs that listen to the caller: Gather for keys and words, Record for a message."""

import asyncio
import time

from local.twilio.interpreter import CallFlow, Fetch, Step
from local.twilio.line import sample_at
from local.twilio.recordings import keep, notice_of, url_of
from local.twilio.twiml import Verb
from local.twilio.webhooks import WebhookFailed

LISTEN_STEP_S = 0.02
BEEP_S = 0.4
AUTO_SPEECH_TIMEOUT_S = 0.8  # how long a silence ends the caller's words


async def gather(flow: CallFlow, verb: Verb) -> Step:
    heard_from_s = time.monotonic()
    prompt = asyncio.create_task(_prompt(flow, verb))
    try:
        result = await _gathered(flow, verb, prompt, heard_from_s)
    finally:
        prompt.cancel()
        await asyncio.wait({prompt})
    if not result and verb.get("actionOnEmptyResult") != "true":
        return None
    # Without an action the same document is asked for again, which is a loop if nobody thought of it.
    return flow.action(verb, **result) or Fetch(flow.document_url, "POST", result)


async def _prompt(flow: CallFlow, verb: Verb) -> None:
    for child in verb.children:
        flow.call.note("verb", name=child.name, text=child.text)
        await flow.exchange.verbs[child.name](flow, child)


async def _gathered(flow: CallFlow, verb: Verb, prompt: "asyncio.Task[None]", since_s: float) -> dict[str, str]:
    """Listens during the prompt too; the time-out counts from the prompt's end or the last key."""
    digits, quiet_since_s = "", None
    while True:
        digits, is_done, pressed = _take_keys(flow, verb, digits)
        if is_done:
            return {"Digits": digits}
        if words := _spoken(flow, verb, since_s):
            return {"SpeechResult": words, "Confidence": "0.93"}
        if pressed:
            _cut_prompt(flow, prompt)
            quiet_since_s = time.monotonic()
        if prompt.done() and quiet_since_s is None:
            quiet_since_s = time.monotonic()
        if _timed_out(flow, verb, quiet_since_s):
            return {"Digits": digits} if digits else {}
        await asyncio.sleep(LISTEN_STEP_S)


def _take_keys(flow: CallFlow, verb: Verb, digits: str) -> tuple[str, bool, bool]:
    keys, pressed = flow.call.line.keys, False
    while "dtmf" in verb.get("input", "dtmf") and not keys.empty():
        key, pressed = keys.get_nowait(), True
        if key == verb.get("finishOnKey", "#"):
            return digits, bool(digits), True
        digits += key
        if len(digits) >= verb.number("numDigits", float("inf")):
            return digits, True, True
    return digits, False, pressed


def _spoken(flow: CallFlow, verb: Verb, since_s: float) -> str:
    """What was said, once the caller has been quiet long enough. The fake hears perfectly."""
    mouth = flow.call.line.mouth
    if "speech" not in verb.get("input", "dtmf") or mouth.silent_since_s() <= since_s:
        return ""
    is_finished = time.monotonic() - mouth.silent_since_s() >= verb.number("speechTimeout", AUTO_SPEECH_TIMEOUT_S)
    return mouth.words_after(since_s) if is_finished else ""


def _cut_prompt(flow: CallFlow, prompt: "asyncio.Task[None]") -> None:
    if not prompt.done():
        prompt.cancel()
        flow.call.heard.stop(flow.call.line.now_ms())


def _timed_out(flow: CallFlow, verb: Verb, quiet_since_s: float | None) -> bool:
    mouth, now_s = flow.call.line.mouth, time.monotonic()
    if quiet_since_s is None or ("speech" in verb.get("input", "dtmf") and mouth.is_talking(now_s)):
        return False
    if "speech" in verb.get("input", "dtmf") and now_s - mouth.silent_since_s() < AUTO_SPEECH_TIMEOUT_S:
        return False
    return now_s - quiet_since_s >= verb.number("timeout", 5)


async def record(flow: CallFlow, verb: Verb) -> Step:
    if verb.get("playBeep", "true") == "true":
        await flow.sound(BEEP_S)
    started_s = time.monotonic()
    flow.call.note("recording")
    try:
        key = await _message_ends(flow, verb, started_s)
    except asyncio.CancelledError:
        # The caller hung up: the message is kept and the action still hears of it; its TwiML is of no use.
        if flow.call.hung_up_by:
            flow.exchange.run_errand(flow.call, _report_hang_up(flow, _finish(flow, verb, started_s, "hangup")))
        raise
    return _finish(flow, verb, started_s, key)


async def _message_ends(flow: CallFlow, verb: Verb, started_s: float) -> str:
    """The terminating key, or nothing when silence or the maximum length ended the message."""
    mouth, keys = flow.call.line.mouth, flow.call.line.keys
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


def _finish(flow: CallFlow, verb: Verb, started_s: float, key: str) -> Fetch:
    """Verbs after Record are unreachable: without an action the same document is requested again."""
    call, exchange = flow.call, flow.exchange
    audio = _trimmed(flow, verb, started_s)
    callback = verb.get("recordingStatusCallback")
    notice = notice_of(verb, flow.absolute(callback) if callback else "")
    recording = keep(exchange, call, audio, "RecordVerb", notice)
    result = {
        "RecordingUrl": url_of(exchange, recording),
        "RecordingSid": recording.sid,
        "RecordingDuration": str(recording.duration_s),
    } | ({"Digits": key} if key else {})
    return flow.action(verb, **result) or Fetch(flow.document_url, verb.get("method", "POST"), result)


def _trimmed(flow: CallFlow, verb: Verb, started_s: float) -> bytes:
    mouth = flow.call.line.mouth
    first, last = sample_at(started_s), sample_at(time.monotonic())
    if verb.get("trim", "trim-silence") == "trim-silence":
        spoken = [u for u in mouth.utterances if u.end_sample > first and u.audio]
        if not spoken:
            return b""
        first, last = max(first, spoken[0].first_sample), min(last, spoken[-1].end_sample)
    return mouth.audio(first, last - first)


async def _report_hang_up(flow: CallFlow, fetch: Fetch) -> None:
    params = flow.call.params(**fetch.params) | {"CallStatus": "completed"}
    flow.call.note("webhook", url=fetch.url)
    try:
        await flow.exchange.webhooks.send(fetch.url, params, fetch.method)
    except WebhookFailed as failure:
        flow.call.log(failure.code, failure.message)
