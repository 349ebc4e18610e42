"""The carrier's API: placing, listing and changing calls."""

from datetime import datetime
from typing import Protocol

from trunkline.calls.domain.call_instructions import Ending
from trunkline.calls.domain.ended_calls import EndedPage
from trunkline.calls.domain.outbound.outbound_calls import OutboundCallRequest, PlacedCall
from trunkline.ids import CallId


class CallControl(Protocol):
    """Control of one of the carrier's calls. All raise CarrierError and NotConfigured."""

    def status(self, call_id: CallId) -> str | None:
        """The carrier's status of the call; None for an unknown call."""
        ...

    def continue_with(self, call_id: CallId, url: str) -> bool:
        """Has the call fetch its next document there. False when the call is over."""
        ...

    def play(self, call_id: CallId, ending: Ending) -> bool:
        """Ends the call so, in place of what it does now. False when the call is over."""
        ...

    def limit(self, call_id: CallId, seconds: int) -> bool:
        """The call ends by itself after so many seconds, counted from its start. False when the call is over."""
        ...


class CarrierRedirect(Protocol):
    """The part of `CallControl` that takes a call to another document."""

    def continue_with(self, call_id: CallId, url: str) -> bool:
        """Has the call fetch its next document there. False when the call is over."""
        ...


class CarrierHistory(Protocol):
    """Calls as the carrier remembers them. Raises CarrierError."""

    def ended(self, since: datetime, until: datetime, cursor: str | None) -> EndedPage: ...


class Carrier(Protocol):
    """The telephone company, asked over its API. Raises CarrierError and NotConfigured."""

    @property
    def is_configured(self) -> bool: ...

    def place(self, order: OutboundCallRequest) -> PlacedCall:
        """Raises OutcomeUnknown when no answer came back: then ask `placed_since`, never again."""
        ...

    def find(self, call_id: CallId) -> PlacedCall | None: ...

    def placed_since(self, to_number: str, from_number: str, since: datetime) -> list[PlacedCall]: ...

    def end(self, call_id: CallId) -> bool: ...
