"""A reported call becomes a check-in of the patient it reached."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from tests.fakes.check_ins import NOW
from tests.fakes.patients import DAUGHTER, PHONE, InMemoryPatients, Practice
from trunkline.calls.domain.call_search import CallSummary
from trunkline.ids import CallId
from trunkline.patients.domain.protocols import Level
from trunkline.patients.use_cases.file_answers import FileAnswersDeps, ReportedCall, TranscriptMissing, file_answers

KEY = "transcripts/CA1.json"
SAID = "none of that, no trouble at all, all of my pills, and 82 kilos"
VALUES = {"feeling": "same", "dyspnea": "none", "orthopnea": "none", "pnd": "no", "edema": "none", "adherence": "all"}
WELL = VALUES | dict.fromkeys((f"{name}_words" for name in (*VALUES, "red_flags")), "no trouble at all")
COLLECTED = WELL | {"red_flags": "none", "weight": 82, "weight_unit": "kg", "weight_words": "82 kilos"}
TRANSCRIPT = {
    "started_at": NOW.isoformat(),
    "turns": [{"speaker": "agent", "text": "Any chest pain?"}, {"speaker": "caller", "text": SAID}],
}


@dataclass
class Ward:
    practice: Practice = field(default_factory=Practice)
    patients: InMemoryPatients = field(default_factory=InMemoryPatients)
    transcripts: dict[str, Any] = field(default_factory=lambda: {KEY: TRANSCRIPT})

    def __post_init__(self) -> None:
        self.patients.add(self.practice.patient)

    def files(self, minutes_later: int = 1, **facts: Any) -> bool:
        call = {"direction": "outbound", "to_number": PHONE, "transcript_keys": [KEY]} | facts.pop("facts", {})
        about = {"collected": COLLECTED, "ended_at": NOW, "is_whole": True, "company_id": "acme"} | facts
        summary = CallSummary(CallId("CA1"), about.pop("company_id"), NOW.isoformat(), call)
        deps = FileAnswersDeps(self.patients, self.practice.deps, self.transcripts.get)
        return file_answers(ReportedCall(summary, **about), deps, NOW + timedelta(minutes=minutes_later)) is not None

    @property
    def levels(self) -> list[Level]:
        return [item.level for item in self.practice.assessments.filed.values()]

    @property
    def coverage(self) -> object:
        [assessment] = self.practice.assessments.filed.values()
        return pytest.approx(float(assessment.document["symptom_coverage"]), abs=0.001)


@pytest.fixture
def ward() -> Ward:
    return Ward()


def test_a_call_without_complaints_is_green_and_its_voice_is_not_measured_yet(ward):
    assert (bool(ward.files()), bool(ward.files()), ward.levels) == (True, True, [Level.GREEN])
    [assessment] = ward.practice.assessments.filed.values()
    assert assessment.document["voice_status"] == "pending"
    assert ward.practice.check_ins.filed["CA1"].kg == 82


def test_words_that_the_agent_said_are_not_the_patients(ward):
    ward.files(collected=COLLECTED | {"dyspnea": "rest", "dyspnea_words": "Any chest pain"})
    assert (ward.levels, ward.coverage) == ([Level.YELLOW], 36 / 70)


@pytest.mark.parametrize(
    "facts",
    [
        {"collected": {"satisfaction": "good"}},
        {"facts": {"answered_by": "machine"}},
        {"facts": {"to_number": "+14155550188"}},
        {"company_id": "other"},
        {"facts": {"to_number": DAUGHTER}},
        {"facts": {"to_number": "+14155550188", "metadata": {"patient_id": "pt1"}}},
    ],
    ids=["another agent", "a machine", "another person", "another company", "a contact's own call", "no contact"],
)
def test_other_calls_are_no_check_ins(ward, facts):
    assert (ward.files(**facts), ward.levels) == (False, [])


def test_a_call_to_a_contact_is_the_patients_who_was_sought(ward):
    facts = {"to_number": DAUGHTER, "metadata": {"patient_id": "pt1", "alert_id": "a1"}}
    assert (ward.files(facts=facts), ward.levels) == (True, [Level.GREEN])


def test_a_red_flag_is_an_emergency_before_the_call_is_over(ward):
    flagged = COLLECTED | {"red_flags": "chest_pain"}
    assert not ward.files(collected=flagged, is_whole=False)
    [alert] = ward.practice.alerts.alerts.values()
    assert (alert.level, ward.levels) == (Level.EMERGENCY, [])
    assert (ward.files(collected=flagged), ward.levels) == (True, [Level.EMERGENCY])
    assert [item.notices for item in ward.practice.alerts.alerts.values()] == [1]


def test_a_transcript_that_is_not_written_yet_is_waited_for_and_then_done_without(ward):
    ward.transcripts.clear()
    with pytest.raises(TranscriptMissing):
        ward.files(minutes_later=9)
    assert (ward.files(minutes_later=10), ward.levels, ward.coverage) == (True, [Level.YELLOW], 0)


def test_a_patient_who_says_nothing_is_not_well(ward):
    nothing = dict.fromkeys(COLLECTED)
    assert (ward.files(collected=nothing), ward.levels) == (True, [Level.YELLOW])


def test_the_words_of_all_conversations_count(ward):
    later = replace_text(TRANSCRIPT, "I sleep in a chair")
    ward.transcripts["transcripts/CA1/2.json"] = later
    collected = COLLECTED | {"orthopnea": "upright", "orthopnea_words": "sleep in a chair"}
    assert ward.files(collected=collected, facts={"transcript_keys": [KEY, "transcripts/CA1/2.json"]})
    assert ward.levels == [Level.ORANGE]


def replace_text(transcript: dict[str, Any], text: str) -> dict[str, Any]:
    return transcript | {"turns": [{"speaker": "caller", "text": text}]}
