"""Targets of the fuzzer: codecs that never raise, sessions that keep their promises, webhooks that refuse."""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from random import Random
from typing import Any, Protocol

from pydantic import TypeAdapter

from media_relay.native import frame_scanner
from tests.fuzz import corpus
from tests.fuzz.mutations import damaged, mutate
from tests.fuzz.telephone import BrokenPromise, Telephone
from trunkline.errors import BadRequest, InvalidSignature
from trunkline.json_frames import InvalidFrame
from trunkline.realtime.agent_events import AgentAudio, AgentPinged, ToolRequested
from trunkline.realtime.carrier_events import CallerAudio, StreamStarted
from trunkline.vendors.elevenlabs import agent_socket, signatures
from trunkline.vendors.elevenlabs.post_call_webhook import read_report
from trunkline.vendors.elevenlabs.report_envelopes import inbox_key
from trunkline.vendors.twilio import media_stream, webhooks
from trunkline.vendors.twilio.media_stream import CarrierFrames
from trunkline.vendors.twilio.signatures import SETTINGS_HEADER, SIGNATURE_HEADER, Form, read_form, read_json_form
from trunkline.web import lambda_http

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
DOOR_SHARE = 0.4  # checking a signature costs more than all the rest
REFUSALS = (BadRequest, InvalidSignature)  # PayloadTooLarge is a BadRequest; nothing else may leave a webhook


class Target(Protocol):
    """`begin` forgets everything, so that a block of frames can be replayed alone."""

    def begin(self, rng: Random) -> None: ...

    def next_frame(self, rng: Random) -> bytes: ...

    def take(self, frame: bytes) -> str:
        """What it was taken for, in a word. Raises what is wrong."""
        ...


class Codec:
    """Both roads of one socket's codec, the fast one as the relay runs it, and the frames that answer what was read."""

    def __init__(
        self,
        frames: Sequence[bytes],
        fast: Callable[[bytes], tuple[bytes, bytes, int] | None],
        slow: Callable[[bytes], object],
        answer: Callable[[Any], bytes | None],
        reference: Callable[[bytes], tuple[bytes, bytes, int] | None] | None = None,
    ) -> None:
        self._frames, self._slow, self._answer = frames, slow, answer
        self._fast, self._reference = fast, reference or fast

    def begin(self, rng: Random) -> None:
        pass  # a codec remembers nothing

    def next_frame(self, rng: Random) -> bytes:
        return mutate(rng, self._frames)

    def take(self, frame: bytes) -> str:
        spliced, message = self._fast(frame), self._slow(frame)
        if self._reference is not self._fast and spliced != self._reference(frame):
            raise BrokenPromise("C and Python read it differently")
        if spliced is not None:
            _same_audio(spliced, message)
        answer = self._answer(message)
        if answer is not None:
            json.loads(answer)
        return "spliced" if spliced is not None else type(message).__name__


def _same_audio(spliced: tuple[bytes, bytes, int], message: object) -> None:
    """The fast road may take what JSON would mind (a leading zero); it may never hear something else."""
    match message:
        case InvalidFrame():
            return
        case CallerAudio(payload, place) | AgentAudio(payload, place) if (payload, place) == (spliced[0], spliced[2]):
            return
    raise BrokenPromise(f"the fast road heard {spliced[0][:40]!r} at {spliced[2]}, the slow one {str(message)[:200]}")


def _answer_to_carrier(message: object) -> bytes | None:
    return CarrierFrames(message.stream_sid).media(b"") if isinstance(message, StreamStarted) else None


def _answer_to_agent(message: object) -> bytes | None:
    match message:
        case AgentPinged(event_id):
            return agent_socket.pong(event_id)
        case ToolRequested():
            return agent_socket.tool_result(message.tool_call_id, "done", is_error=False)
    return None


class Sessions:
    """Whole calls, one after the other, fed with the output of the codecs. Checked by the telephone."""

    def __init__(self) -> None:
        self._veteran = Telephone(Random(0), is_veteran=True)
        self._call: Telephone

    def begin(self, rng: Random) -> None:
        self._rng, self._call = rng, Telephone(rng)

    def next_frame(self, rng: Random) -> bytes:
        return mutate(rng, corpus.caller_frames() if rng.random() < 0.4 else corpus.agent_frames())

    def take(self, frame: bytes) -> str:
        if self._call.is_done:
            self._call = Telephone(self._rng)
        self._veteran.take(frame)
        return self._call.take(frame)


class Reports:
    """Every reader behind a webhook, from the Lambda event inwards."""

    def __init__(self) -> None:
        _fill_the_cache_of_pydantic()

    def begin(self, rng: Random) -> None:
        self._rng = rng

    def next_frame(self, rng: Random) -> bytes:
        return mutate(rng, corpus.forms() if rng.random() < 0.4 else corpus.report_bodies())

    def take(self, frame: bytes) -> str:
        _agent_signature(frame)
        if self._rng.random() < DOOR_SHARE:
            _refused(_through_the_door, self._event(frame))
        outcomes = [_refused(read, frame) for read in READERS]
        return next((kind for kind in outcomes if kind != "refused"), "refused")

    def _event(self, frame: bytes) -> dict[str, Any]:
        """As API Gateway would make it. The headers and the query are under the caller's control."""
        query, signature, settings = (
            (damaged(self._rng, text) if self._rng.random() < 0.3 else text).decode("latin-1")
            for text in (b"bodySHA256=" + b"0" * 64, b"8QLQ9bwLnDNDx28xkiqmByMWXQI=", b"key=k,algorithm=HMAC_SHA256")
        )
        return {
            "rawPath": "/twilio/voice",
            "rawQueryString": query if self._rng.random() < 0.3 else "",
            "headers": {SIGNATURE_HEADER: signature, SETTINGS_HEADER: settings},
            "body": frame.decode("latin-1"),
            "isBase64Encoded": self._rng.random() < 0.2,
        }


def _fill_the_cache_of_pydantic() -> None:
    """It keeps 16,384 short strings and needs many frames to find them: once full, what grows is ours."""
    TypeAdapter(list[str]).validate_json(json.dumps([f"string {n}" for n in range(200_000)]))


def _refused(read: Callable[[Any], object], payload: Any) -> str:
    try:
        return type(read(payload)).__name__
    except REFUSALS:
        return "refused"


def _through_the_door(event: dict[str, Any]) -> object:
    request = lambda_http.read_request(event, webhooks.FORM_LIMIT_BYTES)
    return webhooks.read_signed_form(request, "https://voice.example.com", ["token"])


def _agent_signature(frame: bytes) -> None:
    header = frame[:120].decode("latin-1")
    for claim in (header, f"t=1795177208,v0={header[:64]}"):
        _refused(lambda text: signatures.verify(text, frame, ["secret"], NOW.timestamp()), claim)


def _form(body: bytes) -> Form:
    """A form, and the webhooks' readings of it, as if Twilio had signed it."""
    form = read_form(body)
    for read in FORM_READERS:
        _refused(read, form)
    return form


READERS: tuple[Callable[[bytes], object], ...] = (
    read_report,
    lambda body: inbox_key("elevenlabs", body),
    read_json_form,
    _form,
)
FORM_READERS: tuple[Callable[[Form], object], ...] = (
    webhooks.read_ringing_call,
    lambda form: webhooks.read_status_update(form, NOW),
    lambda form: webhooks.read_machine_verdict(form, NOW),
    lambda form: webhooks.read_stream_status(form, NOW),
    lambda form: webhooks.read_recording_status(form, NOW),
)


def twilio_codec() -> Codec:
    fast, reference = (
        frame_scanner.caller_payload,
        media_stream.caller_payload,
    )  # one and the same unless it was compiled
    return Codec(corpus.caller_frames(), fast, media_stream.read, _answer_to_carrier, reference)


def agent_codec() -> Codec:
    fast, reference = frame_scanner.agent_payload, agent_socket.agent_payload
    return Codec(corpus.agent_frames(), fast, agent_socket.read, _answer_to_agent, reference)


TARGETS: dict[str, Callable[[], Target]] = {
    "twilio": twilio_codec,
    "agent": agent_codec,
    "session": Sessions,
    "reports": Reports,
}
