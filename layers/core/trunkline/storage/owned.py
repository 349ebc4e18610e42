"""What a company owns in the Directory beside its keys: routes, imported numbers, plans, and requests made once."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from trunkline.domain.once import Once, OnceState
from trunkline.domain.phone_numbers import PhoneNumber
from trunkline.domain.routes import Route
from trunkline.storage import keys
from trunkline.storage.directory import Directory
from trunkline.storage.routes import route_from, route_values

ROUTES, PHONES = "route", "phone"
PLAN_LIFETIME = timedelta(days=2)  # a queued call rings within hours
ONCE_LIFETIME = timedelta(days=1)


class RoutesTable:
    """A number belongs to one company at a time."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    def find(self, number: str) -> Route | None:
        found = self._directory.get(keys.number(number))
        return route_from(found) if found else None

    def of_company(self, company_id: str) -> list[Route]:
        return [route_from(values) for values in self._directory.of_company(company_id, ROUTES)]

    def add(self, route: Route) -> bool:
        return self._directory.put_new(_route_item(route))

    def replace(self, route: Route) -> bool:
        return self._directory.put_owned(_route_item(route))

    def remove(self, number: str, company_id: str) -> bool:
        return self._directory.remove_owned(keys.number(number), company_id)


def _route_item(route: Route) -> dict[str, Any]:
    return keys.number(route.number) | route_values(route) | {"of_company": keys.of_company(route.company_id, ROUTES)}


class PhonesTable:
    """Numbers imported at the voice provider, and whose they are: the provider's workspace knows no companies."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    def add(self, number: PhoneNumber) -> None:
        owner = {"of_company": keys.of_company(number.company_id, PHONES)}
        self._directory.put(keys.phone(number.phone_number_id) | asdict(number) | owner)

    def find(self, phone_number_id: str) -> PhoneNumber | None:
        found = self._directory.get(keys.phone(phone_number_id))
        return _phone(found) if found else None

    def of_company(self, company_id: str) -> list[PhoneNumber]:
        return [_phone(values) for values in self._directory.of_company(company_id, PHONES)]

    def remove(self, number: PhoneNumber) -> None:
        self._directory.remove_owned(keys.phone(number.phone_number_id), number.company_id)


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


class PlansTable:
    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    def add(self, plan_id: str, route: Route, now: datetime) -> None:
        expires = {"expires_at": int((now + PLAN_LIFETIME).timestamp())}
        self._directory.put(keys.plan(plan_id) | route_values(route) | expires)


class OnceTable:
    """Requests that must not be done twice, by the key their sender chose."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    def begin(self, company_id: str, key: str, request: str, now: datetime) -> Once | None:
        """None: it is ours to do. Else what became of it the first time."""
        values = {
            "company_id": company_id,
            "request": request,
            "state": OnceState.BEGUN.value,
            "begun_at": now.isoformat(),
        }
        expires = {"expires_at": int((now + ONCE_LIFETIME).timestamp())}
        if self._directory.put_new(keys.once(company_id, key) | values | expires):
            return None
        found = self._directory.get(keys.once(company_id, key))
        return _once(found) if found else self.begin(company_id, key, request, now)

    def end(self, company_id: str, key: str, state: OnceState, answer: str = "") -> None:
        self._directory.update(keys.once(company_id, key), {"state": state.value, "answer": answer})

    def forget(self, company_id: str, key: str) -> None:
        """It came to nothing, and may be tried again under the same key."""
        self._directory.remove_owned(keys.once(company_id, key), company_id)


def _once(values: Mapping[str, Any]) -> Once:
    return Once(
        request=values["request"],
        state=OnceState(values["state"]),
        answer=values.get("answer", ""),
        begun_at=datetime.fromisoformat(values["begun_at"]),
    )
