"""A conversation as the vendor stores it: status, transcript, numbers, and the recording."""

import struct
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from local.audio import mulaw
from local.elevenlabs.agents.agent import Agent

INITIATED, IN_PROGRESS, PROCESSING, DONE, FAILED = "initiated", "in-progress", "processing", "done", "failed"
LATE_S = 0.2  # caller audio later than this was preceded by a real gap


@dataclass(slots=True)
class Turn:
    role: str  # "agent" or "user"
    message: str | None
    time_in_call_s: float
    interrupted: bool = False
    original_message: str | None = None
    tool_calls: list[dict[str, Any]] = field(default_factory=list)
    tool_results: list[dict[str, Any]] = field(default_factory=list)


@dataclass(slots=True)
class Ping:
    event_id: int
    sent_at: float
    answered_at: float | None = None


@dataclass(slots=True)
class PhoneCall:
    """The phone call of a conversation, from register-call or outbound-call, and what the stream then added."""

    direction: str
    from_number: str
    to_number: str
    call_sid: str | None = None
    stream_sid: str | None = None
    phone_number_id: str | None = None  # of the imported number that outbound-call rang from
    call_result: str | None = None  # why no person was reached
    hang_up_on: frozenset[str] = frozenset()  # verdicts of machine detection that end the call


@dataclass(slots=True)
class Tape:
    """Both voices on one time line that begins with the conversation."""

    caller: bytearray = field(default_factory=bytearray)
    agent: list[tuple[float, bytes]] = field(default_factory=list)  # (seconds from the start, audio)

    def hear_caller(self, audio: bytes, at_s: float) -> None:
        begins_at = int(at_s * mulaw.RATE_HZ) - len(audio)
        if begins_at - len(self.caller) > LATE_S * mulaw.RATE_HZ:
            self.caller += mulaw.SILENCE * (begins_at - len(self.caller))
        self.caller += audio

    def hear_agent(self, audio: bytes, begins_at_s: float) -> None:
        self.agent.append((begins_at_s, audio))

    def cut_agent(self, at_s: float) -> None:
        played = ((begins, audio[: max(0, int((at_s - begins) * mulaw.RATE_HZ))]) for begins, audio in self.agent)
        self.agent = [(begins, audio) for begins, audio in played if audio]

    def mixed(self) -> bytes:
        ends = [len(self.caller), *(self._position(begins) + len(audio) for begins, audio in self.agent)]
        mix = np.zeros(max(ends), np.int32)
        mix[: len(self.caller)] += mulaw.decode(bytes(self.caller))
        for begins, audio in self.agent:
            mix[self._position(begins) : self._position(begins) + len(audio)] += mulaw.decode(audio)
        return mulaw.encode(mix)

    @staticmethod
    def _position(at_s: float) -> int:
        return max(0, int(at_s * mulaw.RATE_HZ))


@dataclass(slots=True)
class Conversation:
    conversation_id: str
    agent: Agent
    created_unix_s: float
    client_data: dict[str, Any] = field(default_factory=dict)
    status: str = INITIATED
    transcript: list[Turn] = field(default_factory=list)
    phone_call: PhoneCall | None = None  # only for those made by register-call or outbound-call
    authorization_method: str = "public"
    source: str = "unknown"
    started_unix_s: float | None = None
    duration_s: float = 0.0
    termination_reason: str = ""
    close_code: int | None = None
    error: dict[str, Any] | None = None
    pings: list[Ping] = field(default_factory=list)
    contexts: list[str] = field(default_factory=list)
    feedback: list[dict[str, Any]] = field(default_factory=list)
    digits: str = ""  # keys pressed, from the carrier's stream
    tape: Tape = field(default_factory=Tape)
    heard_at: list[float] = field(default_factory=list)  # time.monotonic of every caller frame that arrived

    @property
    def variables(self) -> dict[str, Any]:
        """The dynamic variables in force, the vendor's own included."""
        given = self.client_data.get("dynamic_variables") or {}
        return {**self.agent.placeholders, **given, **self._system_variables()}

    @property
    def has_audio(self) -> bool:
        return self.status == DONE and bool(self.tape.caller or self.tape.agent)

    def wav_bytes(self) -> bytes:
        """The recording for people and tests: both voices mixed, as a mu-law WAV."""
        audio = self.tape.mixed()
        rate = mulaw.RATE_HZ
        fmt = struct.pack("<4sIHHIIHHH", b"fmt ", 18, 7, 1, rate, rate, 1, 8, 0)
        fact = struct.pack("<4sII", b"fact", 4, len(audio))
        data = struct.pack("<4sI", b"data", len(audio)) + audio + b"\x00" * (len(audio) % 2)
        return struct.pack("<4sI4s", b"RIFF", 4 + len(fmt) + len(fact) + len(data), b"WAVE") + fmt + fact + data

    def _system_variables(self) -> dict[str, Any]:
        own = {"system__agent_id": self.agent.agent_id, "system__conversation_id": self.conversation_id}
        if self.phone_call is None:
            return own
        return own | {
            "system__caller_id": self.phone_call.from_number,
            "system__called_number": self.phone_call.to_number,
            "system__call_sid": self.phone_call.call_sid,
        }
