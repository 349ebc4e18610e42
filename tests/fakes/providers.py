"""Voice providers for tests: the real one with its clients replaced."""

from collections.abc import Callable
from typing import Any

from trunkline.aws.secrets import ProviderSecrets
from trunkline.ids import ConversationId
from trunkline.vendors.elevenlabs.provider import ElevenLabsProvider


class ScriptedProvider(ElevenLabsProvider):
    """Its codec is the real one; its conversations are what a test brings."""

    def __init__(self, conversations: Any = None, delete: Callable[[ConversationId], bool] | None = None) -> None:
        super().__init__("https://provider.invalid", ProviderSecrets)
        self._remembered, self._delete = conversations, delete

    def conversations(self) -> Any:
        return self._remembered

    def delete_conversation(self, conversation_id: ConversationId) -> bool:
        assert self._delete, "nothing was to be deleted"
        return self._delete(conversation_id)


def providers(
    conversations: Any = None, delete: Callable[[ConversationId], bool] | None = None
) -> dict[str, ScriptedProvider]:
    return {ElevenLabsProvider.name: ScriptedProvider(conversations, delete)}
