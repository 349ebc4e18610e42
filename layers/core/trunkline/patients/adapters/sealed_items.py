"""Items of patients: ids and times in plain, everything else sealed under the patient's own data key."""

import json
from collections.abc import Mapping
from typing import Any

from trunkline.encryption.domain.sealed_values import Place
from trunkline.encryption.ports import FieldCipher

SEALED = "sealed"


class SealedItems:
    """Seals values as one JSON text, bound to company, patient, item and field."""

    def __init__(self, cipher: FieldCipher) -> None:
        self._cipher = cipher

    def seal(self, company_id: str, patient_id: str, item: str, values: Mapping[str, Any], field: str = SEALED) -> str:
        place = Place(company_id, patient_id, item, field)
        return self._cipher.seal_text(json.dumps(values, separators=(",", ":"), allow_nan=False), place)

    def open(self, company_id: str, patient_id: str, item: str, sealed: str, field: str = SEALED) -> dict[str, Any]:
        """Raises KeyErased, NotReadable."""
        opened: dict[str, Any] = json.loads(self._cipher.open_text(sealed, Place(company_id, patient_id, item, field)))
        return opened
