"""Custom functions: the agent's request to a tool's address, signed like a webhook, repeated when it fails."""

import asyncio
import json
from dataclasses import dataclass
from secrets import token_hex
from typing import Any

import aiohttp

from local.agents.dialogue import ClientTool
from local.retell.webhooks import Webhooks
from local.retell.workspace import Call, CustomFunction, Delivery
from local.world.addresses import UnknownHost

READ_BY_THE_MODEL = 15_000
EVENT = "custom_function"  # the name under which its requests are kept


@dataclass
class CustomFunctions:
    webhooks: Webhooks

    async def call(self, call: Call, tool: ClientTool) -> tuple[str, bool]:
        """The words that the model reads, and whether it went well. The call's items show each use."""
        function = next((item for item in call.agent.functions if item.name == tool.name), None)
        if function is None:
            return "no such function", False
        used = {"tool_call_id": f"tool_call_{token_hex(6)}"}
        arguments = json.dumps(tool.parameters)
        call.items.append({"role": "tool_call_invocation", "name": tool.name, "arguments": arguments, **used})
        words, went_well = await self._result(call, function, tool)
        call.items.append({"role": "tool_call_result", "content": words, "successful": went_well, **used})
        return words, went_well

    async def _result(self, call: Call, function: CustomFunction, tool: ClientTool) -> tuple[str, bool]:
        """Only the last attempt's result counts."""
        body = self._body(call, function, tool)
        repeats = 1 + self.webhooks.workspace.faults.repeat_functions
        words, went_well = "", False
        for attempt in range(1, function.max_retry + 1 + repeats):
            words, went_well = await self._ask(call, function, body, attempt)
            if went_well and attempt >= repeats:
                break
        return words[:READ_BY_THE_MODEL], went_well

    def _body(self, call: Call, function: CustomFunction, tool: ClientTool) -> bytes:
        values: dict[str, Any] = tool.parameters
        if not function.args_at_root:
            shown = call.values | {"transcript_with_tool_calls": list(call.items)}
            values = {"name": function.name, "call": shown, "args": tool.parameters}
        return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()

    async def _ask(self, call: Call, function: CustomFunction, body: bytes, attempt: int) -> tuple[str, bool]:
        headers, words = self.webhooks.signed(body), ""
        try:
            status, words = await self.webhooks.post(function.url, body, headers, function.timeout_ms / 1000)
        except (aiohttp.ClientError, TimeoutError, UnknownHost):
            status = 0
        self.webhooks.workspace.deliveries.append(Delivery(EVENT, call.call_id, status or None, body, headers, attempt))
        if not 200 <= status < 300:
            await asyncio.sleep(0)  # the real pauses grow; the caller of a test need not wait for them
        return words, 200 <= status < 300
