"""ElevenLabs' socket that speaks texts as they come: `multi-stream-input`, one context for each text.

Each text has its own context, so that audio of a stopped text can be recognised and dropped. ElevenLabs
documentation "Multi-context WebSocket" and "WebSockets", read 2026-11. Codecs never raise.
"""

import json
from binascii import a2b_base64
from typing import Any
from urllib.parse import quote, urlencode

from trunkline.json_frames import NOT_A_MESSAGE, Ignored, InvalidFrame, text
from trunkline.realtime.tts_events import SpeechArrived, SpeechFailed, SpeechFinished, TtsEvent
from trunkline.speech.domain.voices import TELEPHONE, VoiceChoice

INACTIVITY_S = 180  # the longest the vendor grants
IDLE_CONTEXT = "idle"  # holds the socket open between two texts; never has audio
SCHEDULE = [50, 90, 140, 200]  # characters before the first, second … piece of audio: the first word counts most


def path_of(voice: VoiceChoice) -> str:
    query = {"model_id": voice.model, "output_format": TELEPHONE, "inactivity_timeout": str(INACTIVITY_S)}
    if voice.keep_no_record:
        query["enable_logging"] = "false"
    return f"/v1/text-to-speech/{quote(voice.voice_id, safe='')}/multi-stream-input?{urlencode(query)}"


def begin(context: str, voice: VoiceChoice) -> bytes:
    """The first message of a context: how it speaks. A blank says nothing yet."""
    values: dict[str, object] = {"context_id": context, "text": " "}
    if voice.settings.given():
        values["voice_settings"] = voice.settings.given()
    return _frame(values | {"generation_config": {"chunk_length_schedule": SCHEDULE}})


def say(context: str, words: str, *, is_last: bool) -> bytes:
    """More of a text; the last piece is spoken without waiting for more of it."""
    spoken = words if words.endswith(" ") else words + " "
    return _frame({"context_id": context, "text": spoken} | ({"flush": True} if is_last else {}))


def finish(context: str) -> bytes:
    """Closes a context: its text is spoken to the end, or dropped on a stop."""
    return _frame({"context_id": context, "close_context": True})


def keep_alive() -> bytes:
    return _frame({"context_id": IDLE_CONTEXT, "text": ""})


CLOSE = b'{"close_socket": true}'


def read(frame: bytes) -> TtsEvent:
    try:
        body = json.loads(frame)
        return _read(body)
    except NOT_A_MESSAGE as error:
        return InvalidFrame(type(error).__name__)


def _read(data: dict[str, Any]) -> TtsEvent:
    if data.get("error") or data.get("code"):
        return SpeechFailed(str(data.get("error") or data.get("code"))[:64], str(data.get("message", ""))[:200])
    context, audio = text(data.get("contextId") or data.get("context_id") or ""), data.get("audio")
    if audio:
        payload = text(audio).encode("ascii")
        a2b_base64(payload, strict_mode=True)
        return SpeechArrived(context, payload)
    if data.get("isFinal") or data.get("is_final"):
        return SpeechFinished(context)
    return Ignored("speech")


def _frame(payload: dict[str, object]) -> bytes:
    return json.dumps(payload, separators=(",", ":")).encode()
