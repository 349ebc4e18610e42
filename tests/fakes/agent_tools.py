"""Dependencies of `agent_tool` in memory: a registered call of Acme's, its route with a tool, and what was asked."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import agent_tool
from tests.fakes.attempts import OneAttempt
from tests.fakes.callers import InMemoryCallers
from tests.fakes.retell_webhooks import AGENT, CALL_ID, KEY, call, signed
from tests.fakes.tables import InMemoryCalls, InMemoryConversations, InMemoryTables
from tests.fakes.webhooks import NOW, http_event
from trunkline.accounts.domain.callers import Caller
from trunkline.aws.secrets import SecretCache
from trunkline.bootstrap.agent_tool import AgentToolDeps, known_of, noting
from trunkline.calls.domain.client_tools import HttpTool, ToolResult
from trunkline.calls.domain.outbound.destinations import Destinations
from trunkline.calls.domain.outbound.outbound_calls import PlacedCall
from trunkline.calls.domain.routes import Mode, Route
from trunkline.calls.use_cases.take_from_provider import TakeFromProviderDeps
from trunkline.conversations.ports import ToolUse
from trunkline.conversations.use_cases.run_agent_tool import RunAgentToolDeps
from trunkline.ids import CallId
from trunkline.vendors.retell import custom_functions

OURS, ANA, COLLEAGUE = "+15005550006", "+14155550187", "+14155550190"
NOW_MS = round(NOW.timestamp() * 1000)
SECRETS = {"twilio_auth_tokens": [], "providers": {"retell": {"webhook_secrets": ["key_old", KEY]}}}
TOOL = HttpTool("https://orders.example.com/look-up")
CARRIERS = CallId("CA1")


class InMemoryUses:
    """tests/contract asks it and the table the same questions."""

    def __init__(self) -> None:
        self.uses: dict[tuple[str, str], ToolResult | None] = {}

    def begin(self, call_id: CallId, use: str, _now: datetime) -> ToolUse | None:
        if (call_id, use) in self.uses:
            return ToolUse(self.uses[call_id, use])
        self.uses[call_id, use] = None
        return None

    def end(self, call_id: CallId, use: str, result: ToolResult) -> None:
        if (call_id, use) in self.uses:  # else its call was erased meanwhile
            self.uses[call_id, use] = result

    def forget(self, call_id: CallId, use: str) -> None:
        self.uses.pop((call_id, use), None)


@dataclass
class ScriptedTools:
    result: ToolResult = field(default_factory=lambda: ToolResult('{"state": "sent"}'))
    asked: list[tuple[HttpTool, dict[str, Any], str, str]] = field(default_factory=list)

    def call(self, tool: HttpTool, arguments: Mapping[str, Any], call_id: CallId, company_id: str) -> ToolResult:
        self.asked.append((tool, dict(arguments), call_id, company_id))
        return self.result


@dataclass
class LineAtCarrier:
    """The carrier's side of the call."""

    status: str = "in-progress"
    taken_to: list[str] = field(default_factory=list)
    is_there: bool = True

    def find(self, call_id: CallId) -> PlacedCall | None:
        return PlacedCall(call_id, self.status, ANA, OURS)

    def continue_with(self, _call_id: CallId, url: str) -> bool:
        self.taken_to.append(url)
        return self.is_there


class Desk:
    def __init__(self, *callers: Caller, routed: bool = True, company: str = "acme") -> None:
        self.tables, self.attempt = InMemoryTables(), OneAttempt()
        self.uses, self.tools, self.line = InMemoryUses(), ScriptedTools(), LineAtCarrier()
        self.callers = InMemoryCallers({OURS: company}, callers)
        self.callers.defaults[OURS] = {"plan": "basic", "secret__pin": "1234"}
        self.tables.claims["agent", AGENT] = company
        self.route = Route(OURS, Mode.REGISTER, company, agent_id=AGENT, provider="retell")
        self.route.tools["orders"] = TOOL
        self.route.transfer_targets["sales"] = COLLEAGUE
        if routed:
            self.tables.routes[OURS] = self.route
        calls: Any = InMemoryCalls(self.tables)
        calls_found: Any = Found(self.tables)
        running = RunAgentToolDeps(
            conversations=InMemoryConversations(self.tables),
            calls=calls_found,
            taking=TakeFromProviderDeps(calls, self.line, self.line, "https://voice.example.com/after"),  # type: ignore[arg-type]
            route_of=self.tables.routes.get,
            uses=self.uses,
            tools=self.tools,
            destinations=Destinations(),
            opt_out=noting(self.attempt.opting_out()),
            caller_context=known_of(self.callers, None),  # type: ignore[arg-type]
        )
        cache = SecretCache(lambda: json.dumps(SECRETS))
        self.services = AgentToolDeps(running, cache, {"retell": custom_functions}, now=lambda: NOW)

    def register(self, **facts: Any) -> None:
        """The call as answering it has filed it."""
        known = {"company_id": "acme", "agent_id": AGENT, "mode": "register", "direction": "inbound"}
        known |= {"from_number": ANA, "to_number": OURS, "provider": "retell", "conversation_id": CALL_ID}
        self.tables.set(CARRIERS, known | {"route": self.route, "started_at": NOW.isoformat()} | facts)
        self.tables.conversations[CALL_ID] = {"call_id": CARRIERS}

    def ask(self, tool: str, args: Any = None, headers: dict[str, str] | None = None, **more: Any) -> dict[str, Any]:
        body = asked(tool, args, **more)
        return self.send(tool, body, headers)

    def send(self, tool: str, body: bytes, headers: dict[str, str] | None = None) -> dict[str, Any]:
        proof = signed(body, NOW_MS) if headers is None else headers
        return agent_tool.respond(http_event(f"/webhooks/retell/functions/{tool}", body, proof), self.services)


class Found:
    def __init__(self, tables: InMemoryTables) -> None:
        self._tables = tables

    def find(self, call_id: CallId) -> Any:
        seen = self._tables.view(call_id)
        return seen if seen and seen.company_id else None


def asked(tool: str, args: Any = None, items: list[dict[str, Any]] | None = None, **values: Any) -> bytes:
    """The body of a custom function, in the middle of a call."""
    running = {"call_status": "ongoing", "end_timestamp": None, "duration_ms": None, "disconnection_reason": None}
    running |= {"from_number": ANA, "to_number": OURS, "recording_url": None, "call_cost": None}
    running |= {"transcript_with_tool_calls": items} if items is not None else {}
    payload = {"name": tool, "call": call(**running | values)} | ({} if args is None else {"args": args})
    return json.dumps(payload, ensure_ascii=False).encode()


def invocation(tool: str, tool_call_id: str, args: Any) -> dict[str, Any]:
    arguments = json.dumps(args)
    return {"role": "tool_call_invocation", "tool_call_id": tool_call_id, "name": tool, "arguments": arguments}


def outcome(tool_call_id: str) -> dict[str, Any]:
    return {"role": "tool_call_result", "tool_call_id": tool_call_id, "content": "{}"}
