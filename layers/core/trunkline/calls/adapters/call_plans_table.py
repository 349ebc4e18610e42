"""Call plans in the Directory table: the route of a call we placed, until it is answered."""

from datetime import datetime, timedelta

from trunkline.aws import table_keys
from trunkline.aws.directory_table import Directory
from trunkline.calls.adapters.route_items import route_values
from trunkline.calls.domain.routes import Route

PLAN_LIFETIME = timedelta(days=2)  # a queued call rings within hours


class PlansTable:
    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    def add(self, plan_id: str, route: Route, now: datetime) -> None:
        expires = {"expires_at": int((now + PLAN_LIFETIME).timestamp())}
        self._directory.put(table_keys.plan(plan_id) | route_values(route) | expires)
