"""Recordings: what was said, kept as mu-law, with media that becomes available a moment after the metadata."""

import asyncio
import time

from local.twilio.callbacks import post_callback, subscribed
from local.twilio.calls.call_state import CallState
from local.twilio.calls.ids import new_sid, rfc2822
from local.twilio.media.line import FRAME_BYTES, sample_at
from local.twilio.media.playout import QUIET_BYTES, SILENCE
from local.twilio.media.recording import Notice, Recording, RunningRecording
from local.twilio.state import TwilioState
from local.twilio.twiml.parser import Verb

LEAST_TRANSCRIBED_S, MOST_TRANSCRIBED_S = 2, 120  # outside of it the carrier says 13617


def notice_of(verb: Verb, url: str) -> Notice:
    events = subscribed(verb.get("recordingStatusCallbackEvent"))
    return Notice(url, verb.get("recordingStatusCallbackMethod", "POST"), events)


def keep(state: TwilioState, call: CallState, audio: bytes, source: str, notice: Notice) -> Recording:
    """Stores the audio and, when its media is ready, reports it. Silence and scraps are reported as absent."""
    ready_s = time.monotonic() + state.recording_delay_s
    recording = Recording(call.account_sid, call.sid, audio, source, ready_s)
    state.recordings[recording.sid] = recording
    if not audio:
        call.log(16101)
    status = "completed" if audio else "absent"
    call.note("recorded", sid=recording.sid, duration_s=recording.duration_s, source=source)
    if notice.url and status in notice.events:
        state.run_task(call, _report(state, call, recording, notice, status))
    return recording


def record_call(call: CallState, source: str, notice: Notice) -> None:
    call.running_recordings.append(RunningRecording(time.monotonic(), source, notice))


def finish_running(state: TwilioState, call: CallState) -> None:
    """At the end of the call; the last recording also rides on the terminal callback of a REST call."""
    for running in call.running_recordings:
        recording = keep(state, call, _both_sides(call, running.started_s), running.source, running.notice)
        if running.source == "OutboundAPI":
            call.final_params |= {
                "RecordingUrl": url_of(state, recording),
                "RecordingSid": recording.sid,
                "RecordingDuration": str(recording.duration_s),
            }


def _both_sides(call: CallState, started_s: float) -> bytes:
    """One mono track: the louder side is heard."""
    first, n_samples = sample_at(started_s), sample_at(time.monotonic()) - sample_at(started_s)
    offset = round(call.line.ms_at(started_s) * 8)
    heard = call.heard.heard_until(call.line.now_ms())
    heard = SILENCE * max(-offset, 0) + heard[max(offset, 0) :]
    spoken = call.line.output.audio(first, n_samples)
    heard = heard[:n_samples].ljust(n_samples, SILENCE)
    frames = range(0, n_samples, FRAME_BYTES)
    return b"".join(_louder(spoken[at : at + FRAME_BYTES], heard[at : at + FRAME_BYTES]) for at in frames)


def _louder(left: bytes, right: bytes) -> bytes:
    if not right.translate(None, QUIET_BYTES):
        return left
    return bytes(a if (~a & 0x7F) > (~b & 0x7F) else b for a, b in zip(left, right, strict=True))


def url_of(state: TwilioState, recording: Recording) -> str:
    return state.media_base_url + recording.path()


async def _report(state: TwilioState, call: CallState, recording: Recording, notice: Notice, status: str) -> None:
    await asyncio.sleep(max(recording.ready_s - time.monotonic(), 0))
    fields = {
        "AccountSid": call.account_sid,
        "CallSid": call.sid,
        "RecordingSid": recording.sid,
        "RecordingUrl": url_of(state, recording),
        "RecordingStatus": status,
        "RecordingDuration": str(recording.duration_s),
        "RecordingChannels": "1",
        "RecordingStartTime": rfc2822(recording.created_at) or "",
        "RecordingSource": recording.source,
        "RecordingTrack": "both",
    }
    await post_callback(state, call, notice.url, fields, notice.method)


async def report_transcription(state: TwilioState, call: CallState, recording: Recording, url: str, words: str) -> None:
    """Sent after the media is ready. Recognition is perfect here; scraps and long messages fail, as at the carrier."""
    await asyncio.sleep(max(recording.ready_s - time.monotonic(), 0))
    is_done = LEAST_TRANSCRIBED_S <= recording.duration_s <= MOST_TRANSCRIBED_S and bool(words)
    fields = {
        "AccountSid": call.account_sid,
        "CallSid": call.sid,
        "RecordingSid": recording.sid,
        "RecordingUrl": url_of(state, recording),
        "TranscriptionSid": new_sid("TR"),
        "TranscriptionStatus": "completed" if is_done else "failed",
        "TranscriptionText": words if is_done else "",
        "TranscriptionType": "fast",
    }
    await post_callback(state, call, url, fields)
