"""The SIP trunk between the fake Retell and the fake carrier: calls that Retell places, and calls that it answers."""

from local.retell import FakeRetell
from local.retell.server import SIP_HOST
from local.retell.voice import AgentVoice
from local.retell.workspace import Call
from local.twilio import CallState, FakeTwilio, Person
from local.twilio.caller import Screenplay
from local.twilio.calls.trunk import RING_S, FarEnd, TrunkCall

REASONS = {"busy": "dial_busy", "no-answer": "dial_no_answer"}


class RetellTrunk:
    """Puts itself in both: the person at each registered call's address, and the way out for placed ones."""

    def __init__(self, retell: FakeRetell, twilio: FakeTwilio) -> None:
        self._retell, self._twilio = retell, twilio
        twilio.sip_hosts[SIP_HOST] = retell.seat
        retell.workspace.place = self.place

    def place(self, call: Call) -> None:
        overrides = call.values.get("agent_override", {}).get("agent", {})
        call.is_on_trunk = True
        self._twilio.trunk(
            TrunkCall(
                call.values["to_number"],
                call.values["from_number"],
                overrides.get("ring_duration_ms", RING_S * 1000) / 1000,
                lambda person: self._far_end(call, self._voice(call, person)),
                lambda status: self._retell.lifecycle.fails(call, REASONS.get(status, "dial_failed")),
            )
        )

    def ring(self, number: str, from_: str, play: Screenplay | None = None) -> CallState:
        """A person calls a number of Retell's. Returns at once."""

        async def answering() -> FarEnd | None:
            call = await self._retell.inbound.arrives(from_, number)
            return None if call is None else self._far_end(call, self._retell.voice_of(call))

        return self._twilio.ring_trunk(number, from_, play, answering)

    def _far_end(self, call: Call, voice: AgentVoice) -> FarEnd:
        return FarEnd(
            voice,
            lambda: str(call.values.get("transfer_destination") or ""),
            lambda step: self._retell.lifecycle.transfer_step(call, step),
            lambda: self._retell.lifecycle.fails(call, "user_hangup"),
        )

    def _voice(self, call: Call, person: Person) -> AgentVoice:
        is_machine = person.answered_by != "human"
        return self._retell.voice_of(call, person.detection_s if is_machine else None)
