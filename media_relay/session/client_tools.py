"""Client tools of an agent: which tool a request names, whether it may run now, and that it runs once."""

from dataclasses import dataclass, field

from media_relay.session.messages import AnswerTool, Command, PlayKeys, RunTool, StopCalling, ToolFinished
from trunkline.calls.domain.client_tools import HttpTool
from trunkline.calls.domain.dtmf import PLAYABLE_WORDS, is_playable, key_count
from trunkline.realtime.agent_events import ToolRequested

AT_ONCE = 4  # of one call; a further request is refused for now
PER_CONVERSATION = 200  # ids remembered, so that a repeated one is known


@dataclass(slots=True)
class ClientTools:
    """One for each call. A new conversation starts it anew: results of the old one are void."""

    tools: dict[str, HttpTool] = field(default_factory=dict)
    _seen: set[str] = field(default_factory=set)
    _running: dict[int, str] = field(default_factory=dict)
    _runs: int = 0

    def begin_conversation(self) -> None:
        self._seen.clear()
        self._running.clear()

    def is_known(self, tool_call_id: str) -> bool:
        """A request that came before is not carried out again. Remembers this one."""
        if tool_call_id in self._seen:
            return True
        if len(self._seen) < PER_CONVERSATION:
            self._seen.add(tool_call_id)
        return False

    def run(self, asked: ToolRequested) -> Command:
        """A registered tool, or the reason why not."""
        tool = self.tools.get(asked.name)
        if tool is None:
            return AnswerTool(asked.tool_call_id, "unknown tool", is_error=True)
        if len(self._running) >= AT_ONCE:
            return AnswerTool(asked.tool_call_id, "too many tools at once, try again later", is_error=True)
        if len(self._seen) >= PER_CONVERSATION:
            return AnswerTool(asked.tool_call_id, "too many tool calls in one conversation", is_error=True)
        return RunTool(self._begin(asked), asked.name, tool, asked.parameters)

    def stop_calling(self, asked: ToolRequested) -> Command:
        """A tool of ours, without a limit and on every route."""
        return StopCalling("agent", self._begin(asked))

    def _begin(self, asked: ToolRequested) -> int:
        self._runs += 1
        self._running[self._runs] = asked.tool_call_id
        return self._runs

    def finished(self, tool_finished: ToolFinished) -> AnswerTool | None:
        """None for a result that comes too late."""
        tool_call_id = self._running.pop(tool_finished.run, None)
        return (
            AnswerTool(tool_call_id, tool_finished.result, tool_finished.is_error) if tool_call_id is not None else None
        )


def keys_to_play(asked: ToolRequested) -> tuple[Command, ...]:
    """`send_dtmf`. The keys may be a PIN: the answer counts them and does not repeat them."""
    keys = asked.parameters.get("digits")
    if not isinstance(keys, str) or not is_playable(keys):
        return (AnswerTool(asked.tool_call_id, PLAYABLE_WORDS, is_error=True),)
    return AnswerTool(asked.tool_call_id, f"keys played: {key_count(keys)}", is_error=False), PlayKeys(keys)
