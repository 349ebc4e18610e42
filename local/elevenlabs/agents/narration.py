"""The effects of a conversation, for observers."""

from local.elevenlabs.agents.conversation import Conversation
from local.elevenlabs.agents.effects import (
    AgentSaid,
    CallerSaid,
    Corrected,
    Effect,
    Interrupted,
    ToolAnswered,
    ToolCalled,
)
from local.elevenlabs.workspace import Workspace


def narrate(workspace: Workspace, conversation: Conversation, effect: Effect) -> None:
    payload = _described(effect)
    if payload:
        workspace.tell(conversation, *payload)


def _described(effect: Effect) -> tuple[str, str] | None:
    match effect:
        case AgentSaid(text):
            return "agent says", text
        case CallerSaid(text):
            return "caller said", text
        case Interrupted(event_id):
            return "interrupted", str(event_id)
        case Corrected(_, spoken):
            return "corrected", spoken
        case ToolCalled(name):
            return "tool called", name
        case ToolAnswered(name):
            return "tool answered", name
    return None
