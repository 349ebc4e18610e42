"""Which recordings are sealed, and with whose key."""

from dataclasses import dataclass, field

import pytest

from tests.fakes.check_ins import NOW
from tests.fakes.patients import PHONE, InMemoryPatients, a_patient
from trunkline.calls.domain.call_search import CallSummary
from trunkline.ids import CallId
from trunkline.patients.use_cases.analyze_voice import RecordedCall
from trunkline.patients.use_cases.seal_recordings import SealRecordingsDeps, seal_recordings

CALL = CallId("CA1")
KEYS = ("recordings/CA1/MZ1.wav", "recordings/CA1/MZ2.wav", "recordings/conv_1/v.mp3")


@dataclass
class Shelf:
    number: str = PHONE
    is_clinical: bool = True
    is_erased: bool = False
    patients: InMemoryPatients = field(default_factory=InMemoryPatients)
    sealed: dict[str, tuple[str, str]] = field(default_factory=dict)

    def seals(self) -> int | None:
        facts = {"direction": "outbound", "to_number": self.number, "clinical": self.is_clinical}
        call = RecordedCall(CallSummary(CALL, "acme", NOW.isoformat(), facts), KEYS[:2], KEYS)
        return seal_recordings(
            CALL, SealRecordingsDeps(self.patients, lambda _id: None if self.is_erased else call, self._seal)
        )

    def _seal(self, key: str, company_id: str, patient_id: str) -> bool:
        return self.sealed.setdefault(key, (company_id, patient_id)) is not None


@pytest.fixture
def shelf() -> Shelf:
    made = Shelf()
    made.patients.add(a_patient())
    return made


def test_every_recording_of_the_call_is_sealed_with_the_patients_key(shelf):
    assert shelf.seals() == 3
    assert shelf.sealed == dict.fromkeys(KEYS, ("acme", "pt1"))


@pytest.mark.parametrize("change", [{"number": "+14155550000"}, {"is_clinical": False}, {"is_erased": True}])
def test_without_a_patient_there_is_no_key_to_seal_with(shelf, change):
    for name, value in change.items():
        setattr(shelf, name, value)
    assert (shelf.seals(), shelf.sealed) == (None, {})
