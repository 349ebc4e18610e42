"""Whole calls through the real handlers and the real relay, seen from the telephone and from the records."""

import io
import json
import re
import struct

import numpy as np
import pytest

from local.audio.mulaw import decode
from local.audio.speech import speech
from local.commands.demo import _verdict, endings_missed
from local.scenarios import barge_in, keys_and_tools, transfer, warm_transfer, wrong_format
from local.scenarios.catalogue import SCENARIOS
from local.world.tool_server import SECRET as TOOL_SECRET
from local.world.world import API_KEY, AUTH_TOKEN, COLLEAGUE, COMMAND_KEY, WEBHOOK_SECRET

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
    """The best normalised correlation of `words` with a part of `channel`; 1.0 for identical sound."""
    heard, wanted = decode(channel).astype(float), decode(words).astype(float)
    size = len(heard) + len(wanted)
    places = len(heard) - len(wanted) + 1
    dots = np.fft.irfft(np.fft.rfft(heard, size) * np.conj(np.fft.rfft(wanted, size)), size)[:places]
    sums = np.concatenate([[0.0], np.cumsum(heard**2)])
    power = sums[len(wanted) :] - sums[:places]
    return float(np.max(dots / np.sqrt(power * np.sum(wanted**2) + 1e-9)))


@pytest.mark.parametrize("name", ["relayed", "registered", "retell", "brain", "brain-at-retell"])
async def test_the_transcript_holds_the_spoken_turns_in_order(season, name):
    played = season.calls[name]
    assert played.said == list(played.scenario.lines)


@pytest.mark.parametrize("name", SCENARIOS)
async def test_every_scenario_goes_as_planned_and_the_demo_says_so(season, name):
    played = season.call(name)
    assert endings_missed(played.record, played.scenario) == []
    if played.scenario.lines:
        assert not _verdict(played.transcript, played.scenario).startswith("NOT")


WITHOUT_RECORDING = {
    *("registered", "retell", "retell-tools", "brain", "brain-at-retell"),  # no audio comes to the relay
    *("transfer", "transfer-declined", "wrong-format"),
}


@pytest.mark.parametrize(
    "name",
    sorted(set(SCENARIOS) - WITHOUT_RECORDING),
)
async def test_the_relays_recording_is_on_file_once_the_world_has_settled(season, name):
    assert len(await season.world.stored(season.call(name).record["recording"])) > 1000


@pytest.mark.parametrize("name", SCENARIOS)
async def test_every_call_ends_completed_and_without_a_complaint_from_the_carrier(season, name):
    played = season.call(name)
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


@pytest.mark.parametrize("name", ["relayed", "registered"])
async def test_the_providers_recording_was_fetched_after_its_transcript(season, name):
    """The bucket's notice of the transcript brings it, not a report."""
    record = season.calls[name].record
    assert record["provider_recording"] == f"recordings/{record['conversation_id']}/elevenlabs.mp3"
    assert len(await season.world.stored(record["provider_recording"])) > 1000


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
    kinds = [event["kind"] for event in played.timeline]
    assert kinds.index("recording completed") < kinds.index("voicemail filed")
    assert "voicemail transcription completed" in kinds


async def test_a_voicemail_is_in_the_bucket_with_its_words(season):
    record = season.calls["wrong-format"].record
    assert record["voicemail_text"] == wrong_format.MESSAGE
    recording = season.world.twilio.recordings[record["carrier_recording"]]
    assert await season.world.stored(record["voicemail"]) == recording.media()


async def test_a_caller_who_asks_for_a_colleague_gets_one_after_the_agents_last_word(season):
    played = season.calls["transfer"]
    assert played.record["stream_outcome"] == "transferred"
    assert played.record["transfer_to"] == "billing"
    assert played.said == list(played.scenario.lines)
    assert holds(played.call.heard.tape, speech(transfer.CONNECTS, "en-us")) > 0.95
    [bridged] = [detail for _, kind, detail in played.call.events if kind == "bridged"]
    assert bridged["to"] == COLLEAGUE


async def test_a_colleague_hears_a_whisper_before_taking_the_call(season):
    played = season.calls["warm-transfer"]
    [leg] = [call for call in season.world.twilio.calls.values() if call.parent_sid == played.call.sid]
    whispered = " ".join(detail["text"] for _, kind, detail in leg.events if kind == "verb")
    assert warm_transfer.SUMMARY in whispered
    assert [detail["to"] for _, kind, detail in played.call.events if kind == "bridged"] == [warm_transfer.SPECIALIST]
    said = speech(warm_transfer.COLLEAGUE_SAYS, "en-us").strip(b"\xff")  # their silence is not carried
    assert holds(played.call.heard.tape + bytes([0xFF]) * 8000, said) > 0.95
    assert played.record["transfer_summary"] == warm_transfer.SUMMARY
    assert played.record["transfer_taken"] is True


async def test_a_call_that_no_colleague_takes_goes_back_to_the_agent_who_knows_why(season):
    played = season.calls["transfer-declined"]
    assert (len(played.call.streams), played.record["resumes"]) == (2, 1)
    assert (played.record["transfer_taken"], played.record["stream_outcome"]) == (False, "agent-ended")
    tape = played.call.heard.tape
    assert holds(tape, speech(warm_transfer.COMES_BACK, "en-us")) > 0.95
    assert holds(tape, speech(warm_transfer.GOODBYE, "en-us")) > 0.95
    [context] = season.world.vendor.conversations[played.record["conversation_id"]].contexts
    assert context.startswith("The call was to be handed to a colleague, but no colleague took it.")
    assert f"caller: {warm_transfer.ASKS}" in context


async def test_a_tool_of_the_company_is_called_and_its_answer_is_spoken(season):
    played = season.calls["keys-and-tools"]
    assert played.said == list(played.scenario.lines)
    asked = [item for item in season.world.tools.asked if item["call"] == played.call.sid]
    assert asked == [{"day": "Friday", "call": played.call.sid}]
    assert holds(played.call.heard.tape, speech("On Friday we are open from nine to four.", "en-us")) > 0.95


async def test_keys_that_the_agent_plays_are_heard_as_the_tones_of_the_standard(season):
    assert keys_in(season.calls["keys-and-tools"].call.heard.tape) == keys_and_tools.GATE


async def test_an_agent_chooses_from_a_menu_by_keys_that_are_only_counted(season):
    played = season.calls["phone-menu"]
    assert played.said == list(played.scenario.lines)
    [event] = [event for event in played.timeline if event["kind"] == "keys played"]
    assert event["detail"] == {"count": "1"}


def keys_in(tape: bytes) -> str:
    """The digits a touch tone receiver recognises: two tones and little else, for 50 ms at least."""
    rows, columns = (697, 770, 852, 941), (1209, 1336, 1477, 1633)
    samples, found = decode(tape).astype(float), [""]
    for start in range(0, len(samples) - 400, 200):
        spectrum = np.abs(np.fft.rfft(samples[start : start + 400] * np.hanning(400), 8000)) ** 2
        powers = [[spectrum[hz - 12 : hz + 13].sum() for hz in group] for group in (rows, columns)]
        is_key = spectrum.sum() > 1e9 and sum(max(group) for group in powers) > 0.7 * spectrum.sum()
        key = "123A456B789C*0#D"[int(np.argmax(powers[0])) * 4 + int(np.argmax(powers[1]))] if is_key else ""
        found += [key] if key != found[-1] else []
    return "".join(found)


async def test_keys_that_the_caller_presses_are_in_no_log_no_table_and_no_transcript(season):
    played = season.calls["keys-and-tools"]
    number = keys_and_tools.NUMBER
    assert number not in json.dumps(played.transcript["turns"])
    items = await season.world._items(played.call.sid)
    assert any(item["sk"].startswith("TURN#") and item["text"] == keys_and_tools.AS_FILED for item in items)
    assert not [item for item in items if number in str(item)]
    assert not [line for _, line in season.world.logs if number in str(line)]


@pytest.mark.parametrize("name", ["relayed", "barge-in"])
async def test_the_latencies_of_a_call_are_measured(season, name):
    record = season.calls[name].record
    assert record["agent_turns_heard"] >= 2
    assert record["turn_latency_ms"] > 0
    assert record["garbage_frames"] == 0


@pytest.mark.parametrize("name", ["relayed", "barge-in", "keys-and-tools"])
async def test_the_recording_holds_both_voices(season, name):
    record = season.calls[name].record
    assert (record["caller_gaps"], record["agent_underruns"]) == (0, 0)
    assert -40 < record["caller_level_dbfs"] < 0
    assert -40 < record["agent_level_dbfs"] < 0
    assert 40 < record["caller_silence_pct"] < 100
    assert 0 < record["agent_silence_pct"] < 60
    assert ("voice_score_pct" in record) == (name == "keys-and-tools")  # the one agent that was asked to tell
    counts = [int(pair.split(":")[1]) for pair in record["hop_histogram_us"].split()]
    frames = sum(frames.frames_sent for frames in season.calls[name].call.streams)
    assert frames / 20 < sum(counts) < frames / 8  # one in sixteen of the caller's, and each of the agent's


async def test_how_fast_an_interruption_worked_is_measured_on_both_sides_of_it(season):
    record = season.calls["barge-in"].record
    assert 0 < record["slowest_clear_us"] <= record["barge_in_ms"] * 1000


async def test_the_timeline_has_every_event_in_order(season):
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
    assert [invocation for invocation in season.world.cloud.invocations if invocation.error] == []


SECRETS_AND_WORDS = (
    AUTH_TOKEN, API_KEY, WEBHOOK_SECRET, COMMAND_KEY, TOOL_SECRET, "conversation_signature", "4711#", "nine to four",
    "money back", "order of May", "4155550188", "open the gate",
)  # fmt: skip


async def test_no_stream_token_is_in_any_log(season):
    """They are worth nothing once spent, and are in no log all the same."""
    tokens = [
        token
        for played in season.calls.values()
        for _, document in played.call.twiml
        for token in re.findall(r'name="token" value="([^"]+)"', document)
    ]
    assert len(tokens) >= 9
    text = " ".join(str(line) for _, line in season.world.logs)
    assert [token for token in tokens if token in text] == []


async def test_no_personal_data_is_in_any_log(season):
    text = " ".join(str(line) for _, line in season.world.logs)
    assert "call answered" in text
    text = text.replace("VoiceAnalyzed", "")  # a metric, with a name of a caller in its own
    for private in ("4155550123", "Ana", "appointment", *SECRETS_AND_WORDS):
        assert private not in text, private


async def test_two_calls_at_once_do_not_hear_each_other(season):
    """The interrupting caller's answers never reached the ordinary call, nor the other way round."""
    ordinary, talkative = season.calls["relayed"].call.heard.tape, season.calls["barge-in"].call.heard.tape
    assert holds(ordinary, speech(barge_in.SHORT_ANSWER, "en-us")) < 0.5
    assert holds(talkative, speech(season.calls["relayed"].scenario.lines[-1][1], "en-us")) < 0.5


async def test_retells_recording_was_fetched_and_its_webhooks_were_taken(season):
    """Retell signs with its key; each of its three events was delivered once."""
    record = season.calls["retell"].record
    call_id = record["conversation_id"]
    assert record["provider_recording"] == f"recordings/{call_id}/retell.wav"
    assert (await season.world.stored(record["provider_recording"]))[:4] == b"RIFF"
    made = [item for item in season.world.retell.deliveries if item.call_id == call_id]
    once = [item for item in made if item.event != "transcript_updated"]
    assert len(made) - len(once) == len(season.calls["retell"].scenario.lines)
    assert {item.status for item in made} == {200}
    assert sorted((item.event, item.status) for item in once) == [
        ("call_analyzed", 200), ("call_ended", 200), ("call_started", 200),
    ]  # fmt: skip


async def test_an_agent_at_retell_uses_a_tool_of_its_company_and_puts_the_caller_on_the_list(season):
    played = season.call("retell-tools")
    assert played.said == list(played.scenario.lines)
    made = [item for item in season.world.retell.deliveries if item.call_id == played.record["conversation_id"]]
    assert [item.status for item in made if item.event == "custom_function"] == [200] * 4  # each came twice
    assert season.world.tools.asked.count({"day": "Friday", "call": played.call.sid}) == 1
    assert "asked not to be called again" in [event["kind"] for event in played.timeline]
    assert played.record["opted_out"] is True
    assert await season.world.is_suppressed(played.scenario.caller_number)
