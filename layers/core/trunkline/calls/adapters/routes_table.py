"""Routes of phone numbers in the Directory table."""

from typing import Any

from trunkline.aws import table_keys
from trunkline.aws.directory_table import Directory
from trunkline.calls.adapters.route_items import route_from, route_values
from trunkline.calls.domain.routes import Route

ROUTES = "route"


class RoutesTable:
    """A number belongs to one company at a time."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    def find(self, number: str) -> Route | None:
        found = self._directory.get(table_keys.number(number))
        return route_from(found) if found else None

    def of_company(self, company_id: str) -> list[Route]:
        return [route_from(values) for values in self._directory.of_company(company_id, ROUTES)]

    def add(self, route: Route) -> bool:
        return self._directory.put_new(_route_item(route))

    def replace(self, route: Route) -> bool:
        return self._directory.put_owned(_route_item(route))

    def remove(self, number: str, company_id: str) -> bool:
        return self._directory.remove_owned(table_keys.number(number), company_id)


def _route_item(route: Route) -> dict[str, Any]:
    return (
        table_keys.number(route.number)
        | route_values(route)
        | {"of_company": table_keys.of_company(route.company_id, ROUTES)}
    )
