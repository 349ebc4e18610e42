"""Phone numbers imported by companies, in the Directory table."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from trunkline.aws import table_keys
from trunkline.aws.directory_table import Directory
from trunkline.numbering.e164 import PhoneNumber

PHONES = "phone"


class PhoneNumbersTable:
    """Numbers imported at the voice provider and their companies: the provider's workspace has none."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    def add(self, number: PhoneNumber) -> None:
        owner = {"of_company": table_keys.of_company(number.company_id, PHONES)}
        self._directory.put(table_keys.phone(number.phone_number_id) | asdict(number) | owner)

    def find(self, phone_number_id: str) -> PhoneNumber | None:
        found = self._directory.get(table_keys.phone(phone_number_id))
        return _phone(found) if found else None

    def of_company(self, company_id: str) -> list[PhoneNumber]:
        return [_phone(values) for values in self._directory.of_company(company_id, PHONES)]

    def remove(self, number: PhoneNumber) -> None:
        self._directory.remove_owned(table_keys.phone(number.phone_number_id), number.company_id)


def _phone(values: Mapping[str, Any]) -> PhoneNumber:
    return PhoneNumber(
        phone_number_id=values["phone_number_id"],
        company_id=values["company_id"],
        number=values["number"],
        label=values["label"],
        provider=values["provider"],
        agent_id=values.get("agent_id", ""),
        supports_inbound=values.get("supports_inbound", True),
    )
