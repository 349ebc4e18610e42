"""Orders to Retell's running calls: context for the agent, and the end.

Retell documentation "Update live call", "Stop call", read 2026-11. What a custom-LLM agent makes of context is not
documented there.
"""

from trunkline.errors import Conflict
from trunkline.ids import ConversationId
from trunkline.vendors.retell import calls_api as wire
from trunkline.vendors.retell.api import RetellApi, provider_error
from trunkline.web.vendor_requests import VendorRequest

ORDER_BUDGET_S = 5.0
NOT_RUNNING = {400, 404, 409}  # a call that rings, or has ended; its id is good
NOT_THERE = "Call is not in progress at the voice provider"


class RetellLiveCalls:
    """The port `ProviderCalls`."""

    def __init__(self, api: RetellApi) -> None:
        self._api = api

    def tell(self, conversation_id: ConversationId, words: str, *, is_answered: bool) -> None:
        self._order(wire.add_context(conversation_id, words, is_answered=is_answered))

    def stop(self, conversation_id: ConversationId) -> None:
        self._order(wire.stop_call(conversation_id))

    def _order(self, request: VendorRequest) -> None:
        status, body = self._api.send(request, ORDER_BUDGET_S)
        if 200 <= status < 300:
            return
        error = provider_error(status, body)
        raise Conflict(NOT_THERE) if error.status in NOT_RUNNING else error
