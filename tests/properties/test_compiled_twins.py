"""What was compiled answers as the Python it was made from: the same questions, both twins.

`frame_scanner`, `append_audio` and `voice_activity` are written twice. Of the rest the same source runs in both ways.
"""

import base64
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from random import Random
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from picows import WSMsgType
from picows.picows import _make_test_ws_frame

from media_relay.native import frame_scanner
from media_relay.session import append_audio, audio_metrics, playback, recording, voice_activity
from tests.fuzz import corpus
from tests.fuzz.mutations import mutate

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(
    not frame_scanner.IS_COMPILED, reason="NOT COMPILED: `make compile` first, or nothing is compared"
)


def interpreted(name: str) -> ModuleType:
    """The module as Python, even with a compiled one beside it."""
    spec = spec_from_file_location(f"interpreted_{name.replace('/', '_')}", ROOT / f"media_relay/{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


IN_PYTHON = interpreted("native/frame_scanner")
BASE64_LIKE = st.binary(max_size=64).map(lambda text: base64.b64encode(text)) | st.text('Az09+/= "-_', max_size=12).map(
    str.encode
)
# Right, or wrong by one: to a frame with several faults at once either twin can only say no.
NUMBER = st.sampled_from([b"0", b"7", b"007", b"123456789012"]) | st.sampled_from([b"1234567890123", b"", b"-1", b"1x"])
STREAM = st.sampled_from(
    [b"", b'"streamSid":"MZ' + b"0a" * 16 + b'"', b'"streamSid":"MZ' + b"0A" * 16 + b'"', b'"streamSid":""']
)
BLANK = st.sampled_from([b"", b" ", b"  "])
CALLER_SAYS = (
    b'{"event":"media","sequenceNumber":"2","media":{"track":"inbound","chunk":"1","timestamp":"20",'
    b'"payload":"f39/fw=="}}'
)
AGENT_SAYS = b'{"type":"audio","audio_event":{"audio_base_64":"f39/fw==","event_id":1}}'
TAIL = st.just(b"}") | st.sampled_from([b"}}", b"} ", b"", b",}"])


def test_it_is_really_two_of_them():
    assert frame_scanner.__file__.endswith(".so")
    assert not IN_PYTHON.IS_COMPILED


@settings(max_examples=1000)
@given(NUMBER, NUMBER, NUMBER, BASE64_LIKE, STREAM, STREAM, TAIL)
def test_of_a_carriers_frame(sequence, chunk, timestamp, payload, before, behind, tail):
    before, behind = before and before + b",", behind and b"," + behind
    frame = (
        b'{"event":"media","sequenceNumber":"%b",%b"media":{"track":"inbound","chunk":"%b","timestamp":"%b","payload":"%b"}%b%b'
        % (sequence, before, chunk, timestamp, payload, behind, tail)
    )
    assert frame_scanner.caller_payload(frame) == IN_PYTHON.caller_payload(frame)


@settings(max_examples=1000)
@given(NUMBER, STREAM, st.text('az09"\\\\{ AZ', max_size=8).map(str.encode), TAIL)
def test_of_a_mark_that_comes_back(sequence, stream, name, tail):
    frame = b'{"event":"mark","sequenceNumber":"%b",%b"mark":{"name":"%b"}%b' % (
        sequence,
        stream and stream + b",",
        name,
        tail,
    )
    assert frame_scanner.carrier_message(frame) == IN_PYTHON.carrier_message(frame)


@settings(max_examples=1000)
@given(BASE64_LIKE, NUMBER, BLANK, BLANK, TAIL)
def test_of_an_agents_frame(payload, event_id, blank, another, tail):
    frame = b'{%b"type":%b"audio", "audio_event":%b{"audio_base_64":%b"%b",%b"event_id":%b%b}%b' % (
        another, blank, blank, another, payload, another, blank, event_id, tail,
    )  # fmt: skip
    assert frame_scanner.agent_payload(frame) == IN_PYTHON.agent_payload(frame)


@pytest.mark.parametrize("seed", range(20))
def test_of_frames_that_were_damaged_on_their_way(seed):
    rng = Random(seed)
    carrier, agent = corpus.caller_frames(), corpus.agent_frames()
    for frames, ask in ((carrier, "caller_payload"), (carrier, "carrier_message"), (agent, "agent_payload")):
        for _ in range(500):
            frame = mutate(rng, frames)
            assert getattr(frame_scanner, ask)(frame) == getattr(IN_PYTHON, ask)(frame), frame


@pytest.mark.parametrize("seed", range(20))
def test_of_frames_where_they_lie(seed):
    """Out of the socket's buffer only what has exactly the usual shape is taken; the rest goes the long way."""
    rng = Random(seed)
    for frames, ask, at_length in (
        (corpus.caller_frames(), frame_scanner.caller_frame, IN_PYTHON.caller_payload),
        (corpus.agent_frames(), frame_scanner.agent_frame, IN_PYTHON.agent_payload),
    ):
        for _ in range(500):
            text = mutate(rng, frames)
            assert ask(_make_test_ws_frame(WSMsgType.TEXT, text, True, False)) in (None, at_length(text)), text


def test_of_usual_frames_where_they_lie():
    caller, agent = (_make_test_ws_frame(WSMsgType.TEXT, text, True, False) for text in (CALLER_SAYS, AGENT_SAYS))
    assert (
        frame_scanner.caller_frame(caller) == (b"f39/fw==", b"\x7f\x7f\x7f\x7f", 20) == IN_PYTHON.caller_frame(caller)
    )
    assert frame_scanner.agent_frame(agent) == (b"f39/fw==", b"\x7f\x7f\x7f\x7f", 1) == IN_PYTHON.agent_frame(agent)


@given(st.binary(max_size=400))
def test_of_a_voice(sound):
    assert voice_activity.is_voiced(sound) == interpreted("session/voice_activity").is_voiced(sound)


@given(st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=5000)), max_size=20))
def test_of_appended_audio(pieces):
    """What is kept of it before each piece is a share of what there was: it is cut now and then."""
    in_c, in_python, length = bytearray(), bytearray(), 0
    for share, audio in pieces:
        kept = int(length * share)
        length = append_audio.append_audio(in_c, kept, audio)
        assert length == interpreted("session/append_audio").append_audio(in_python, kept, audio)
        assert in_c[:length] == in_python[:length]


def test_of_appended_audio_with_a_hole():
    with pytest.raises(IndexError):
        append_audio.append_audio(bytearray(), 1, b"beyond")


STEPS = st.lists(
    st.tuples(st.just("caller_said"), st.binary(max_size=200), st.integers(-100, 200_000) | st.just(10**12 - 1))
    | st.tuples(st.just("agent_said"), st.binary(max_size=500))
    | st.tuples(st.sampled_from(["cleared", "take"])),
    max_size=30,
)


@given(STEPS)
def test_of_a_recording(steps):
    twins = recording.StereoRecording(), interpreted("session/recording").StereoRecording()
    for what, *payload in steps:
        assert len({repr(getattr(twin, what)(*payload)) for twin in twins}) == 1
    assert twins[0].gaps == twins[1].gaps


HEARD = st.lists(
    st.tuples(
        st.just("caller_heard"),
        st.binary(max_size=170),
        st.integers(-100, 10**6) | st.just(10**12 - 1),
        st.floats(0, 100),
    )
    | st.tuples(st.just("agent_heard"), st.binary(max_size=2000))
    | st.tuples(
        st.sampled_from(["interrupted", "cleared", "ran_dry", "voice_scored", "silent_for_s"]), st.floats(0, 100)
    ),
    max_size=100,
)


@given(HEARD)
def test_of_a_calls_quality(steps):
    twins = audio_metrics.AudioMetrics(), interpreted("session/audio_metrics").AudioMetrics()
    for what, *payload in steps:
        assert len({repr(getattr(twin, what)(*payload)) for twin in twins}) == 1
    assert twins[0].facts() == twins[1].facts()


PLAYED = st.lists(
    st.tuples(st.just("queue"), st.integers(0, 9) | st.just(10**12 - 1), st.integers(0, 20_000), st.floats(0, 100))
    | st.tuples(st.just("cut"), st.none() | st.integers(0, 9), st.floats(0, 100))
    | st.tuples(st.just("lets_through"), st.integers(0, 9))
    | st.tuples(st.just("reached"), st.integers(0, 9).map(lambda number: f"m{number}"))
    | st.tuples(st.just("remaining_s"), st.floats(0, 100)),
    max_size=30,
)


@given(PLAYED)
def test_of_what_a_caller_has_heard(steps):
    twins = playback.Playback(), interpreted("session/playback").Playback()
    for what, *payload in steps:
        assert len({repr(getattr(twin, what)(*payload)) for twin in twins}) == 1
    assert twins[0].heard_bytes == twins[1].heard_bytes
