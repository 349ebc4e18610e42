"""Media Streams messages as the carrier writes and reads them. Pure: counters in, JSON text out, and back."""

import base64
import binascii
import json
from dataclasses import dataclass, field
from typing import Any

CONNECTED = json.dumps({"event": "connected", "protocol": "Call", "version": "1.0.0"})
MEDIA_FORMAT = {"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1}


class InvalidMessage(Exception):
    """The server broke the message format: 31951."""


@dataclass(frozen=True)
class ServerAudio:
    audio: bytes


@dataclass(frozen=True)
class ServerMark:
    name: str


@dataclass(frozen=True)
class ServerClear:
    pass


ServerMessage = ServerAudio | ServerMark | ServerClear


@dataclass
class StreamWriter:
    """Numbers every message after `connected`; counters and timestamps are strings on the wire."""

    account_sid: str
    call_sid: str
    stream_sid: str
    first_timestamp_ms: int
    sequence: int = 0
    chunk: int = 0
    custom_parameters: dict[str, str] = field(default_factory=dict)

    def start(self) -> str:
        ids = {"accountSid": self.account_sid, "streamSid": self.stream_sid, "callSid": self.call_sid}
        details = {"tracks": ["inbound"], "mediaFormat": MEDIA_FORMAT, "customParameters": self.custom_parameters}
        return self._message("start", ids | details)

    def media(self, payload: str) -> str:
        timestamp_ms = self.first_timestamp_ms + 20 * self.chunk
        self.chunk += 1
        self.sequence += 1  # written out: 50 times a second for each call, and nothing in it needs escaping
        return (
            f'{{"event":"media","sequenceNumber":"{self.sequence}","streamSid":"{self.stream_sid}","media":'
            f'{{"track":"inbound","chunk":"{self.chunk}","timestamp":"{timestamp_ms}","payload":"{payload}"}}}}'
        )

    def dtmf(self, digit: str) -> str:
        return self._message("dtmf", {"track": "inbound_track", "digit": digit})

    def mark(self, name: str) -> str:
        return self._message("mark", {"name": name})

    def stop(self) -> str:
        return self._message("stop", {"accountSid": self.account_sid, "callSid": self.call_sid})

    def _message(self, event: str, details: dict[str, Any]) -> str:
        self.sequence += 1
        head = {"event": event, "sequenceNumber": str(self.sequence), "streamSid": self.stream_sid}
        return json.dumps(head | {event: details}, separators=(",", ":"))


def read_server_message(text: str, stream_sid: str) -> ServerMessage:
    """Exactly the documented fields, no more and no fewer, for exactly this stream."""
    message = _json_object(text)
    event = message.get("event")
    if not isinstance(event, str) or event not in READERS:
        raise InvalidMessage(f"unknown event {event!r}")
    if message.get("streamSid") != stream_sid:
        raise InvalidMessage(f"streamSid is not {stream_sid}")
    return READERS[event](message)


def _json_object(text: str) -> dict[str, Any]:
    try:
        message = json.loads(text)
    except ValueError:
        raise InvalidMessage("not JSON") from None
    if not isinstance(message, dict):
        raise InvalidMessage("not a JSON object")
    return message


def _read_media(message: dict[str, Any]) -> ServerAudio:
    payload = _only_detail(message, "media", "payload")
    try:
        return ServerAudio(base64.b64decode(payload, validate=True))
    except (binascii.Error, ValueError):
        raise InvalidMessage("media.payload is not base64") from None


def _read_mark(message: dict[str, Any]) -> ServerMark:
    return ServerMark(_only_detail(message, "mark", "name"))


def _read_clear(message: dict[str, Any]) -> ServerClear:
    _exactly(message, {"event", "streamSid"}, "clear")
    return ServerClear()


def _only_detail(message: dict[str, Any], event: str, name: str) -> str:
    _exactly(message, {"event", "streamSid", event}, event)
    details = message[event]
    if not isinstance(details, dict):
        raise InvalidMessage(f"{event} is not an object")
    _exactly(details, {name}, event)
    if not isinstance(details[name], str) or not details[name]:
        raise InvalidMessage(f"{event}.{name} is not a text")
    return details[name]


def _exactly(fields: dict[str, Any], names: set[str], where: str) -> None:
    if missing := names - fields.keys():
        raise InvalidMessage(f"{where} misses {', '.join(sorted(missing))}")
    if extra := fields.keys() - names:
        raise InvalidMessage(f"{where} has extra {', '.join(sorted(extra))}")


READERS = {"media": _read_media, "mark": _read_mark, "clear": _read_clear}
