"""Command forwarding: a command for a call on another relay is passed on once, with its signature, and answered."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import httpx

from trunkline.calls.ports.streams import Leases
from trunkline.ids import CallId
from trunkline.relay_api.commands import FORWARDED_HEADER, SIGNATURE_HEADER, path_of
from trunkline.telemetry import count, log

LOOK_UP_LIMIT_S = 2.0
OWNER_LIMIT_S = 3.0  # to answer; it only has to reach its own memory
ANSWER_LIMIT_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Forwarded:
    status: int
    body: bytes = b""
    detail: str = ""  # in place of a body: why there is none


NOT_CARRIED = Forwarded(404, detail="no relay carries that call")
TABLE_AWAY = Forwarded(503, detail="who carries that call is not known right now")
OWNER_SILENT = Forwarded(504, detail="the relay that carries the call does not answer")
OWNER_AWAY = Forwarded(502, detail="the relay that carries the call cannot be reached")


@dataclass(frozen=True, slots=True)
class Forwarding:
    leases: Leases
    client: httpx.AsyncClient
    own_address: Callable[[], str]
    now: Callable[[], datetime]

    async def pass_on(self, call_id: CallId, body: bytes, signature: str) -> Forwarded:
        """The signature holds at the owner, too: it covers path and body, and the window is the same."""
        try:
            finding = asyncio.to_thread(self.leases.owner, call_id, self.now())
            owner = await asyncio.wait_for(finding, LOOK_UP_LIMIT_S)
        except Exception:  # noqa: BLE001 - the table did not answer, so the command was not carried out
            log.exception("owner not looked up", call_id=call_id)
            return self._counted(TABLE_AWAY)
        if not owner or owner == self.own_address():  # a lease of ours for a call that has just ended
            return self._counted(NOT_CARRIED)
        return self._counted(await self._send(owner, call_id, body, signature))

    async def _send(self, owner: str, call_id: CallId, body: bytes, signature: str) -> Forwarded:
        headers = {SIGNATURE_HEADER: signature, FORWARDED_HEADER: self.own_address() or "unknown"}
        url = f"http://{owner}{path_of(call_id)}"
        try:
            async with asyncio.timeout(OWNER_LIMIT_S):  # httpx bounds each read, not their sum
                answer = await self.client.post(url, content=body, headers=headers, timeout=OWNER_LIMIT_S)
        except (httpx.ConnectError, httpx.ConnectTimeout):
            return OWNER_AWAY
        except (TimeoutError, httpx.TimeoutException):
            return OWNER_SILENT
        except httpx.HTTPError:
            return OWNER_AWAY
        if len(answer.content) > ANSWER_LIMIT_BYTES:
            return OWNER_AWAY
        return Forwarded(answer.status_code, answer.content)

    def _counted(self, result: Forwarded) -> Forwarded:
        count("OrderForwarded", status=str(result.status))
        return result
