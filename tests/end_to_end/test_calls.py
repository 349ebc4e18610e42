"""Whole calls through the real handlers and the real relay, seen from the telephone and from what is on file."""

import io
import struct

import numpy as np
import pytest

from local.mulaw import decode
from local.scenarios import barge_in, transfer
from local.speech import speech
from local.world import COLLEAGUE

pytestmark = pytest.mark.asyncio(loop_scope="session")


def stereo(wav: bytes) -> tuple[bytes, bytes]:
    """The two channels of a recording, read by the header and not by what we know of our writer."""
    file = io.BytesIO(wav)
    assert file.read(4) == b"RIFF"
    assert struct.unpack("<I4s", file.read(8)) == (len(wav) - 8, b"WAVE")
    chunks = {}
    while header := file.read(8):
        name, size = struct.unpack("<4sI", header)
        chunks[name] = file.read(size)
    kind, channels, rate = struct.unpack_from("<HHI", chunks[b"fmt "])
    assert (kind, channels, rate) == (7, 2, 8000)
    return chunks[b"data"][0::2], chunks[b"data"][1::2]


def holds(channel: bytes, words: bytes) -> float:
    """How well `words` are found somewhere in `channel`: the best normalised correlation, 1.0 for identical sound."""
    heard, wanted = decode(channel).astype(float), decode(words).astype(float)
    size = len(heard) + len(wanted)
    places = len(heard) - len(wanted) + 1
    dots = np.fft.irfft(np.fft.rfft(heard, size) * np.conj(np.fft.rfft(wanted, size)), size)[:places]
    sums = np.concatenate([[0.0], np.cumsum(heard**2)])
    power = sums[len(wanted) :] - sums[:places]
    return float(np.max(dots / np.sqrt(power * np.sum(wanted**2) + 1e-9)))


@pytest.mark.parametrize("name", ["relayed", "registered"])
async def test_the_transcript_holds_the_spoken_turns_in_order(season, name):
    played = season.calls[name]
    assert played.said == list(played.scenario.lines)


@pytest.mark.parametrize("name", ["relayed", "registered", "barge-in", "silent", "hang-up", "wrong-format", "transfer"])
async def test_every_call_ends_completed_and_without_a_complaint_from_the_carrier(season, name):
    played = season.calls[name]
    assert (played.call.status, played.record["status"]) == ("completed", "completed")
    assert played.call.debugger == []


async def test_the_recording_holds_both_voices_each_on_its_side(season):
    played = season.calls["relayed"]
    caller, agent = stereo(await season.world.stored(played.record["recording"]))
    assert abs(len(caller) / 8000 - played.record["conversation_duration_s"]) < 6
    for speaker, line in played.scenario.lines:
        voice = "en-us" if speaker == "agent" else "en-gb+f3"
        own, other = (agent, caller) if speaker == "agent" else (caller, agent)
        assert holds(own, speech(line, voice)) > 0.95, (speaker, line)
        assert holds(other, speech(line, voice)) < 0.5, (speaker, line)


async def test_the_caller_heard_the_agents_last_word_before_the_line_closed(season):
    played = season.calls["relayed"]
    goodbye = speech(played.scenario.lines[-1][1], "en-us")
    assert holds(played.call.heard.tape, goodbye) > 0.95


async def test_after_an_interruption_nothing_stale_reaches_the_caller(season):
    """Checked where it counts: at the carrier's playout, with its buffer semantics."""
    call = season.calls["barge-in"].call
    heard = call.heard
    assert len(heard.clears) == 1
    [cut_ms] = heard.clears
    tail = heard.tape[round(cut_ms * 8) :]
    long_answer = speech(barge_in.LONG_ANSWER, "en-us")
    played_ms = max((segment.end_ms for segment in heard.segments if segment.start_ms < cut_ms), default=0.0)
    assert played_ms <= cut_ms + 20, "audio of the cut turn played on"
    rest_of_it = long_answer[3 * 8000 :]
    assert holds(tail, rest_of_it[:8000]) < 0.5
    assert holds(tail, speech(barge_in.SHORT_ANSWER, "en-us")) > 0.95


async def test_the_late_frame_of_the_cut_turn_was_really_sent_and_really_dropped(season):
    played = season.calls["barge-in"]
    ended = [line for source, line in season.world.logs if source == "relay" and isinstance(line, dict)]
    counts = [line["counts"] for line in ended if line.get("call_id") == played.call.sid and "counts" in line]
    assert counts[0]["late agent audio dropped"] >= 1
    assert played.record["interruptions"] == 1


async def test_an_interrupted_turn_is_on_file_as_it_was_heard_and_as_it_was_meant(season):
    turns = season.calls["barge-in"].transcript["turns"]
    [cut] = [turn for turn in turns if turn["interrupted"]]
    assert cut["intended"] == barge_in.LONG_ANSWER
    assert barge_in.LONG_ANSWER.startswith(cut["text"].rstrip(".,…— "))
    assert len(cut["text"]) < len(cut["intended"]) / 2


async def test_a_silent_caller_is_asked_again_and_then_let_go(season):
    played = season.calls["silent"]
    assert played.said == list(played.scenario.lines)
    assert played.record["stream_outcome"] == "agent-ended"


async def test_a_caller_who_hangs_up_is_still_on_file(season):
    played = season.calls["hang-up"]
    assert played.record["stream_outcome"] == "caller-hung-up"
    assert played.said[0] == ("agent", "Hello Ana, this is the front desk. How can I help?")
    assert played.record["recording"]


async def test_an_agent_of_the_wrong_format_is_refused_and_the_caller_reaches_voicemail(season):
    played = season.calls["wrong-format"]
    assert played.record["stream_outcome"] == "agent-misconfigured"
    assert any("<Record" in document for _, document in played.call.twiml)
    assert played.record["carrier_recording"].startswith("RE")
    assert "recording completed" in [event["kind"] for event in played.timeline]


async def test_a_caller_who_asks_for_a_colleague_gets_one_after_the_agents_last_word(season):
    played = season.calls["transfer"]
    assert played.record["stream_outcome"] == "transferred"
    assert played.record["transfer_to"] == "billing"
    assert played.said == list(played.scenario.lines)
    assert holds(played.call.heard.tape, speech(transfer.CONNECTS, "en-us")) > 0.95
    [bridged] = [detail for _, kind, detail in played.call.events if kind == "bridged"]
    assert bridged["to"] == COLLEAGUE


@pytest.mark.parametrize("name", ["relayed", "barge-in"])
async def test_what_the_call_felt_like_is_measured(season, name):
    record = season.calls[name].record
    assert record["agent_turns_heard"] >= 2
    assert record["turn_latency_ms"] > 0
    assert record["garbage_frames"] == 0


async def test_the_timeline_tells_the_story(season):
    kinds = {event["kind"] for event in season.calls["relayed"].timeline}
    assert {
        "relay",
        "stream-started",
        "stream ended",
        "stream-stopped",
        "conversation reported",
        "call completed",
    } <= kinds


async def test_nothing_is_left_in_a_dead_letter_queue(season):
    assert await season.world.cloud.dead_letters() == []


async def test_no_function_failed(season):
    assert [one for one in season.world.cloud.invocations if one.error] == []


async def test_no_personal_data_is_in_any_log(season):
    text = " ".join(str(line) for _, line in season.world.logs)
    assert "call answered" in text
    for private in ("4155550123", "Ana", "appointment", "wsec_local", "local-elevenlabs-key", "conversation_signature"):
        assert private not in text, private


async def test_two_calls_at_once_do_not_hear_each_other(season):
    """The interrupting caller's answers never reached the ordinary call, nor the other way round."""
    ordinary, talkative = season.calls["relayed"].call.heard.tape, season.calls["barge-in"].call.heard.tape
    assert holds(ordinary, speech(barge_in.SHORT_ANSWER, "en-us")) < 0.5
    assert holds(talkative, speech(season.calls["relayed"].scenario.lines[-1][1], "en-us")) < 0.5
