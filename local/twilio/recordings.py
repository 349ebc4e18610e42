"""Recordings: what was said, kept as mu-law, with media that becomes available a moment after the metadata."""

import asyncio
import time
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from local.twilio.callbacks import post_callback, subscribed
from local.twilio.calls import PhoneCall, new_sid, now_utc, rfc2822
from local.twilio.line import FRAME_BYTES, sample_at
from local.twilio.playout import QUIET_BYTES, SILENCE, wav
from local.twilio.twiml import Verb

if TYPE_CHECKING:
    from local.twilio.exchange import TwilioState


@dataclass
class Recording:
    account_sid: str
    call_sid: str
    audio: bytes
    source: str  # RecordVerb, DialVerb, OutboundAPI, StartCallRecordingTwiML
    ready_s: float  # the media answers 404 before this moment
    sid: str = field(default_factory=lambda: new_sid("RE"))
    created_at: datetime = field(default_factory=now_utc)

    @property
    def duration_s(self) -> int:
        return round(len(self.audio) / 8000)

    @property
    def is_ready(self) -> bool:
        return time.monotonic() >= self.ready_s

    def media(self) -> bytes:
        return wav(self.audio)

    def path(self) -> str:
        return f"/2010-04-01/Accounts/{self.account_sid}/Recordings/{self.sid}"


@dataclass(frozen=True)
class Notice:
    """Where to report a recording, taken from a verb or from REST parameters."""

    url: str = ""
    method: str = "POST"
    events: frozenset[str] = frozenset({"completed"})


@dataclass(frozen=True)
class RunningRecording:
    """Both sides of the call from this moment until its end."""

    started_s: float
    source: str
    notice: Notice


def notice_of(verb: Verb, url: str) -> Notice:
    events = subscribed(verb.get("recordingStatusCallbackEvent"))
    return Notice(url, verb.get("recordingStatusCallbackMethod", "POST"), events)


def keep(exchange: "TwilioState", call: PhoneCall, audio: bytes, source: str, notice: Notice) -> Recording:
    """Stores the audio and, when its media is ready, reports it. Silence and scraps are reported as absent."""
    ready_s = time.monotonic() + exchange.recording_delay_s
    recording = Recording(call.account_sid, call.sid, audio, source, ready_s)
    exchange.recordings[recording.sid] = recording
    if not audio:
        call.log(16101)
    status = "completed" if audio else "absent"
    call.note("recorded", sid=recording.sid, duration_s=recording.duration_s, source=source)
    if notice.url and status in notice.events:
        exchange.run_errand(call, _report(exchange, call, recording, notice, status))
    return recording


def record_call(call: PhoneCall, source: str, notice: Notice) -> None:
    call.running_recordings.append(RunningRecording(time.monotonic(), source, notice))


def finish_running(exchange: "TwilioState", call: PhoneCall) -> None:
    """At the end of the call; the last recording also rides on the terminal callback of a REST call."""
    for running in call.running_recordings:
        recording = keep(exchange, call, _both_sides(call, running.started_s), running.source, running.notice)
        if running.source == "OutboundAPI":
            call.final_params |= {
                "RecordingUrl": url_of(exchange, recording),
                "RecordingSid": recording.sid,
                "RecordingDuration": str(recording.duration_s),
            }


def _both_sides(call: PhoneCall, started_s: float) -> bytes:
    """One mono track: whoever is louder is heard."""
    first, n_samples = sample_at(started_s), sample_at(time.monotonic()) - sample_at(started_s)
    offset = round(call.line.ms_at(started_s) * 8)
    heard = call.heard.heard_until(call.line.now_ms())
    heard = SILENCE * max(-offset, 0) + heard[max(offset, 0) :]
    spoken = call.line.mouth.audio(first, n_samples)
    heard = heard[:n_samples].ljust(n_samples, SILENCE)
    frames = range(0, n_samples, FRAME_BYTES)
    return b"".join(_louder(spoken[at : at + FRAME_BYTES], heard[at : at + FRAME_BYTES]) for at in frames)


def _louder(left: bytes, right: bytes) -> bytes:
    if not right.translate(None, QUIET_BYTES):
        return left
    return bytes(a if (~a & 0x7F) > (~b & 0x7F) else b for a, b in zip(left, right, strict=True))


def url_of(exchange: "TwilioState", recording: Recording) -> str:
    return exchange.media_base_url + recording.path()


async def _report(exchange: "TwilioState", call: PhoneCall, recording: Recording, notice: Notice, status: str) -> None:
    await asyncio.sleep(max(recording.ready_s - time.monotonic(), 0))
    fields = {
        "AccountSid": call.account_sid,
        "CallSid": call.sid,
        "RecordingSid": recording.sid,
        "RecordingUrl": url_of(exchange, recording),
        "RecordingStatus": status,
        "RecordingDuration": str(recording.duration_s),
        "RecordingChannels": "1",
        "RecordingStartTime": rfc2822(recording.created_at) or "",
        "RecordingSource": recording.source,
        "RecordingTrack": "both",
    }
    await post_callback(exchange, call, notice.url, fields, notice.method)
