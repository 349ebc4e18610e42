"""What is filed about one stream, whoever speaks on it. Nothing here may take the call, or the relay, along."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from media_relay.io.ledger import Ledger
from media_relay.io.recorder import Recorder
from trunkline.domain.calls import CallId, StreamOutcome
from trunkline.domain.streams import StreamTicket
from trunkline.telemetry import count, log

Facts = Mapping[str, str | int | bool]


@dataclass(frozen=True, slots=True)
class Paperwork:
    """Of one stream of a call."""

    ledger: Ledger
    call_id: CallId
    stream_sid: str

    async def outcome(self, outcome: StreamOutcome, told: Callable[[], Facts]) -> None:
        """Unfiled, the call falls back as if the relay were lost: never a dead line."""
        try:
            await self.ledger.file_outcome(self.call_id, self.stream_sid, outcome, told())
        except Exception:  # noqa: BLE001 - a table that is away, or facts that do not add up, cost nothing else
            log.exception("outcome not filed", call_id=self.call_id)

    async def recording(self, recorder: Recorder | None, outcome: StreamOutcome) -> None:
        if recorder is None:
            return
        try:
            key = await recorder.finish({"call_id": self.call_id, "outcome": outcome.value})
            await self.ledger.file_recording(self.call_id, self.stream_sid, key)
        except Exception:  # noqa: BLE001 - counted and loud, but a lost recording must not take the relay along
            log.exception("recording lost", call_id=self.call_id)
            count("RecordingLost")

    async def opt_out(self, ticket: StreamTicket, source: str) -> str:
        """Why it is not certain that this person will be left alone; empty when it is."""
        fault = "it could not be noted now"
        try:
            fault = await self.ledger.stop_calling(ticket, source)
        except Exception:  # noqa: BLE001 - counted and loud: somebody has to put this person on the list by hand
            log.exception("opt-out not noted", call_id=self.call_id)
        count("OptOutHeard", source=source, result="failed" if fault else "noted")
        return fault
