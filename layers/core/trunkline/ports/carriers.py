"""The telephone company, asked over its API."""

from datetime import datetime
from typing import Protocol

from trunkline.domain.calls import CallId
from trunkline.domain.placed_calls import CallOrder, PlacedCall
from trunkline.domain.reconciliation import EndedPage
from trunkline.domain.routes import Route


class CarrierHistory(Protocol):
    """Calls as the carrier remembers them. Raises CarrierError."""

    def ended(self, since: datetime, until: datetime, cursor: str | None) -> EndedPage: ...


class Carrier(Protocol):
    """The telephone company, asked over its API. Raises CarrierError and NotConfigured."""

    @property
    def is_configured(self) -> bool: ...

    def place(self, order: CallOrder) -> PlacedCall:
        """Raises OutcomeUnknown when no answer came back: then ask `placed_since`, never again."""
        ...

    def find(self, call_id: CallId) -> PlacedCall | None: ...

    def placed_since(self, to_number: str, from_number: str, since: datetime) -> list[PlacedCall]: ...

    def end(self, call_id: CallId) -> bool: ...


class Plans(Protocol):
    """Routes for single calls that we place."""

    def add(self, plan_id: str, route: Route, now: datetime) -> None: ...
