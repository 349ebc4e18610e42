"""The dependencies that all calls of this process share."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from media_relay.calls.call_store import CallStore
from media_relay.calls.prompt_files import PromptFiles
from media_relay.calls.tool_runner import ToolRunner
from media_relay.recording.recorder import Recorder
from trunkline.calls.domain.call_search import CallSummary
from trunkline.ids import CallId
from trunkline.realtime.voice_vendor import RealtimeVendor


@dataclass(frozen=True, slots=True)
class RelayContext:
    store: CallStore
    vendors: Mapping[str, RealtimeVendor]  # by the name of the voice provider
    new_recorder: Callable[[CallId, str], Recorder]
    clock: Callable[[], float]
    tools: ToolRunner = field(default_factory=ToolRunner)
    owns_agent: Callable[[str, str], bool] = lambda _agent, _company: False
    prompts: PromptFiles = field(default_factory=PromptFiles)
    find_call: Callable[[CallId], CallSummary | None] = lambda _call_id: None
