"""Retell's inbound webhook, `call_inbound`: asked while a number of the workspace rings, before an agent is chosen.

Retell documentation "Inbound call webhook", read 2026-11. What an invalid answer does is not documented: here the call
is not answered.
"""

import asyncio
import json
import random
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import aiohttp

from local.retell import shapes
from local.retell.errors import Refusal
from local.retell.webhooks import RETRIES, Webhooks
from local.retell.workspace import Call, Delivery, Workspace
from local.world.addresses import UnknownHost

EVENT = "call_inbound"
TIMEOUT_S = 10.0


@dataclass
class InboundCalls:
    workspace: Workspace
    webhooks: Webhooks

    async def arrives(self, from_: str, to: str) -> Call | None:
        """The call that an agent answers. None: it is rejected, or no agent answers the number."""
        number = self.workspace.numbers.get(to)
        if number is None:
            return None
        usual = _agent_of(number)
        try:
            said = _read(await self._ask(number, from_, to, usual))
        except Refusal:
            return None
        agent_id = said.get("override_agent_id") or usual
        if said.get("reject") is True or agent_id not in self.workspace.agents:
            return None
        return self._call(agent_id, said, from_, to)

    def _call(self, agent_id: str, said: Mapping[str, Any], from_: str, to: str) -> Call:
        call = self.workspace.new_call(
            self.workspace.agents[agent_id],
            direction="inbound",
            from_number=from_,
            to_number=to,
            retell_llm_dynamic_variables=said.get("dynamic_variables"),
            metadata=said.get("metadata"),
            agent_override=said.get("agent_override"),
        )
        call.is_on_trunk = True
        return call

    async def _ask(self, number: Mapping[str, Any], from_: str, to: str, agent_id: str) -> str:
        """The answer's text; empty without a webhook, and when no attempt got a 2xx."""
        url, asked = number.get("inbound_webhook_url"), {"from_number": from_, "to_number": to}
        bound = {"agent_id": agent_id, "agent_version": self.workspace.versions.get(agent_id, 0)} if agent_id else {}
        payload = {"event": EVENT, "event_timestamp": self.workspace.now_ms(), EVENT: asked | bound}
        body = json.dumps(payload, separators=(",", ":")).encode()
        for attempt in range(1, RETRIES + 2 if url else 1):
            status, words = await self._attempt(str(url), body, attempt)
            if 200 <= status < 300:
                return words
            await asyncio.sleep(self.workspace.webhook.retry_s if self.workspace.webhook and attempt <= RETRIES else 0)
        return ""

    async def _attempt(self, url: str, body: bytes, attempt: int) -> tuple[int, str]:
        headers, status, words = self.webhooks.signed(body), 0, ""
        with suppress(aiohttp.ClientError, TimeoutError, UnknownHost):
            status, words = await self.webhooks.post(url, body, headers, TIMEOUT_S)
        self.workspace.deliveries.append(Delivery(EVENT, "", status or None, body, headers, attempt))
        return status, words


def _read(answer: str) -> dict[str, Any]:
    """Every field stands under the event's name and may be missing. Raises Refusal for values of other types."""
    try:
        said = json.loads(answer or "{}").get(EVENT, {})
    except (ValueError, AttributeError) as error:
        raise Refusal(400) from error
    if not isinstance(said, dict):
        raise Refusal(400)
    variables = {"retell_llm_dynamic_variables": said.get("dynamic_variables"), "metadata": said.get("metadata")}
    shapes.call_body(variables, any_variables=False)
    return said


def _agent_of(number: Mapping[str, Any]) -> str:
    """One of the number's agents by their weights, or empty."""
    bound = number.get("inbound_agents") or []
    chosen = random.choices(bound, [item["weight"] for item in bound]) if bound else [{"agent_id": ""}]
    return str(chosen[0]["agent_id"])
