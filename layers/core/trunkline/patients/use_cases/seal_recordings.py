"""The recordings of a patient's call are sealed with the patient's own data key, each where it is.

May run twice, and before or after what measures a recording."""

from collections.abc import Callable
from dataclasses import dataclass

from trunkline.ids import CallId
from trunkline.patients.ports import Patients
from trunkline.patients.use_cases.analyze_voice import RecordedCall
from trunkline.patients.use_cases.file_answers import patient_of


@dataclass(frozen=True, slots=True)
class SealRecordingsDeps:
    """`seal` takes an object's key, the company and whose key seals it; False for what is sealed already, or gone."""

    patients: Patients
    call: Callable[[CallId], RecordedCall | None]
    seal: Callable[[str, str, str], bool]


def seal_recordings(call_id: CallId, deps: SealRecordingsDeps) -> int | None:
    """How many were sealed now; None for a call of which no patient is on file: there is no key to seal it with."""
    found = deps.call(call_id)
    patient = patient_of(found.call, deps.patients) if found and found.call.is_clinical else None
    if found is None or patient is None:
        return None
    return sum(deps.seal(key, patient.company_id, patient.patient_id) for key in found.every_key)
