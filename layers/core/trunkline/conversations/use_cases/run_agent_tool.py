"""Runs a tool that an agent at a voice provider asks for: for a call we know, once, with what its company has.

Tools of the call's route come second; the built-in ones are `stop_calling`, `transfer_to_human` and `caller_context`,
as for agents on the relay.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from trunkline.calls.domain.call_search import CallSummary
from trunkline.calls.domain.calls import TimelineEvent
from trunkline.calls.domain.client_tools import ToolResult
from trunkline.calls.domain.outbound.destinations import Destinations
from trunkline.calls.domain.routes import Mode, Route
from trunkline.calls.domain.transfers import BRIEFING_LIMIT
from trunkline.calls.domain.variables import is_secret
from trunkline.calls.ports.records import CallSearch
from trunkline.calls.use_cases.take_from_provider import TakeFromProviderDeps, take_from_provider, transfer_ordered
from trunkline.conversations.domain.agent_tools import CALLER_CONTEXT, STOP_CALLING, TRANSFER, ToolRequest
from trunkline.conversations.ports import ConversationRecords, ReportedIds, Tools, ToolUses
from trunkline.errors import CarrierError, Conflict, NotConfigured, NotFound, OutcomeUnknown
from trunkline.ids import CallId
from trunkline.numbering.e164 import is_e164, is_of_a_person

NO_SUCH_CALL = "no such call"
NO_SUCH_TOOL = "no such tool: neither a built-in one nor one of the call's route"
UNDER_WAY = "this use of the tool is being carried out, or was interrupted: it is not begun twice"
AT_THE_PROVIDER = "the provider placed or answered this call itself: use the provider's own transfer"
NO_TARGET = "there is no such person to transfer to"


@dataclass(frozen=True, slots=True)
class Asker:
    """The call that asks, and its company. No summary: its first report is not filed yet."""

    call_id: CallId
    company_id: str
    agent_id: str
    our_number: str = field(repr=False)
    person: str = field(repr=False)
    summary: CallSummary | None = None

    @property
    def attempt_id(self) -> str:
        return str(self.summary.facts.get("attempt_id") or "") if self.summary else ""


@dataclass(frozen=True, slots=True)
class RunAgentToolDeps:
    """`opt_out` suppresses a person of a company, and settles the attempt; `caller_context` gives what is known of the
    caller; `route_of` the route of a number."""

    conversations: ConversationRecords
    calls: CallSearch
    taking: TakeFromProviderDeps
    route_of: Callable[[str], Route | None]
    uses: ToolUses
    tools: Tools
    destinations: Destinations
    opt_out: Callable[[str, str, str], None]
    caller_context: Callable[[Asker], Mapping[str, Any]]


def run_agent_tool(request: ToolRequest, deps: RunAgentToolDeps, now: datetime) -> ToolResult:
    """Raises NotFound for an unknown call, another company's, and an unknown tool; Conflict for a use under way."""
    asker = _asker(request, deps)
    return BUILT_IN.get(request.tool, _of_the_route)(asker, request, deps, now)


def _asker(request: ToolRequest, deps: RunAgentToolDeps) -> Asker:
    """By the note made when the call began, else by the call it names or its conversation. Agent and number must be
    that company's: any company may write any id into its own calls."""
    number = request.our_number or None
    context = deps.conversations.context(
        ReportedIds(request.conversation_id, request.call_id, request.agent_id, number)
    )
    named = request.call_id if context.may_join(request.agent_id) else None
    call_id = context.conversation.call_id or named or CallId(request.conversation_id)
    call = deps.calls.find(call_id)
    if call is None:
        if context.company_id is None:
            raise NotFound(NO_SUCH_CALL)
        ours, person = request.our_number, request.person
        return Asker(call_id, context.company_id, request.agent_id, ours, person)
    is_theirs = context.owners == {call.company_id}
    if not is_theirs and (context.owners or call.facts.get("agent_id") != request.agent_id):
        raise NotFound(NO_SUCH_CALL)
    ours = call.our_number or request.our_number
    return Asker(call.call_id, call.company_id, request.agent_id, ours, _person(call, request), call)


def _person(call: CallSummary, request: ToolRequest) -> str:
    """The caller as the carrier knows them; a registered call's own numbers are what was declared."""
    is_outbound = call.facts.get("direction") == "outbound"
    return str(call.facts.get("to_number" if is_outbound else "from_number") or request.person)


def _route(asker: Asker, deps: RunAgentToolDeps) -> Route | None:
    """The route that answered the call; that of our number for a call which the provider placed or answered."""
    known = deps.taking.calls.find(asker.call_id)
    if known and known.route:
        return known.route
    route = deps.route_of(asker.our_number) if asker.our_number else None
    return route if route and route.company_id == asker.company_id else None


def _once(
    asker: Asker, request: ToolRequest, run: Callable[[], ToolResult], deps: RunAgentToolDeps, now: datetime
) -> ToolResult:
    """A result that is not final is forgotten, so that a repetition may do better. What we cannot tell stays begun."""
    before = deps.uses.begin(asker.call_id, request.use, now)
    if before:
        if before.result is None:
            raise Conflict(UNDER_WAY)
        return before.result
    result = run()
    if result.is_final:
        deps.uses.end(asker.call_id, request.use, result)
    else:
        deps.uses.forget(asker.call_id, request.use)
    return result


def _of_the_route(asker: Asker, request: ToolRequest, deps: RunAgentToolDeps, now: datetime) -> ToolResult:
    route = _route(asker, deps)
    tool = route.tools.get(request.tool) if route else None
    if tool is None:
        raise NotFound(NO_SUCH_TOOL)

    def run() -> ToolResult:
        return deps.tools.call(tool, request.arguments, asker.call_id, asker.company_id)

    return _once(asker, request, run, deps, now)


def _stop_calling(asker: Asker, _request: ToolRequest, deps: RunAgentToolDeps, now: datetime) -> ToolResult:
    """May be repeated. The agent says goodbye and ends the call with the provider's own tool."""
    if not is_of_a_person(asker.person):
        return ToolResult.fault("the number of this person is withheld, so it cannot be put on the list")
    deps.opt_out(asker.company_id, asker.person, asker.attempt_id)
    event = TimelineEvent("opted-out", now, "asked not to be called again", {"source": "agent"})
    deps.taking.calls.note(asker.call_id, event, {"opted_out": True})
    return ToolResult("noted: this person will not be called again. Say goodbye and end the call")


def _caller_context(asker: Asker, _request: ToolRequest, deps: RunAgentToolDeps, _now: datetime) -> ToolResult:
    """Without secret variables: a model reads the answer."""
    known = {name: value for name, value in deps.caller_context(asker).items() if not is_secret(name)}
    return ToolResult(json.dumps(known, ensure_ascii=False))


def _transfer_once(asker: Asker, request: ToolRequest, deps: RunAgentToolDeps, now: datetime) -> ToolResult:
    return _once(asker, request, lambda: _transfer(asker, request, deps, now), deps, now)


def _transfer(asker: Asker, request: ToolRequest, deps: RunAgentToolDeps, now: datetime) -> ToolResult:
    known = deps.taking.calls.find(asker.call_id)
    if asker.summary is None or known is None or known.route is None or known.route.mode is not Mode.REGISTER:
        return ToolResult.fault(AT_THE_PROVIDER)
    whom, summary = request.text("whom"), request.text("summary")[:BRIEFING_LIMIT]
    if not is_e164(deps.destinations.ringable(known.route).number_of(whom)):
        return ToolResult.fault(NO_TARGET)
    ordered = transfer_ordered("the agent", request.use, whom, now)
    try:
        take_from_provider(asker.summary, whom, summary, ordered, deps.taking)
    except Conflict as conflict:
        return ToolResult.fault(str(conflict))
    except OutcomeUnknown:
        return ToolResult.fault("the carrier did not say whether it transfers the call")
    except (CarrierError, NotConfigured):
        return ToolResult.fault("the carrier did not transfer the call", is_final=False)
    return ToolResult("transferring the call")


BUILT_IN: Mapping[str, Callable[[Asker, ToolRequest, RunAgentToolDeps, datetime], ToolResult]] = {
    STOP_CALLING: _stop_calling,
    TRANSFER: _transfer_once,
    CALLER_CONTEXT: _caller_context,
}
