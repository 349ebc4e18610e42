"""The voice of a reported call joins its answers, or says why it is not there."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.fakes.check_ins import NOW, USUAL_VALUES
from tests.fakes.patients import PHONE, InMemoryPatients, Practice, answers, voice
from trunkline.calls.domain.call_search import CallSummary
from trunkline.ids import CallId
from trunkline.patients.domain.voice_reports import VoiceJob
from trunkline.patients.use_cases.analyze_voice import (
    AnalyzeVoiceDeps,
    NotMeasurable,
    RecordedCall,
    Recording,
    RecordingMissing,
    analyze_voice,
)

JOB = VoiceJob("acme", "pt1", "CA1")
KEY, TRANSCRIPT = "recordings/CA1/MZ1.wav", "transcripts/CA1.json"


@dataclass
class Ward:
    practice: Practice = field(default_factory=Practice)
    patients: InMemoryPatients = field(default_factory=InMemoryPatients)
    keys: tuple[str, ...] = (KEY,)
    recordings: dict[str, Recording] = field(default_factory=lambda: {KEY: Recording(b"audio", {"gaps_ms": []})})
    mode: str = "relay"
    measured: list[Any] = field(default_factory=list)
    is_broken: bool = False
    is_erased: bool = False

    def __post_init__(self) -> None:
        self.patients.add(self.practice.patient)
        self.practice.hears("CA1", NOW, answers=answers())

    def analyzes(self, *, is_last: bool = False) -> str:
        return analyze_voice(JOB, self.deps, NOW, is_last=is_last)

    @property
    def deps(self) -> AnalyzeVoiceDeps:
        facts = {"direction": "outbound", "to_number": PHONE, "mode": self.mode, "transcript_keys": ["old", TRANSCRIPT]}
        call = RecordedCall(CallSummary(CallId("CA1"), "acme", NOW.isoformat(), facts), self.keys)
        transcripts = {TRANSCRIPT: {"turns": ["turn"], "language": "en"}}
        return AnalyzeVoiceDeps(
            self.patients,
            self.practice.deps,
            lambda _call_id: None if self.is_erased else call,
            lambda key, _company_id: self.recordings.get(key),
            transcripts.get,
            self.measure,
            lambda why: {"engine": "voice 1", "quality": {"gate": "failed"}, "measures": {"mpt_s": {"reason": why}}},
        )

    def measure(self, *given: Any) -> dict[str, Any]:
        self.measured.append(given)
        if self.is_broken:
            raise ZeroDivisionError
        return voice(USUAL_VALUES)

    @property
    def statuses(self) -> list[str]:
        return [item.document["voice_status"] for item in self.practice.assessments.filed.values()]


@pytest.fixture
def ward() -> Ward:
    return Ward()


def test_the_voice_is_measured_and_assessed_with_the_answers_once(ward):
    assert (ward.analyzes(), ward.analyzes()) == ("ok", "ok")
    assert ward.measured[0] == (b"audio", {"gaps_ms": []}, ["turn"], "en")
    assert ward.statuses == ["pending", "baseline_building"]
    assert ward.practice.check_ins.filed["CA1"].answers is not None


def test_a_recording_that_is_not_there_yet_is_waited_for_and_then_failed(ward):
    for keys, recordings in (((), {}), ((KEY,), {})):
        ward.keys, ward.recordings = keys, recordings
        with pytest.raises(RecordingMissing):
            ward.analyzes()
    assert (ward.analyzes(is_last=True), ward.statuses[-1]) == ("failed", "failed")


@pytest.mark.parametrize(
    ("mode", "keys", "why"),
    [
        ("converse", (), NotMeasurable.NO_RECORDING),
        ("relay", (KEY, "recordings/CA1/MZ2.wav"), NotMeasurable.SEVERAL_RECORDINGS),
    ],
)
def test_a_call_that_cannot_be_measured_says_so_at_once_and_is_never_silently_well(ward, mode, keys, why):
    ward.mode, ward.keys = mode, keys
    assert (ward.analyzes(), ward.statuses[-1]) == ("failed", "failed")
    assert ward.practice.check_ins.filed["CA1"].voice["measures"]["mpt_s"]["reason"] == why


def test_an_analysis_that_fails_is_tried_again_and_on_file_with_the_last_try(ward):
    ward.is_broken = True
    with pytest.raises(ZeroDivisionError):
        ward.analyzes()
    assert ward.statuses == ["pending"]
    with pytest.raises(ZeroDivisionError):
        ward.analyzes(is_last=True)
    assert ward.statuses == ["pending", "failed"]


def test_an_erased_call_and_an_erased_patient_are_passed_over(ward):
    ward.is_erased = True
    assert ward.analyzes() == "erased"
    ward.is_erased = False
    ward.patients.patients.clear()
    assert (ward.analyzes(), ward.measured) == ("erased", [])
