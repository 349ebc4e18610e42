"""Chat messages for a model: the prompt with the call's variables, what was said, and the tools' results."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from trunkline.brain.domain.agents import END_CALL, PRESS_DIGITS, READ_OUT, RESERVED, STOP_CALLING, TRANSFER, BrainAgent
from trunkline.brain.domain.conversation import Line, ToolReturned
from trunkline.brain.domain.tool_ledger import ToolCall

Message = dict[str, Any]
VARIABLE = re.compile(r"\{\{\s*([A-Za-z0-9_]+)\s*\}\}")
ROLES = {"agent": "assistant", "caller": "user"}
LINES_SENT = 80  # the newest; a model needs the thread, not the archive
REMIND = "The caller has been silent. Ask briefly whether they are still there."
RESUMED = "The line was lost and is back. Go on where the conversation was; do not greet again."
TASK_OVER = "The caller had time for what they were asked to do, and said no words; a tone is none. Go on."
STILL_HERE = "The caller was to be put through to {target} and is still here: they spoke first, or it was not taken."
UNREACHABLE = "{target} cannot be reached any more in this call. Do not offer it."


def filled(text: str, variables: Mapping[str, str]) -> str:
    """A variable that is missing is left out."""
    return VARIABLE.sub(lambda found: variables.get(found[1], ""), text)


def chat_messages(
    agent: BrainAgent, variables: Mapping[str, str], lines: Sequence[Line], notes: Iterable[str] = ()
) -> tuple[Message, ...]:
    system = [{"role": "system", "content": filled(agent.prompt, variables)}]
    said = [{"role": ROLES[line.speaker], "content": line.text} for line in lines[-LINES_SENT:] if line.text]
    return (*system, *said, *({"role": "system", "content": note} for note in notes))


def tool_messages(calls: Sequence[ToolCall], results: Sequence[ToolReturned]) -> list[Message]:
    """What the model asked for, and what it got, in the form that chat models expect."""
    asked = [
        {
            "id": call.tool_call_id,
            "type": "function",
            "function": {"name": call.name, "arguments": json.dumps(call.arguments, ensure_ascii=False)},
        }
        for call in calls
    ]
    answers = [
        {"role": "tool", "tool_call_id": call.tool_call_id, "content": result.content}
        for call, result in zip(calls, results, strict=True)
    ]
    return [{"role": "assistant", "content": None, "tool_calls": asked}, *answers]


def tool_definitions(agent: BrainAgent) -> list[Message]:
    """The agent's tools and ours, as function definitions."""
    own = [_function(tool.name, tool.description, tool.parameters) for tool in agent.tools if tool.name not in RESERVED]
    ours = [
        _function(END_CALL, "Hang up, after your last words.", _schema()),
        _function(STOP_CALLING, "The person asks not to be called again.", _schema()),
    ]
    if agent.transfer_targets:
        target = {"type": "string", "enum": list(agent.transfer_targets)}
        schema = _schema(target=target, summary={"type": "string"}, required=["target"])
        ours.append(_function(TRANSFER, "Put the caller through to a colleague.", schema))
    if agent.may_press_digits:
        schema = _schema(digits={"type": "string"}, required=["digits"])
        ours.append(_function(PRESS_DIGITS, "Press keys, for a telephone menu.", schema))
    if agent.protected:
        passage = {"type": "string", "enum": list(agent.protected)}
        about = "Read a passage to the caller, word for word. Do not repeat it in your own words."
        ours.append(_function(READ_OUT, about, _schema(passage=passage, required=["passage"])))
    return [*own, *ours]


def _schema(required: list[str] | None = None, **properties: Any) -> Message:
    return {"type": "object", "properties": properties, "required": required or []}


def _function(name: str, description: str, parameters: Message) -> Message:
    return {
        "type": "function",
        "function": {"name": name, "description": description, "parameters": parameters or _schema()},
    }
