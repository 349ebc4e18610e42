"""Status callbacks: numbered, asynchronous, never in the way of the call, delivered as messily as asked for."""

import asyncio
import random
from collections.abc import Mapping
from dataclasses import dataclass, field

from local.twilio.calls.call_state import CallState
from local.twilio.calls.ids import now_utc, rfc2822
from local.twilio.calls.statuses import TERMINAL
from local.twilio.state import TwilioState
from local.twilio.webhooks import WebhookFailed

SHUFFLE_WINDOW_S = 0.3
DEFAULT_EVENTS = frozenset({"completed"})


@dataclass
class StatusCallbacks:
    state: TwilioState
    url: str
    method: str = "POST"
    events: frozenset[str] = DEFAULT_EVENTS
    delivered: list[dict[str, str]] = field(default_factory=list)
    _next_number: int = 0  # counts what is sent, so it starts at 0 with the first subscribed event

    def report(self, call: CallState, event: str) -> None:
        if event not in self.events:
            return
        fields = call.params(
            Timestamp=rfc2822(now_utc()) or "",
            CallbackSource="call-progress-events",
            SequenceNumber=str(self._next_number),
        )
        self._next_number += 1
        if call.status in TERMINAL:
            fields |= call.ending_params()
        if call.answered_by:
            fields["AnsweredBy"] = call.answered_by
        self.delivered.append(fields)
        self.state.run_task(call, post_callback(self.state, call, self.url, fields, self.method))


async def post_callback(
    state: TwilioState, call: CallState, url: str, fields: Mapping[str, str], method: str = "POST"
) -> None:
    """One notification: a bad answer is only a warning."""
    faults = state.faults
    shuffle_s = random.uniform(0, SHUFFLE_WINDOW_S) if faults.shuffle_callbacks else 0.0
    await asyncio.sleep(faults.callback_delay_s + shuffle_s)
    for _ in range(2 if faults.duplicate_callbacks else 1):
        what = fields.get("StreamEvent") or fields.get("RecordingStatus") or fields.get("CallStatus", "")
        call.note("callback", url=url, status=what)
        try:
            await state.webhooks.send(url, fields, method)
        except WebhookFailed as failure:
            call.log(15003, f"{url}: {failure.code} {failure.message}")


def subscribed(events: str) -> frozenset[str]:
    """TwiML lists events in one attribute with spaces between them."""
    return frozenset(events.split()) or DEFAULT_EVENTS
