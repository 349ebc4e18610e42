"""Orders to live calls: signed, sent to the relays' public address, passed on to whichever relay carries the call."""

import secrets
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import httpx

from trunkline.calls.domain.live_commands import LiveCallCommand
from trunkline.errors import Conflict, RelayUnreachable
from trunkline.ids import CallId
from trunkline.relay_api.commands import SIGNATURE_HEADER, path_of, sign, write_order

BUDGET_S = 5.0  # the relay asked may have to ask another one, and gives that one 3 s
COUNT_KEPT = timedelta(seconds=10)
NOT_CARRIED = 404
NOT_POSSIBLE = 409


class RelayedCalls:
    def __init__(
        self, client: httpx.Client, command_key: Callable[[], str], count_live: Callable[[datetime], int]
    ) -> None:
        self._client = client
        self._command_key = command_key
        self._count_live = count_live
        self._counted: tuple[int, datetime] | None = None

    def command(self, call_id: CallId, order: LiveCallCommand) -> dict[str, Any] | None:
        path, body = path_of(call_id), write_order(order, secrets.token_hex(8))
        signature = sign("POST", path, body, self._command_key(), time.time())
        try:
            answer = self._client.post(path, content=body, headers={SIGNATURE_HEADER: signature}, timeout=BUDGET_S)
        except httpx.HTTPError as error:
            raise RelayUnreachable from error
        if answer.status_code == NOT_CARRIED:
            return None
        if answer.status_code == NOT_POSSIBLE:
            raise Conflict(str(answer.json().get("detail", "not possible in this call")))
        if answer.status_code != 200:
            raise RelayUnreachable
        payload: dict[str, Any] = answer.json()
        return payload

    def count(self, now: datetime) -> int:
        """Counted every ten seconds at most: the health endpoint needs no key."""
        if self._counted is None or now - self._counted[1] > COUNT_KEPT:
            self._counted = self._count_live(now), now
        return self._counted[0]
