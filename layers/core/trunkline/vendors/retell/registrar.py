"""Retell takes a ringing call over: it is registered there, then dialled by SIP within five minutes."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, ClassVar

from trunkline.calls.domain.agent_start import NOTHING_CHANGED, AgentStart
from trunkline.calls.domain.call_instructions import RegisteredCall
from trunkline.calls.domain.calls import RingingCall
from trunkline.vendors.retell import calls_api as wire

if TYPE_CHECKING:
    from trunkline.vendors.retell.api import RetellApi

REGISTER_BUDGET_S = 8.0  # Twilio gives the whole webhook 15 s


class RetellRegistrar:
    """The port `AgentRegistrar`. A retry of the carrier's webhook is answered from the table, and registers nothing."""

    has_socket: ClassVar[bool] = False

    def __init__(self, api: "Callable[[], RetellApi]") -> None:
        self._api = api

    def register_call(
        self, call: RingingCall, agent_id: str, variables: Mapping[str, str], start: AgentStart = NOTHING_CHANGED
    ) -> RegisteredCall:
        from trunkline.vendors.retell.api import read

        answer = self._api().send(wire.register_call(call, agent_id, variables, start), REGISTER_BUDGET_S)
        conversation_id = read(*answer, wire.call_id_of)
        return RegisteredCall(conversation_id=conversation_id, sip_uri=f"sip:{conversation_id}@{wire.SIP_HOST}")
