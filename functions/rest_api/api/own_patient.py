"""Opens a patient for a holder of a clinical key: every route about one begins here, and each opening is recorded."""

from datetime import datetime
from typing import Annotated

from fastapi import Depends, Path

from api.auditing import Audit, Auditor
from api.identity import deps_of
from trunkline.accounts.domain.companies import ApiKey
from trunkline.audit.domain.entries import Action
from trunkline.bootstrap.shared.api_deps import PatientDeps
from trunkline.bootstrap.shared.patients import PatientFiles
from trunkline.patients.domain.patients import Patient
from trunkline.patients.use_cases.manage_patients import find_patient

PatientId = Annotated[str, Path(pattern=r"^[a-z0-9]{1,40}$")]


class PatientDesk:
    """The patients of a stage for one request, with its audit log."""

    def __init__(self, deps: PatientDeps, audit: Auditor) -> None:
        self.deps = deps
        self._audit = audit

    @property
    def files(self) -> PatientFiles:
        """Raises NotConfigured."""
        return self.deps.patients()

    def now(self) -> datetime:
        return self.deps.now()

    def open(self, patient_id: str, key: ApiKey, action: Action, touched: str = "") -> Patient:
        """Recorded before it returns. Raises NotFound, for another company's patient as well; AuditUnwritten."""
        patient = find_patient(key.company_id, patient_id, self.files.patients)
        self.note(key, action, touched or patient_id, patient_id)
        return patient

    def note(self, key: ApiKey, action: Action, touched: str, patient_id: str = "") -> None:
        self._audit.note(key, action, touched, subject=patient_id)


def desk_of(deps: Annotated[PatientDeps, Depends(deps_of)], audit: Audit) -> PatientDesk:
    return PatientDesk(deps, audit)


Desk = Annotated[PatientDesk, Depends(desk_of)]
