"""Orders to a live call, from outside the relays: finds who carries it, signs, sends, and says what went wrong.

One request, never repeated: an order that was carried out twice (a transfer, say) is worse than one that was not.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from trunkline.domain.calls import CallId
from trunkline.domain.errors import BadRequest, CallNotLive, RelayError
from trunkline.domain.orders import Order
from trunkline.ports import Leases
from trunkline.protocols.relay_commands import SIGNATURE_HEADER, path_of, sign, write_order

if TYPE_CHECKING:
    import httpx

PATIENCE_S = 5.0  # the relay asked may have to ask another one, and gives that one 3 s


@dataclass(frozen=True, slots=True)
class RelayOrders:
    """Straight to the owner's private doors: for programs inside the relays' network."""

    leases: Leases
    client: "httpx.Client"
    command_key: Callable[[], str]
    now: Callable[[], datetime]

    def order(self, call_id: CallId, order: Order) -> dict[str, Any]:
        now = self.now()
        owner = self.leases.owner(call_id, now)
        if not owner:
            raise CallNotLive
        path, body = path_of(call_id), write_order(order)
        signature = sign("POST", path, body, self.command_key(), now.timestamp())
        return self._send(f"http://{owner}{path}", body, signature)

    def _send(self, url: str, body: bytes, signature: str) -> dict[str, Any]:
        import httpx

        headers = {SIGNATURE_HEADER: signature, "content-type": "application/json"}
        try:
            answer = self.client.post(url, content=body, headers=headers, timeout=PATIENCE_S)
        except httpx.TimeoutException as error:
            raise RelayError("relay_silent") from error
        except httpx.HTTPError as error:
            raise RelayError("relay_unreachable") from error
        return _read(answer.status_code, answer.content)


def _read(status: int, body: bytes) -> dict[str, Any]:
    if status == 404:
        raise CallNotLive
    try:
        told = json.loads(body)
    except ValueError:
        told = None
    if not isinstance(told, dict):
        raise RelayError("relay_answer_unreadable")
    if status == 400:
        raise BadRequest(str(told.get("detail", "")))
    if status != 200:
        raise RelayError(f"relay_answered_{status}")
    return told
