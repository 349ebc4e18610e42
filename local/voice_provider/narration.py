"""What a conversation does, told to whoever watches."""

from local.voice_provider.conversation import Conversation
from local.voice_provider.effects import AgentSaid, CallerSaid, Corrected, Effect, Interrupted, ToolAnswered, ToolCalled
from local.voice_provider.workspace import Workspace


def narrate(workspace: Workspace, conversation: Conversation, effect: Effect) -> None:
    told = _told(effect)
    if told:
        workspace.tell(conversation, *told)


def _told(effect: Effect) -> tuple[str, str] | None:
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
