"""Corpus of the fuzzer: every kind of frame and body that is really sent to us.

Most are written by the two emulators, from the vendors' documentation; what it names and they never send is by hand.
"""

import base64
import json
from functools import cache
from pathlib import Path
from typing import Any

from local.elevenlabs.agents import effects, frames
from local.elevenlabs.agents.agent import Agent
from local.twilio.media.stream_messages import CONNECTED, StreamWriter
from tests.fakes import reports

EVENTS = Path(__file__).parents[2] / "events"
STREAM, CALL = "MZ" + "0a" * 16, "CA" + "0b" * 16
PAYLOAD = base64.b64encode(bytes(range(160))).decode()
ALL_KINDS = (
    "audio", "agent_response", "agent_response_correction", "user_transcript", "interruption", "client_tool_call",
    "agent_tool_response",
)  # fmt: skip
TALKATIVE = Agent("agent_1", client_events=ALL_KINDS)


@cache
def caller_frames() -> tuple[bytes, ...]:
    """What Twilio sends over a media socket. Audio stands here more than once because it is nearly everything."""
    writer = StreamWriter("AC1", CALL, STREAM, 0, custom_parameters={"token": "t" * 43})
    written = [CONNECTED, writer.start(), *(writer.media(PAYLOAD) for _ in range(4)), writer.media("")]
    written += [writer.dtmf("5"), writer.mark("m0"), writer.mark("m1"), writer.stop()]
    return tuple(text.encode() for text in [*written, *_caller_frames_by_hand()])


def _caller_frames_by_hand() -> list[str]:
    """Twilio's other order of fields, tracks we do not ask for, and a start without parameters."""
    media = {"track": "inbound", "chunk": "7", "timestamp": "140", "payload": PAYLOAD}
    head, tail = {"event": "media", "sequenceNumber": "9"}, {"streamSid": STREAM}
    start = {"streamSid": STREAM, "callSid": CALL, "mediaFormat": {"encoding": "audio/x-mulaw", "sampleRate": 8000}}
    return [
        compact(head | {"media": media} | tail),
        compact(head | {"media": media | {"track": "outbound"}} | tail),
        json.dumps(head | tail | {"media": media | {"timestamp": 160}}),
        compact({"event": "start", "start": start | {"customParameters": {"token": "abc", "more": "é"}}}),
        compact({"event": "start", "start": start}),
    ]


@cache
def agent_frames() -> tuple[bytes, ...]:
    """What an ElevenLabs agent sends."""
    written = [frames.write(effect, TALKATIVE) for effect in _effects()]
    written += [frames.metadata("conv_1", TALKATIVE), frames.ping(3, 20), frames.ping(4, None)]
    failed = effects.Ended(1002, "asr", "asr_transcription_error")
    written += [frames.error(failed), frames.error(failed, flat=True), *_agent_frames_by_hand()]
    return tuple(text for message in written for text in (compact(message).encode(), json.dumps(message).encode()))


def _effects() -> list[effects.Effect]:
    audio = bytes(range(256)) * 10
    return [
        *(effects.Audio(audio[:length], n) for n, length in enumerate((0, 1, 160, 160, 320, 2560))),
        effects.AgentSaid("Hello Ana, how are you? ¿Qué tal?", 5),
        effects.CallerSaid("Fine.", 6),
        effects.Interrupted(2),
        effects.Corrected("Hello Ana, how are you?", "Hello", 5),
        effects.ToolCalled("transfer_to_human", "tc_1", {"department": "sales", "n": 1.5}, 7),
        effects.ToolAnswered("end_call", "tc_2", "system", False, 8),
    ]


def _agent_frames_by_hand() -> list[dict[str, Any]]:
    """Kinds the documentation names and the emulator leaves out."""
    aligned = {"chars": ["H", '"', "\\"], "char_start_times_ms": [0, 1, 2], "char_durations_ms": [1, 1, 1]}
    return [
        {"type": "audio", "audio_event": {"audio_base_64": PAYLOAD, "event_id": 9, "alignment": aligned}},
        {"audio_event": {"event_id": 10, "audio_base_64": PAYLOAD}, "type": "audio"},
        {"type": "vad_score", "vad_score_event": {"vad_score": 0.95}},
        {"type": "internal_tentative_agent_response", "tentative_agent_response_internal_event": {"x": "Hel"}},
        {"type": "agent_chat_response_part", "text_response_part": {"text": "He", "type": "delta"}},
        {"type": "mcp_connection_status", "mcp_connection_status": {"integrations": []}},
    ]


@cache
def report_bodies() -> tuple[bytes, ...]:
    """What ElevenLabs posts after a call: recorded ones, and the fakes with every optional part."""
    recorded = [event["body"].encode() for event in _recorded("provider_report__*.json")]
    made = [reports.transcription(), reports.audio(), reports.initiation_failure(), reports.unknown()]
    return (*recorded, *made)


@cache
def forms() -> tuple[bytes, ...]:
    """What Twilio posts, recorded."""
    found = [*_recorded("answer_call__*.json"), *_recorded("call_progress__*.json")]
    return tuple(base64.b64decode(event["body"]) for event in found)


def _recorded(pattern: str) -> list[dict[str, Any]]:
    return [json.loads(path.read_text()) for path in sorted(EVENTS.glob(pattern))]


def compact(message: Any) -> str:
    return json.dumps(message, separators=(",", ":"))
