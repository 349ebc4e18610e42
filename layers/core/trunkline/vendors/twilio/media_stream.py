"""Twilio Media Streams, the bidirectional kind: frames in, frames out.

Audio is not parsed but spliced: `caller_payload` takes the base64 out of a frame of exactly the shape Twilio sends and
leaves everything else to `read`, which validates all of it. "Media Streams - WebSocket Messages", read 2026-11.
"""

import binascii
import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from trunkline.ids import is_carriers_id
from trunkline.json_frames import Ignored, read_frame, text
from trunkline.realtime.carrier_events import (
    UNTIMED_MS,
    CallerAudio,
    CarrierEvent,
    KeyPressed,
    MarkReached,
    StreamStarted,
    StreamStopped,
)

# Everything before the payload in a media frame, in either order of fields that Twilio is known to use.
MEDIA_HEAD = re.compile(
    rb'\{"event":"media","sequenceNumber":"\d{1,12}",(?:"streamSid":"MZ[0-9a-f]{32}",)?'
    rb'"media":\{"track":"inbound","chunk":"\d{1,12}","timestamp":"(\d{1,12})","payload":"'
)
MEDIA_TAIL = re.compile(rb'"\}(?:,"streamSid":"MZ[0-9a-f]{32}")?\}')

MEDIA_END = b'"}}'
TIMESTAMPS_END_MS = 10**12  # thirty years; twelve digits, as in the pattern above


def caller_payload(frame: bytes) -> tuple[bytes, bytes, int] | None:
    """(base64, audio, timestamp in ms) of a media frame of the exact usual shape; None sends it down the slow road."""
    head = MEDIA_HEAD.match(frame)
    if head is None:
        return None
    end = frame.find(b'"', head.end())
    if MEDIA_TAIL.fullmatch(frame, end if end > 0 else len(frame)) is None:
        return None
    payload = frame[head.end() : end]
    try:
        return payload, binascii.a2b_base64(payload, strict_mode=True), int(head.group(1))
    except binascii.Error:
        return None


def read(frame: bytes) -> CarrierEvent:
    """Any frame. Never raises."""
    return read_frame(frame, "event", READERS)


def _started(message: Mapping[str, Any]) -> CarrierEvent:
    start = message["start"]
    media_format = start["mediaFormat"]
    return StreamStarted(
        stream_sid=_id(start["streamSid"]),
        call_sid=_id(start["callSid"]),
        token=text(start.get("customParameters", {}).get("token", "")),
        encoding=text(media_format["encoding"]),
        rate_hz=int(media_format["sampleRate"]),
    )


def _id(value: Any) -> str:
    """A stranger may open a socket and claim any id; it stands in logs before the token is proved."""
    found = text(value)
    if not is_carriers_id(found):
        raise ValueError("no id of the carrier")
    return found


def _media(message: Mapping[str, Any]) -> CarrierEvent:
    media = message["media"]
    if media.get("track", "inbound") != "inbound":
        return Ignored("outbound media")
    payload = text(media["payload"]).encode("ascii")
    binascii.a2b_base64(payload, strict_mode=True)
    return CallerAudio(payload, _timestamp_ms(media["timestamp"]) if "timestamp" in media else UNTIMED_MS)


def _timestamp_ms(payload: Any) -> int:
    """A number from the wire, bounded: the compiled code counts with it in C integers."""
    timestamp_ms = int(payload)
    if abs(timestamp_ms) >= TIMESTAMPS_END_MS:
        raise ValueError("no call is so long")
    return timestamp_ms


READERS: dict[str, Callable[[Mapping[str, Any]], CarrierEvent]] = {
    "start": _started,
    "media": _media,
    "dtmf": lambda message: KeyPressed(text(message["dtmf"]["digit"])),
    "mark": lambda message: MarkReached(text(message["mark"]["name"])),
    "stop": lambda _message: StreamStopped(),
}


class CarrierFrames:
    """Frames for one stream. Twilio ignores any with a field too many, so there is no room for extras."""

    def __init__(self, stream_sid: str) -> None:
        sid = json.dumps(stream_sid).encode()
        self.media_head = b'{"event":"media","streamSid":' + sid + b',"media":{"payload":"'
        self._mark_head = b'{"event":"mark","streamSid":' + sid + b',"mark":{"name":"'
        self.clear = b'{"event":"clear","streamSid":' + sid + b"}"

    def media(self, payload: bytes) -> bytes:
        return self.media_head + payload + MEDIA_END

    def mark(self, name: str) -> bytes:
        return self._mark_head + name.encode() + b'"}}'
