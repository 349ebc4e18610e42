"""An orphaned call, and a carrier that knows it."""

from dataclasses import dataclass, field
from datetime import timedelta

from tests.fakes.webhooks import NOW
from trunkline.calls.domain.call_instructions import Ending
from trunkline.calls.domain.leases import LEASE
from trunkline.errors import CarrierError
from trunkline.ids import CallId
from trunkline.vendors.twilio import twiml

CALL = CallId("CA1")

ENDS_BY = NOW + timedelta(seconds=600)


@dataclass
class ScriptedCarrier:
    """Knows calls by their status; remembers what it was asked to do."""

    statuses: dict[str, str | None] = field(default_factory=lambda: {CALL: "in-progress"})
    done: list[tuple[str, str]] = field(default_factory=list)
    error: CarrierError | None = None

    def status(self, call_id: CallId) -> str | None:
        if self.error:
            raise self.error
        return self.statuses.get(call_id)

    def continue_with(self, call_id: CallId, url: str) -> bool:
        self.done.append((call_id, url))
        return self.statuses.get(call_id) == "in-progress"

    def play(self, call_id: CallId, ending: Ending) -> bool:
        self.done.append((call_id, twiml.ending(ending)))
        return self.statuses.get(call_id) == "in-progress"

    def limit(self, call_id: CallId, seconds: int) -> bool:
        raise AssertionError("a reaper sets no limits")


PAST_LEASE = LEASE + timedelta(seconds=1)
