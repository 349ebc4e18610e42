"""The socket programs steer a voice call with: their JSON messages read, ours written. Names and fields are a contract.

Everything a program may send is one of the types here; what is none of them is answered with an error.
"""

import json
import re
from base64 import b64decode
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from trunkline.errors import BadRequest
from trunkline.ids import CallId
from trunkline.json_frames import NOT_A_MESSAGE, InvalidFrame, text
from trunkline.speech.domain.speech_privacy import PII_REMOVED
from trunkline.speech.domain.voices import VoiceSettings

ADDRESS = "/api/v1/webrtc/twilio-elevenlabs-stream"
PATH = re.compile(rf"{ADDRESS}/([\w.-]{{1,128}})/([\w.-]{{1,256}})/([\w.-]{{1,64}})/?", re.ASCII)
WITH_TURNS = "turns=true"  # the query of a program that also wants the words of its conversation
CALL_IN_PEER = re.compile(r"(?:^|_)(CA[0-9A-Za-z]{1,62})(?:_|$)")  # twilio_<call>_<anything>
TEXT_LIMIT = 5000
INQUIRY_LIMIT = 64
AUDIO_LIMIT_BYTES = 16_000  # two seconds of telephone audio at once


@dataclass(frozen=True, slots=True)
class ClientHandshake:
    """The request for a client socket, from its path. `proof` is an API key or a ticket; the repr contains neither."""

    peer_id: str
    proof: str
    agent_id: str
    wants_turns: bool = False

    def __repr__(self) -> str:
        return f"Visit({self.peer_id})"

    @property
    def call_id(self) -> CallId | None:
        """The call the peer names itself after; None for one that brings its own voice."""
        found = CALL_IN_PEER.search(self.peer_id)
        return CallId(found[1]) if found else None


@dataclass(frozen=True, slots=True)
class SpeakText:
    text: str
    remove_pii: bool = False  # take what points to a person out of it first
    inquiry_type: str = ""  # the company's voice for this kind of inquiry speaks it
    pauses: bool = False  # silence between its sentences


@dataclass(frozen=True, slots=True)
class StopSynthesis:
    pass


@dataclass(frozen=True, slots=True)
class UpdateVoice:
    voice_id: str
    settings: VoiceSettings


@dataclass(frozen=True, slots=True)
class EndConversation:
    """The agent of a peer without a call is let go; the socket stays."""


@dataclass(frozen=True, slots=True)
class GetCallInfo:
    pass


@dataclass(frozen=True, slots=True)
class Ping:
    pass


@dataclass(frozen=True, slots=True)
class TalkToAgent:
    """Sound from a program's own microphone: mu-law, 8 kHz."""

    payload: bytes
    audio: bytes


ProgramMessage = (
    SpeakText | StopSynthesis | UpdateVoice | EndConversation | GetCallInfo | Ping | TalkToAgent | InvalidFrame
)


def read_path(path: str) -> ClientHandshake | None:
    """`path` with its query. None for the path of something else."""
    address, _, query = path.partition("?")
    found = PATH.fullmatch(address)
    if found is None:
        return None
    peer_id, proof, agent_id = found.groups()
    return ClientHandshake(peer_id, proof, agent_id, WITH_TURNS in query.split("&"))


def read(frame: bytes) -> ProgramMessage:
    """Garbage says what is wrong in words that may be sent back. Never raises."""
    try:
        return _read(json.loads(frame))
    except BadRequest as error:
        return InvalidFrame(str(error))
    except NOT_A_MESSAGE:
        return InvalidFrame("not a message of this socket")


def _read(payload: dict[str, Any]) -> ProgramMessage:
    match text(payload["type"]):
        case "text":
            words = text(payload["text"])
            if not 0 < len(words) <= TEXT_LIMIT:
                return InvalidFrame(f"text has 1 to {TEXT_LIMIT} characters")
            inquiry_type = text(payload.get("inquiry_type") or "")
            if len(inquiry_type) > INQUIRY_LIMIT:
                return InvalidFrame(f"inquiry_type has {INQUIRY_LIMIT} characters at most")
            return SpeakText(words, bool(payload.get("remove_pii")), inquiry_type, bool(payload.get("pauses")))
        case "control":
            return _read_control(payload)
        case "ping":
            return Ping()
        case "audio":
            return _read_audio(text(payload["data"]))
    return InvalidFrame("type is one of text, control, ping, audio")


def _read_control(payload: dict[str, Any]) -> ProgramMessage:
    match text(payload["action"]):
        case "stop_synthesis":
            return StopSynthesis()
        case "update_voice":
            return UpdateVoice(text(payload.get("voice_id") or ""), _settings(payload.get("voice_settings") or {}))
        case "get_call_info":
            return GetCallInfo()
        case "end_conversation":
            return EndConversation()
    return InvalidFrame("action is one of stop_synthesis, update_voice, get_call_info, end_conversation")


def _settings(payload: dict[str, Any]) -> VoiceSettings:
    try:
        return VoiceSettings(**payload)
    except TypeError as error:
        raise BadRequest("voice_settings has an unknown field, or a value that is no number") from error


def _read_audio(data: str) -> ProgramMessage:
    audio = b64decode(data, validate=True)
    if not 0 < len(audio) <= AUDIO_LIMIT_BYTES:
        return InvalidFrame(f"audio has 1 to {AUDIO_LIMIT_BYTES} bytes")
    return TalkToAgent(data.encode(), audio)


# --- what we send ------------------------------------------------------------------------------------------------


def connection_established(peer_id: str, call_id: str | None, now: datetime) -> bytes:
    return message("connection_established", now, peer_id=peer_id, call_sid=call_id)


def audio(payload: bytes, now: datetime) -> bytes:
    """Base64 mu-law at 8 kHz, as the caller hears it."""
    return message("audio", now, data=payload.decode("ascii"))


def synthesis_started(words: str, now: datetime, *, pii_removed: bool = False) -> bytes:
    """`words` as the voice provider got them."""
    status = {"compliance_status": PII_REMOVED} if pii_removed else {}
    return message("synthesis_started", now, text=words, **status)


def synthesis_error(words: str, error: str, now: datetime) -> bytes:
    return message("synthesis_error", now, text=words, error=error)


def control_response(action: str, now: datetime, *, success: bool, **more: Any) -> bytes:
    return message("control_response", now, action=action, success=success, **more)


def pong(now: datetime) -> bytes:
    return message("pong", now)


def error(detail: str, now: datetime) -> bytes:
    return message("error", now, error=detail)


def interruption(now: datetime) -> bytes:
    """The agent was talked over: what was sent of it and not yet played is void."""
    return message("interruption", now)


def turn(number: int, *, is_agent: bool, words: str, now: datetime) -> bytes:
    """For programs that asked for turns. A number that was there before: its agent was interrupted, and this is what it
    got to say."""
    return message("turn", now, number=number, role="agent" if is_agent else "user", message=words)


def latency(ms: int, now: datetime) -> bytes:
    """For programs that asked for turns: from the end of the peer's words to the first sound of the answer."""
    return message("latency", now, ms=ms)


def call_ended(now: datetime) -> bytes:
    return message("call_ended", now)


def message(kind: str, now: datetime, **fields: Any) -> bytes:
    stamp = now.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return json.dumps({"type": kind, **fields, "timestamp": stamp}, separators=(",", ":")).encode()
