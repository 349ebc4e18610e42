"""Dependencies of `call_progress` in memory."""

import call_progress
from tests.fakes.attempts import OneAttempt
from tests.fakes.tables import InMemoryCalls, InMemoryTables
from tests.fakes.webhooks import NOW, secrets, twilio_event
from trunkline.bootstrap.call_progress import CallProgressDeps
from trunkline.calls.domain.call_instructions import Ending
from trunkline.errors import CarrierError
from trunkline.ids import CallId
from trunkline.vendors.twilio import twiml

STATUS_PATH = "/api/v1/twilio/call-status"


class LimitedCarrier:
    """Remembers the limits it was given."""

    def __init__(self) -> None:
        self.limits: list[int] = []
        self.played: list[str] = []
        self.error: CarrierError | None = None

    def play(self, call_id: CallId, ending: Ending) -> bool:
        if self.error:
            raise self.error
        self.played.append(twiml.ending(ending))
        return True

    def limit(self, call_id: CallId, seconds: int) -> bool:
        if self.error:
            raise self.error
        self.limits.append(seconds)
        return True


class Desk:
    def __init__(self) -> None:
        self.tables = InMemoryTables()
        self.carrier = LimitedCarrier()
        self.attempt = OneAttempt()
        self.services = CallProgressDeps(
            InMemoryCalls(self.tables),
            self.carrier,
            "https://voice.example.com",
            secrets(),
            self.attempt.store,
            now=lambda: NOW,
        )

    def callback(self, path: str, token: str | None = None, **form: str) -> int:
        event = twilio_event(path, {"CallSid": "CA1", **form}, **({"token": token} if token else {}))
        return call_progress.respond(event, self.services)["statusCode"]

    def status(self, status: str, sequence: int) -> int:
        return self.callback(STATUS_PATH, CallStatus=status, SequenceNumber=str(sequence))
