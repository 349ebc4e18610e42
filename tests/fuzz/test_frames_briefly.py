"""The fuzzer, briefly, in every test run; the million is `python -m tests.fuzz.frames --frames 1000000`."""

from itertools import count
from random import Random

import pytest

from tests.fuzz import corpus, frames
from tests.fuzz.targets import TARGETS, Codec
from trunkline.json_frames import InvalidFrame
from trunkline.vendors.elevenlabs.agent_socket import agent_payload
from trunkline.vendors.elevenlabs.agent_socket import read as read_agent
from trunkline.vendors.twilio import media_stream
from trunkline.vendors.twilio.media_stream import caller_payload

FRAMES, SEED = 20_000, 7


def codec(fast=caller_payload, slow=media_stream.read, answer=lambda _message: None) -> Codec:
    return Codec(corpus.caller_frames(), fast, slow, answer)


@pytest.mark.parametrize("name", TARGETS)
def test_damaged_frames_raise_nothing_and_leave_nothing_behind(name):
    run = frames.fuzz(name, TARGETS[name](), FRAMES, SEED)
    assert run.is_clean, "\n".join([run.to_text(), *(finding.to_text(name, SEED) for finding in run.findings.values())])


def test_the_corpus_holds_every_kind_of_message_both_codecs_know():
    read = {type(media_stream.read(frame)).__name__ for frame in corpus.caller_frames()}
    assert read == {"StreamStarted", "CallerAudio", "KeyPressed", "MarkReached", "StreamStopped", "Ignored"}
    known = {type(read_agent(frame)) for frame in corpus.agent_frames()}
    assert InvalidFrame not in known
    assert len(known) == 12
    assert {bool(agent_payload(frame)) for frame in corpus.agent_frames()} == {True, False}


def test_a_codec_that_raises_is_found_with_the_frame_to_replay_it():
    def raising(frame: bytes) -> object:
        return media_stream.read(frame) if b"\\u" not in frame else frame.decode("ascii").index("nowhere")

    run = frames.fuzz("planted", codec(slow=raising), 5_000, SEED)
    (found, *_) = run.findings.values()
    assert not run.is_clean
    assert b"\\u" in found.frame
    assert f"--seed {SEED} --first {found.index // frames.BLOCK * frames.BLOCK}" in found.to_text("planted", SEED)


def test_roads_that_disagree_are_found():
    def mishearing(frame: bytes) -> tuple[bytes, bytes, int] | None:
        spliced = caller_payload(frame)
        return spliced and (spliced[0], spliced[1], spliced[2] + (spliced[2] == 40))

    run = frames.fuzz("planted", codec(fast=mishearing), 5_000, SEED)
    assert [found.error[:13] for found in run.findings.values()] == ["BrokenPromise"]


def test_a_codec_that_remembers_every_frame_is_found():
    kept: list[bytes] = []
    hoarding = codec(slow=lambda frame: kept.append(frame[:50]) or media_stream.read(frame))
    run = frames.fuzz("planted", hoarding, 5_000, SEED)
    assert run.has_grown
    assert not run.exceptions


def test_a_codec_that_remembers_one_frame_in_16_is_found():
    kept: list[bytes] = []
    numbers = count()

    def hoarding(frame: bytes) -> object:
        if next(numbers) % 16 == 0:
            kept.append(frame[:50])
        return media_stream.read(frame)

    run = frames.fuzz("planted", codec(slow=hoarding), FRAMES, SEED)
    assert run.has_grown
    assert not run.exceptions


def test_the_same_seed_gives_the_same_frames_and_a_block_can_be_had_alone():
    def seen(how_many: int, first: int = 0) -> list[bytes]:
        got: list[bytes] = []
        watched = codec(slow=lambda frame: got.append(frame) or InvalidFrame(""))
        frames.fuzz("planted", watched, how_many, SEED, first=first)
        return got

    assert seen(1_000) == seen(1_000)
    assert seen(1_000)[500:750] == seen(250, first=500)


def test_half_of_the_frames_are_still_messages():
    """Noise alone would only ever find the first line of a parser."""
    rng = Random(SEED)
    target = codec()
    taken = [target.take(target.next_frame(rng)) for _ in range(2_000)]
    assert taken.count("InvalidFrame") < 1_200


def test_a_finding_ends_the_command_with_1_and_a_clean_run_with_0(monkeypatch, capsys):
    monkeypatch.setattr(frames, "TARGETS", {"sound": codec, "broken": lambda: codec(slow=lambda frame: 1 // 0)})
    assert frames.main(["--frames", "250", "--target", "sound"]) == 0
    assert frames.main(["--frames", "250"]) == 1
    assert "ZeroDivisionError" in capsys.readouterr().out
