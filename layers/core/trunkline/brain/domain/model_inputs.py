"""A model's events as a brain's input."""

from trunkline.brain.domain.conversation import Input, ModelCalledTool, ModelFailed, ModelFinished, ModelSaid
from trunkline.brain.domain.model_events import ModelEvent, StreamEnded, StreamFailed, TextArrived, ToolRequested


def as_input(generation: int, event: ModelEvent) -> Input:
    match event:
        case TextArrived(text):
            return ModelSaid(generation, text)
        case ToolRequested(tool_call_id, name, arguments):
            return ModelCalledTool(generation, tool_call_id, name, arguments)
        case StreamEnded():
            return ModelFinished(generation)
        case StreamFailed(code):
            return ModelFailed(generation, code)
