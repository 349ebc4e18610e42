"""Pure: frames as the vendors write them, and the stamp that each carries inside its audio.

The stamp is the first 12 bytes of the audio (16 characters of base64): when it was sent and which one it is. The relay
must pass audio on unread, so a stamp that comes out at the other end gives the latency.
"""

import binascii
import struct

STAMP = struct.Struct(">QI")  # nanoseconds of the monotonic clock, which all processes share; number of the frame
STAMP_CHARS = STAMP.size * 4 // 3
FRAME_BYTES = 160  # 20 ms of telephone audio
BYTES_PER_S = 8000
PROBABLE_SPEECH = bytes(range(0x90, 0xB0)) + bytes(range(0x10, 0x30))  # loud mu-law codes of both signs
SILENCE = b"\xff"


def body(audio_bytes: int, *, is_voiced: bool) -> bytes:
    """The base64 of everything behind the stamp. Made once and used by many frames."""
    rest = audio_bytes - STAMP.size
    audio = (PROBABLE_SPEECH if is_voiced else SILENCE) * rest
    return binascii.b2a_base64(audio[:rest], newline=False)


def stamped(now_ns: int, number: int, unstamped: bytes) -> bytes:
    return binascii.b2a_base64(STAMP.pack(now_ns, number), newline=False) + unstamped


def read_stamp(payload: bytes) -> tuple[int, int]:
    """(nanoseconds, number)"""
    sent_ns, number = STAMP.unpack(binascii.a2b_base64(payload[:STAMP_CHARS]))
    return sent_ns, number


def payload_in(frame: bytes, marker: bytes) -> bytes:
    """The base64 behind `marker`; empty when the frame carries no audio."""
    start = frame.find(marker)
    if start < 0:
        return b""
    start += len(marker)
    return frame[start : frame.find(b'"', start)]


# --- the carrier's frames ------------------------------------------------------------------------------------------


def call_sid(call: int) -> str:
    return f"CA{call:032x}"


def stream_sid(call: int) -> str:
    return f"MZ{call:032x}"


def token(call: int) -> str:
    return f"one-shot-token-of-call-{call:06}"


CONNECTED = b'{"event":"connected","protocol":"Call","version":"1.0.0"}'


def start(call: int) -> bytes:
    sid = stream_sid(call)
    return (
        f'{{"event":"start","sequenceNumber":"1","start":{{"accountSid":"AC{0:032x}","streamSid":"{sid}",'
        f'"callSid":"{call_sid(call)}","tracks":["inbound"],"mediaFormat":{{"encoding":"audio/x-mulaw",'
        f'"sampleRate":8000,"channels":1}},"customParameters":{{"token":"{token(call)}"}}}},"streamSid":"{sid}"}}'
    ).encode()


def media(sid: bytes, sequence: int, chunk: int, payload: bytes) -> bytes:
    return (
        b'{"event":"media","sequenceNumber":"%d","media":{"track":"inbound","chunk":"%d","timestamp":"%d",'
        b'"payload":"%b"},"streamSid":"%b"}' % (sequence, chunk, 155 + 20 * (chunk - 1), payload, sid)
    )


def mark_echo(sid: bytes, sequence: int, name: bytes) -> bytes:
    return b'{"event":"mark","sequenceNumber":"%d","streamSid":"%b","mark":{"name":"%b"}}' % (sequence, sid, name)


def stop(call: int, sequence: int) -> bytes:
    return (
        f'{{"event":"stop","sequenceNumber":"{sequence}","streamSid":"{stream_sid(call)}",'
        f'"stop":{{"accountSid":"AC{0:032x}","callSid":"{call_sid(call)}"}}}}'
    ).encode()


# --- the agent's frames --------------------------------------------------------------------------------------------


def metadata(call: int) -> bytes:
    return (
        b'{"type": "conversation_initiation_metadata", "conversation_initiation_metadata_event": '
        b'{"conversation_id": "conv_%06d", "agent_output_audio_format": "ulaw_8000", '
        b'"user_input_audio_format": "ulaw_8000"}}' % call
    )


def agent_audio(payload: bytes, event_id: int) -> bytes:
    return b'{"type": "audio", "audio_event": {"audio_base_64": "%b", "event_id": %d}}' % (payload, event_id)


def words_of_a_turn(event_id: int) -> list[bytes]:
    """What comes along with the audio of a turn."""
    return [
        b'{"type": "ping", "ping_event": {"event_id": %d, "ping_ms": 42}}' % event_id,
        b'{"type": "user_transcript", "user_transcription_event": {"user_transcript": "I need to move my appointment.",'
        b' "event_id": %d}}' % event_id,
        b'{"type": "agent_response", "agent_response_event": {"agent_response": "Hello, how can I help?", '
        b'"event_id": %d}}' % event_id,
    ]
