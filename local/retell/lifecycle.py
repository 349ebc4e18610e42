"""A call from its registration to its analysis, with the webhooks of each step."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

from local.retell.webhooks import UNKNOWN_EVENT, Webhooks
from local.retell.workspace import ENDED, ERROR, NOT_CONNECTED, ONGOING, REGISTERED, Call, Workspace

CENTS_PER_S = 0.12


@dataclass
class Lifecycle:
    workspace: Workspace
    webhooks: Webhooks
    _timers: list[asyncio.TimerHandle] = field(default_factory=list)

    def expect_leg(self, call: Call) -> None:
        """Without a SIP leg within five minutes the call is an error."""
        timer = asyncio.get_running_loop().call_later(self.workspace.registration_s, self._expire, call)
        self._timers.append(timer)

    def stop(self) -> None:
        for timer in self._timers:
            timer.cancel()

    def begins(self, call: Call, live: Any = None) -> None:
        call.values |= {"call_status": ONGOING, "start_timestamp": self.workspace.now_ms()}
        call.live = live
        self.workspace.note(call, "started")
        if not self.workspace.faults.analysis_first:
            self.webhooks.send(call, "call_started")

    def ends(self, call: Call, reason: str, utterances: list[dict[str, Any]], recording: bytes = b"") -> None:
        now = self.workspace.now_ms()
        seconds = (now - call.values.get("start_timestamp", now)) / 1000
        call.live, call.recording = None, recording
        call.values |= {
            "call_status": ERROR if reason.startswith("error_") else ENDED,
            "end_timestamp": now,
            "duration_ms": round(seconds * 1000),
            "disconnection_reason": reason,
            "transcript": "".join(f"{u['role'].title()}: {u['content']}\n" for u in utterances),
            "transcript_object": utterances,
            "transcript_with_tool_calls": call.items or utterances,
            "recording_url": f"{self.workspace.base_url}/recordings/{call.call_id}.wav",
            "call_cost": {"product_costs": [], "total_duration_seconds": seconds}
            | {"total_duration_unit_price": CENTS_PER_S, "combined_cost": round(seconds * CENTS_PER_S, 4)},
        }
        self._over(call)

    def transfers(self, call: Call, number: str) -> None:
        """A cold transfer begins. The call itself ends with it; the colleague's leg goes on."""
        call.values["transfer_destination"] = number
        self.transfer_step(call, "started")

    def transfer_step(self, call: Call, step: str) -> None:
        """Started, bridged or cancelled, ended. A destination stands beside the call, as an object."""
        if step == "ended":
            call.values["transfer_end_timestamp"] = self.workspace.now_ms()
        beside = {"transfer_destination": {"number": call.values["transfer_destination"]}}
        option = {"transfer_option": {"type": "cold_transfer", "showTransfereeAsCaller": False}}
        self.webhooks.send(call, f"transfer_{step}", {} if step == "ended" else beside | option)

    def fails(self, call: Call, reason: str, status: str = NOT_CONNECTED) -> None:
        """It never connected: no start is reported, an end and an analysis are."""
        call.values |= {"call_status": status, "disconnection_reason": reason, "end_timestamp": self.workspace.now_ms()}
        self._over(call)

    def _over(self, call: Call) -> None:
        self.workspace.note(call, "ended", call.values["disconnection_reason"])
        self.webhooks.start(self._report(call))

    async def _report(self, call: Call) -> None:
        if self.workspace.faults.analysis_first:
            self._analyse(call)
            self.webhooks.send(call, "call_ended")
            if "start_timestamp" in call.values:
                self.webhooks.send(call, "call_started")
            return
        self.webhooks.send(call, "call_ended")
        if self.workspace.faults.unknown_event:
            self.webhooks.send(call, UNKNOWN_EVENT)
        await asyncio.sleep(self.workspace.webhook.delay_s if self.workspace.webhook else 0)
        self._analyse(call)

    def _analyse(self, call: Call) -> None:
        connected = "start_timestamp" in call.values
        found = {"in_voicemail": call.in_voicemail, "call_successful": connected, "user_sentiment": "Neutral"}
        call.values["call_analysis"] = {"call_summary": "A short call.", "custom_analysis_data": {}} | found
        self.webhooks.send(call, "call_analyzed")

    def _expire(self, call: Call) -> None:
        if call.status == REGISTERED:
            self.fails(call, "registered_call_timeout", ERROR)
