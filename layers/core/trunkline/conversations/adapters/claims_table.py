"""Ownership of agents and numbers: claims in the Directory, beside what routes and imported numbers say.

A claim is made by an administrator of the stage, or by importing a number with its account's token.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from trunkline.aws import table_keys
from trunkline.aws.directory_table import Directory
from trunkline.conversations.ports import ReportedIds

KINDS = ("agent", "number")


class ClaimsTable:
    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    def owner(self, kind: str, name: str) -> str | None:
        found = self._directory.get(table_keys.claim(kind, name))
        return str(found["company_id"]) if found else None

    def claim(self, kind: str, name: str, company_id: str, by: str = "admin") -> bool:
        """False when another company has it. `by` says what it rests on: an administrator's word, or an import."""
        values = {"company_id": company_id, "kind": kind, "name": name, "by": by}
        values["of_company"] = table_keys.of_company(company_id, f"claim-{kind}")
        item = table_keys.claim(kind, name) | values
        if self._directory.put_new(item):
            return True
        return self._directory.put_owned(item) if by == "admin" else self.owner(kind, name) == company_id

    def release(self, kind: str, name: str, company_id: str, by: str | None = None) -> bool:
        """False when it is not the company's, or rests on something else than `by`."""
        where = {"company_id": company_id} | ({"by": by} if by else {})
        return self._directory.remove_where(table_keys.claim(kind, name), where)

    def of_company(self, company_id: str, kind: str) -> list[str]:
        return sorted(str(item["name"]) for item in self._directory.of_company(company_id, f"claim-{kind}"))


def owning_keys(ids: ReportedIds) -> list[table_keys.Key]:
    """The keys of the items that show the owner of a report's agent, imported number and telephone number."""
    wanted = [table_keys.claim("agent", ids.agent_id)] if ids.agent_id else []
    wanted += [table_keys.phone(ids.phone_number_id)] if ids.phone_number_id else []
    wanted += [table_keys.claim("number", ids.number), table_keys.number(ids.number)] if ids.number else []
    return wanted


def owners_in(wanted: Iterable[table_keys.Key], found: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """The companies that the items name. A number's claim goes before its route, which may be older."""
    known = {key["pk"]: str(found.get(key["pk"], {}).get("company_id") or "") for key in wanted}
    for key, company_id in known.items():
        is_overruled = key.startswith("NUMBER#") and known.get(key.replace("NUMBER#", "CLAIM#number#"))
        if company_id and not is_overruled:
            yield company_id
