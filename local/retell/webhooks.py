"""Retell's webhooks: which are due, how they are signed, and that a failed one is tried three times more."""

import asyncio
import hmac
import json
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from local.retell.workspace import EVENTS, Call, Delivery, Webhook, Workspace
from local.world.addresses import AddressBook, UnknownHost

RETRIES = 3
UNKNOWN_EVENT = "call_summarised"


def signature(body: bytes, key: str, now_ms: int) -> str:
    return f"v={now_ms},d={hmac.new(key.encode(), body + str(now_ms).encode(), sha256).hexdigest()}"


@dataclass
class Webhooks:
    workspace: Workspace
    addresses: AddressBook
    _http: aiohttp.ClientSession | None = None
    _running: set[asyncio.Task[None]] = field(default_factory=set)

    def send(self, call: Call, event: str, beside: Mapping[str, Any] | None = None) -> None:
        """In order, and not waiting for the one before. `beside` are fields next to the call."""
        webhook = self._webhook_of(call)
        wanted = call.agent.settings.get("webhook_events") or EVENTS
        if webhook is None or event not in wanted or self.workspace.faults.lose_webhooks:
            return
        body = self._body(call, event, beside or {})
        for _ in range(2 if self.workspace.faults.duplicate else 1):
            self.start(self._deliver(call.call_id, event, body, webhook))

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def settled(self, timeout_s: float) -> None:
        async with asyncio.timeout(timeout_s):
            while self._running:
                await asyncio.gather(*self._running)

    async def stop(self) -> None:
        for task in list(self._running):
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        if self._http:
            await self._http.close()

    def _webhook_of(self, call: Call) -> Webhook | None:
        """The agent's own address, if it has one; then the account's is not called."""
        account, url = self.workspace.webhook, call.agent.settings.get("webhook_url")
        return Webhook(url, account.key, account.delay_s, account.retry_s) if account and url else account

    def _body(self, call: Call, event: str, beside: Mapping[str, Any]) -> bytes:
        left_out = self.workspace.faults.without | (set() if event == "call_analyzed" else {"call_analysis"})
        values = {name: value for name, value in call.values.items() if name not in left_out}
        payload = {"event": event, "call": values, **beside}
        return json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()

    async def _deliver(self, call_id: str, event: str, body: bytes, webhook: Webhook) -> None:
        for attempt in range(1, RETRIES + 2):
            made = await self._attempt(call_id, event, body, webhook, attempt)
            self.workspace.deliveries.append(made)
            if made.status is not None and 200 <= made.status < 300:
                return
            await asyncio.sleep(webhook.retry_s if attempt <= RETRIES else 0)

    async def _attempt(self, call_id: str, event: str, body: bytes, webhook: Webhook, attempt: int) -> Delivery:
        headers = self.signed(body)
        try:
            status: int | None = (await self.post(webhook.url, body, headers, webhook.timeout_s))[0]
        except (aiohttp.ClientError, TimeoutError, UnknownHost):
            status = None  # kept in the delivery: there was no answer
        return Delivery(event, call_id, status, body, headers, attempt)

    def signed(self, body: bytes) -> dict[str, str]:
        """The headers of a request, signed with the key that has the webhook badge."""
        faults, account = self.workspace.faults, self.workspace.webhook
        key = "key_of_another" if faults.wrong_key or account is None else account.key
        proof = signature(body, key, self.workspace.now_ms() - faults.age_ms)
        return {"content-type": "application/json", "x-retell-signature": proof}

    async def post(self, url: str, body: bytes, headers: dict[str, str], timeout_s: float) -> tuple[int, str]:
        """Status and text of the answer. The receiver sees the public name."""
        self._http = self._http or aiohttp.ClientSession()
        named = {"host": urlsplit(url).netloc, **headers}
        timeout, where = aiohttp.ClientTimeout(total=timeout_s), self.addresses.resolve(url)
        async with self._http.post(where, data=body, headers=named, timeout=timeout, allow_redirects=False) as answer:
            return answer.status, await answer.text(errors="replace")
