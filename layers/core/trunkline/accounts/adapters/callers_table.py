"""Callers on the Directory table, and where a company's own system answers for them."""

import json
from typing import Any

from trunkline.accounts.domain.callers import CalledNumber, Caller, HttpSource
from trunkline.aws import table_keys
from trunkline.aws.directory_table import Directory

CALLERS = "caller"


class CallersTable:
    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    def called(self, number: str) -> CalledNumber | None:
        route = self._directory.get(table_keys.number(number)) if number else None
        if route is None:
            return None
        company_id = str(route["company_id"])
        return CalledNumber(company_id, route.get("dynamic_variables", {}), self.source(company_id))

    def find(self, company_id: str, number: str) -> Caller | None:
        found = self._directory.get(table_keys.caller(company_id, number))
        return _caller(found) if found else None

    def put(self, caller: Caller) -> None:
        owner = {"of_company": table_keys.of_company(caller.company_id, CALLERS)}
        values = {"company_id": caller.company_id, "number": caller.number, "user_id": caller.user_id or None}
        # As text: variables may have a point in them, and no request asks for a single variable.
        payload = {"variables": json.dumps(caller.variables), "overrides": json.dumps(caller.overrides)}
        self._directory.put(table_keys.caller(caller.company_id, caller.number) | values | payload | owner)

    def remove(self, company_id: str, number: str) -> bool:
        return self._directory.remove_owned(table_keys.caller(company_id, number), company_id)

    def source(self, company_id: str) -> HttpSource | None:
        found = (self._directory.get(table_keys.company(company_id)) or {}).get("caller_source")
        return HttpSource(found["url"], dict(found.get("headers", {})), company_id) if found else None

    def set_source(self, company_id: str, source: HttpSource | None) -> None:
        values = {"url": source.url, "headers": source.headers} if source else {}
        self._directory.update(table_keys.company(company_id), {"caller_source": values})


def _caller(values: dict[str, Any]) -> Caller:
    return Caller(
        company_id=values["company_id"],
        number=values["number"],
        variables=json.loads(values["variables"]),
        overrides=json.loads(values["overrides"]),
        user_id=values.get("user_id", ""),
    )
