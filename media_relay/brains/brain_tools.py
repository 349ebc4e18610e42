"""Tools of brains' calls: an effect happens once for the whole call, whichever relay it is asked on."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from media_relay.brains.brain_call import RunBrainTool
from media_relay.calls.call_store import CallStore, StreamRecord
from media_relay.calls.tool_runner import ToolRunner
from media_relay.session.messages import RunTool as RunHttpTool
from media_relay.session.messages import ToolFinished
from media_relay.tasks import TaskSet
from trunkline.brain.domain.agents import STOP_CALLING
from trunkline.brain.domain.context import BrainContext
from trunkline.brain.domain.conversation import RunTool, ToolReturned
from trunkline.brain.ports import BrainStore
from trunkline.calls.domain.client_tools import HttpTool
from trunkline.telemetry import log

RAN_BEFORE = "This was begun before the line was lost; its result is not known. Do not ask for it again."
NOTED = "The person will not be called again. Confirm it and end the call."
TAKEN_DOWN, NOT_TAKEN_DOWN = "taken down", "this could not be taken down; ask for it again"
TEXT_AT_MOST, ITEMS_AT_MOST = 500, 20  # of what is collected
READS = "GET"  # a tool that changes nothing may run again

Report = Callable[[ToolReturned], None]


@dataclass(slots=True)
class BrainTools:
    brains: BrainStore
    store: CallStore
    runner: ToolRunner
    _tasks: TaskSet = field(default_factory=TaskSet)

    def of(self, call: BrainContext) -> RunBrainTool:
        """What the call's agent collects is reported, as null where there is no answer."""
        if names := call.agent.collected:
            self._tasks.start(self._open(names, call))
        return lambda tool, report: self._tasks.start(self._run(tool, call, report))

    async def settled(self) -> None:
        await self._tasks.settled()

    async def _run(self, tool: RunTool, call: BrainContext, report: Report) -> None:
        try:
            result = await self._result(tool, call)
        except Exception:  # noqa: BLE001 - the model waits for an answer in any case
            log.exception("tool failed", call_id=call.call_id, tool=tool.name)
            result = ToolReturned(tool.key, "the tool failed", is_error=True)
        report(result)

    async def _result(self, tool: RunTool, call: BrainContext) -> ToolReturned:
        if names := _collected_by(tool.name, call):
            values = {name: bounded(value) for name, value in tool.arguments.items() if name in names}
            is_kept = await self._collect(values, call)
            return ToolReturned(tool.key, TAKEN_DOWN if is_kept else NOT_TAKEN_DOWN, is_error=not is_kept)
        http = _http_tool(tool.name, call)
        if http is not None and http.method == READS:
            return await self._over_http(tool, http, call)
        effect = await asyncio.to_thread(self.brains.begin_effect, call.call_id, tool.key)
        if not effect.is_new:
            return ToolReturned(tool.key, effect.result or RAN_BEFORE, is_error=effect.result is None)
        returned = await self._over_http(tool, http, call) if http else await self._stop_calling(tool, call)
        if not returned.is_error:
            await asyncio.to_thread(self.brains.note_result, call.call_id, tool.key, returned.content)
        return returned

    async def _open(self, names: tuple[str, ...], call: BrainContext) -> None:
        await self._collect(dict.fromkeys(names), call)

    async def _collect(self, values: dict[str, Any], call: BrainContext) -> bool:
        try:
            await asyncio.to_thread(self.brains.collect, call.conversation_id, values)
        except Exception:  # noqa: BLE001 - the conversation goes on, and the model knows
            log.exception("answers not collected", call_id=call.call_id)
            return False
        return True

    async def _stop_calling(self, tool: RunTool, call: BrainContext) -> ToolReturned:
        """The one effect that is ours; the brain carries its actions out itself."""
        fault = await StreamRecord(self.store, call.call_id, call.call_id).opt_out(call, "agent")
        return ToolReturned(tool.key, fault or NOTED, is_error=bool(fault))

    async def _over_http(self, tool: RunTool, http: HttpTool, call: BrainContext) -> ToolReturned:
        done: asyncio.Future[ToolFinished] = asyncio.get_running_loop().create_future()
        self.runner.start(RunHttpTool(0, tool.name, http, tool.arguments), call, done.set_result)
        finished = await done
        return ToolReturned(tool.key, finished.result, is_error=finished.is_error)


def _collected_by(name: str, call: BrainContext) -> tuple[str, ...]:
    return next((tool.collected for tool in call.agent.tools if tool.name == name), ())


def bounded(value: Any) -> Any:
    """A text, a number, a truth value or a list of texts, cut to what a record holds; else None."""
    match value:
        case bool() | int() | float() | None:
            return value
        case str():
            return value[:TEXT_AT_MOST]
        case list() if all(isinstance(item, str) for item in value):
            return [item[:TEXT_AT_MOST] for item in value[:ITEMS_AT_MOST]]
    return None


def _http_tool(name: str, call: BrainContext) -> HttpTool | None:
    if name == STOP_CALLING:
        return None
    tool = next(tool for tool in call.agent.tools if tool.name == name)
    return HttpTool(tool.url, tool.method, tool.timeout_s, tool.headers)
