"""A patient's voice over days: measured in recordings as the relay stores them, against what is usual on a line."""

import json
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pytest

import analyze_voice
from media_relay.session.recording import interleave, wav_header
from tests.contract.api.conftest import ApiWorld, api, aws  # noqa: F401 - fixtures
from tests.contract.conftest import CALLS
from tests.contract.patients.test_tend_patients import ANSWERED, Ward
from tests.fakes.patients import LANDLINE
from tests.fakes.patients_voices import ONE_TO_TWENTY, CheckIn, ahh, check_in, counting, silence, steady, syllables
from tests.fakes.vowels import RATE, mulaw
from trunkline.bootstrap.care.analyze_voice import AnalyzeVoiceHandlerDeps, stored_recordings
from trunkline.bootstrap.shared.patients import stored_transcripts
from trunkline.calls.domain.calls import TimelineEvent
from trunkline.ids import CallId
from trunkline.patients.adapters.ended_calls import RecordedCalls
from trunkline.patients.use_cases.analyze_voice import AnalyzeVoiceDeps
from trunkline.patients.use_cases.seal_recordings import SealRecordingsDeps
from trunkline_voice.reasons import Reason
from trunkline_voice.recordings.recorded_calls import report_of_recording
from trunkline_voice.report import failed_report
from trunkline_voice.tasks.task_windows import Task

SAID = {
    Task.SPEECH: "How are you feeling today?",
    Task.COUNT: "Please count from 1 to 20 at a normal pace for our voice analysis.",
    Task.VOWEL: "Can you take a deep breath and say 'Ahhhh' for as long as comfortable?",
}
ABOUT = {"channels": ["caller", "agent"], "gaps_ms": []}


@cache
def breathless() -> CheckIn:
    """The same patient, who stops to breathe more often and holds the tone for a third of the time."""
    call = CheckIn()
    phrase = syllables(4, 3.5)
    answer = np.concatenate([part for _ in range(5) for part in (phrase, silence(0.9))])
    call.answered(Task.SPEECH, answer, "fine thank you")
    call.answered(Task.COUNT, counting(pauses=9, pause_s=0.9), ONE_TO_TWENTY)
    call.answered(Task.VOWEL, ahh(2.4), "ahh")
    call.asks()
    return call


@cache
def recorded(speaks: Callable[[], CheckIn]) -> bytes:
    return recording_of(speaks())


def measured(audio: bytes, about: Any, turns: Any, language: str | None) -> Any:
    """Days on which a patient speaks alike are measured once: a test has no minute to spare."""
    return _measured(audio, json.dumps(about), json.dumps(turns), language)


@cache
def _measured(audio: bytes, about: str, turns: str, language: str | None) -> Any:
    return report_of_recording(audio, json.loads(about), json.loads(turns), language)


def recording_of(call: CheckIn) -> bytes:
    agent = np.zeros(round(call.seconds * RATE))
    for turn in call.turns:
        begin, end = (round(moment * RATE) for moment in (turn.span.begin, turn.span.end))
        agent[begin:end] = steady(60.0)[: end - begin] / 2
    caller = call.codes()
    return wav_header(2 * len(caller)) + interleave(caller, mulaw(np.rint(agent * 32768).astype(np.int16)))


def turns_of(call: CheckIn) -> list[dict[str, Any]]:
    asked = [("agent", SAID[turn.task], int(turn.span.begin)) for turn in call.turns]
    answered = [("caller", turn.reply, int(turn.span.end) + 1) for turn in call.turns]
    turns = [{"speaker": speaker, "text": text, "at_s": at_s} for speaker, text, at_s in asked + answered]
    return sorted(turns, key=lambda turn: turn["at_s"])


class Clinic(Ward):
    """The ward, and the function that measures voices."""

    def __init__(self, world: ApiWorld) -> None:
        super().__init__(world)
        analyzing = AnalyzeVoiceDeps(
            self.files.patients,
            self.files.assessing,
            RecordedCalls(world.dynamodb, CALLS).find,
            stored_recordings(world.services.audio_files),
            stored_transcripts(self.archive.read),
            measured,
            lambda why: failed_report(Reason[why.name]),
        )
        sealing = SealRecordingsDeps(self.files.patients, analyzing.call, world.services.audio_files.seal)
        self.voices = AnalyzeVoiceHandlerDeps(analyzing, sealing, world.clock)

    def day(self, number: int, speaks: Callable[[], CheckIn] | None = None, **facts: Any) -> dict[str, Any]:
        """A call from its end to its assessment, and the next day begins."""
        call = CallId(f"CA{number:032}")
        self.ends(call=call, agent_id="agent_1", mode="relay", **facts)
        self.reports(ANSWERED, call)
        if speaks is not None:
            self._file(call, speaks)
        self.analyzes()
        self.world.clock.passes(hours=24)
        newest = self.files.assessing.assessments.of_patient(self.patient)
        return max((item for item in newest if item.call_id == call), key=lambda item: item.engine).document

    def analyzes(self, tries: int = 1, **job: str) -> dict[str, Any]:
        body = json.dumps(self.world.jobs[-1] | job)
        message = {"messageId": "1", "body": body, "attributes": {"ApproximateReceiveCount": str(tries)}}
        return analyze_voice.respond({"Records": [message]}, self.voices)

    def _file(self, call: CallId, speaks: Callable[[], CheckIn]) -> None:
        key = f"recordings/{call}/MZ1.wav"
        self.archive.write(key, recorded(speaks), "audio/wav")
        self.archive.write(key.replace(".wav", ".json"), json.dumps(ABOUT).encode(), "application/json")
        event = TimelineEvent("relay-recording-MZ1", self.world.clock(), "recording filed")
        self.world.services.calls.note(call, event, {"recording": key})
        transcript = self.world.services.call_search.find(call).facts["transcript_key"]
        body = json.loads(self.archive.read(transcript)) | {"turns": turns_of(speaks())}
        self.archive.write(transcript, json.dumps(body).encode(), "application/json")


@pytest.fixture
def clinic(api: ApiWorld) -> Clinic:  # noqa: F811
    return Clinic(api)


async def test_six_calls_make_a_baseline_a_shift_is_confirmed_and_a_new_telephone_raises_no_alarm(clinic):
    for day in range(6):
        found = clinic.day(day, check_in)
        assert (found["level"], found["engine"]) == ("GREEN", "trunkline-voice 1.0.0")
        assert found["voice_status"] == ("measured" if day >= 5 else "baseline_building")
    first = clinic.day(6, breathless)
    assert (first["level"], first["recheck"]) == ("GREEN", True)
    assert {"V-mpt_s", "V-count20_s"} <= {item["rule_id"] for item in first["findings"]}
    confirmed = clinic.day(7, breathless)
    assert (confirmed["level"], confirmed["floors"]) == ("YELLOW", ["F6"])
    named = {"patient_id": clinic.patient.patient_id, "alert_id": "a1"}
    other_line = clinic.day(8, breathless, to_number=LANDLINE, metadata=named)
    assert (other_line["level"], other_line["voice_points"], other_line["voice_status"]) == ("GREEN", 0, "line_changed")

    path = f"/api/v1/patients/{clinic.patient.patient_id}"
    trend = (await clinic.world.ask("GET", f"{path}/trend", key="read, clinical")).json()
    assert [point["level"] for point in trend["points"]] == ["GREEN"] * 7 + ["YELLOW", "GREEN"]
    assert trend["points"][6]["measures"]["mpt_s"]["z"] > 1
    [alert] = (await clinic.world.ask("GET", f"{path}/alerts", key="read, clinical")).json()
    ended = await clinic.world.ask("POST", f"{path}/alerts/{alert['alert_id']}/acknowledge", key="operate, clinical")
    assert (alert["level"], ended.json()["acknowledged_by"]) == ("YELLOW", "operate, clinical")


async def test_a_recording_that_does_not_come_is_waited_for_and_then_on_file_as_failed(clinic):
    clinic.day(0)
    assert clinic.analyzes(tries=3) == {"batchItemFailures": [{"itemIdentifier": "1"}]}
    assert clinic.analyzes(tries=4) == {"batchItemFailures": []}
    statuses = [item.document["voice_status"] for item in clinic.files.assessing.assessments.of_patient(clinic.patient)]
    assert sorted(statuses) == ["failed", "pending"]


@pytest.mark.parametrize("audio", [b"ID3\x04 an mp3", b""])
async def test_a_recording_that_cannot_be_read_has_failed_and_comes_no_more(clinic, audio):
    clinic.day(0)
    key = f"recordings/{clinic.world.jobs[-1]['call_id']}/MZ1.wav"
    clinic.archive.write(key, audio, "audio/wav")
    clinic.archive.write(key.replace(".wav", ".json"), b"{}", "application/json")
    event = TimelineEvent("relay-recording-MZ1", clinic.world.clock(), "recording filed")
    clinic.world.services.calls.note(CallId(clinic.world.jobs[-1]["call_id"]), event, {"recording": key})
    assert clinic.analyzes() == {"batchItemFailures": []}


async def test_another_companys_patient_and_garbage_change_nothing(clinic):
    clinic.day(0, check_in)
    before = clinic.files.assessing.assessments.of_patient(clinic.patient)
    assert clinic.analyzes(company_id="other") == {"batchItemFailures": []}
    message = {"messageId": "1", "body": "{}", "attributes": {"ApproximateReceiveCount": "1"}}
    answer = analyze_voice.respond({"Records": [message]}, clinic.voices)
    assert answer == {"batchItemFailures": [{"itemIdentifier": "1"}]}
    assert clinic.files.assessing.assessments.of_patient(clinic.patient) == before
