"""A check-in as the relay records it, with a transcript as the provider reports it, is measured as it was spoken."""

import numpy as np
import pytest

from media_relay.session.recording import interleave, wav_header
from tests.fakes.patients_voices import check_in, steady
from tests.fakes.vowels import RATE, mulaw
from trunkline.patients.domain.voice_reports import Gate, read_voice_report
from trunkline_voice.reasons import Reason
from trunkline_voice.recordings.recorded_calls import report_of_recording
from trunkline_voice.report import voice_report
from trunkline_voice.tasks.task_windows import Task

ABOUT = {"channels": ["caller", "agent"], "gaps_ms": [[200, 20]], "call_id": "CA1", "outcome": "agent-ended"}
SAID = {
    Task.SPEECH: "How have you slept?",
    Task.COUNT: "Please count from 1 to 20 at a normal pace.",
    Task.VOWEL: "Take a deep breath and say 'Ahhhh' for as long as is comfortable.",
}


def agent_side():
    call = check_in()
    channel = np.zeros(round(call.seconds * RATE))
    for turn in call.turns:
        begin, end = (round(moment * RATE) for moment in (turn.span.begin, turn.span.end))
        channel[begin:end] = steady(60.0)[: end - begin] / 2
    return mulaw(np.rint(channel * 32768))


def transcript():
    turns = []
    for turn in check_in().turns:
        turns.append({"speaker": "agent", "text": SAID[turn.task], "at_s": int(turn.span.begin), "tools": []})
        turns.append({"speaker": "caller", "text": turn.reply, "at_s": int(turn.span.end) + 1, "tools": []})
    return turns


@pytest.fixture(scope="module")
def wav():
    caller = check_in().codes()
    return wav_header(2 * len(caller)) + interleave(caller, agent_side())


def values(report):
    return {name: item["value"] for name, item in report["measures"].items()}


def test_the_measures_are_those_of_the_call(wav):
    measured = values(report_of_recording(wav, ABOUT, transcript(), "en"))
    exact = values(voice_report(check_in().track(), check_in().turns))
    assert measured.keys() == exact.keys()
    for name, value in exact.items():
        assert measured[name] == pytest.approx(value, rel=0.02, abs=0.02), name


def test_the_report_is_read_by_the_assessment(wav):
    read = read_voice_report(report_of_recording(wav, ABOUT, transcript(), None))
    assert read.gate is Gate.OK
    assert read.vowel_dbfs == pytest.approx(-15.7, abs=0.5)
    assert read.values.keys() >= {"mpt_s", "count20_s", "pause_ratio", "phrase_s", "cpps_db", "hnr_db", "f0_st"}


def test_the_names_of_the_channels_decide_which_side_is_measured(wav):
    swapped = report_of_recording(wav, {"channels": ["agent", "caller"]}, transcript(), "en")
    assert values(swapped)["mpt_s"] != pytest.approx(6.0, abs=1)


def test_gaps_of_the_sidecar_are_missing_audio(wav):
    torn = ABOUT | {"gaps_ms": [[31000, 300]]}
    about = report_of_recording(wav, torn, transcript(), "en")
    assert about["measures"]["mpt_s"]["reason"] == Reason.GAPS
    assert about["quality"]["missing_pct"] == pytest.approx(0.6, abs=0.1)


def test_a_call_without_turns_has_no_tasks(wav):
    report = report_of_recording(wav, ABOUT, [], "en")
    assert {item["reason"] for item in report["measures"].values()} == {Reason.NO_TASK}


@pytest.mark.parametrize(
    ("audio", "about", "reason"),
    [
        (b"ID3\x04" + bytes(99), {}, Reason.NOT_A_WAV),
        (b"", ABOUT, Reason.NOT_A_WAV),
        (wav_header(8) + b"\xff" * 8, {}, Reason.UNKNOWN_SIDES),
        (wav_header(8) + b"\xff" * 8, {"channels": ["caller", "caller"]}, Reason.UNKNOWN_SIDES),
        (wav_header(8)[:22] + b"\x01\x00" + wav_header(8)[24:] + b"\xff" * 8, ABOUT, Reason.ONE_CHANNEL),
        (wav_header(0), ABOUT, Reason.NO_AUDIO),
        (wav_header(8) + b"\xff" * 8, ABOUT, Reason.NO_AUDIO),
    ],
)
def test_what_cannot_be_measured_is_a_failed_report(audio, about, reason):
    report = report_of_recording(audio, about, transcript(), "en")
    assert report["quality"]["gate"] == Gate.FAILED
    assert {item["reason"] for item in report["measures"].values()} == {reason}
    assert read_voice_report(report).gate is Gate.FAILED
