"""Client for ElevenLabs' conversations and their recordings; requests and answers are in `conversations_api`."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from trunkline.conversations.domain.reconciliation import ConversationPage
from trunkline.ids import ConversationId
from trunkline.vendors.elevenlabs import conversations_api as wire
from trunkline.vendors.elevenlabs.calls_api import provider_error
from trunkline.web.vendor_client import VendorClient, provider_errors
from trunkline.web.vendor_requests import VendorRequest

READ_BUDGET_S = 10.0
RECORDING_BUDGET_S = 100.0  # its function is given 120 s
RECORDING_LIMIT_BYTES = 512 * 1024 * 1024  # nine hours of MP3
CONVERSATION_LIMIT_BYTES = 16 * 1024 * 1024


class ElevenLabsConversations:
    """Nothing here changes anything at the provider, so everything may be asked again. Raises ProviderError."""

    def __init__(self, client: VendorClient, api_key: Callable[[], str]) -> None:
        self._client = client
        self._api_key = api_key

    def page(self, since: datetime, until: datetime, cursor: str | None) -> ConversationPage:
        return wire.read_page(*self._ask(wire.list_conversations(since, until, cursor)))

    def as_report(self, conversation_id: ConversationId) -> tuple[str, bytes]:
        return wire.read_as_report(*self._ask(wire.get_conversation(conversation_id)))

    @contextmanager
    def recording(self, conversation_id: ConversationId) -> Iterator[Iterator[bytes]]:
        """The audio piece by piece; a connection that breaks off raises, it does not just end."""
        request = wire.get_recording(conversation_id)
        with (
            provider_errors(),
            self._client.stream(
                request.method,
                request.path,
                headers=self._headers(),
                timeout=RECORDING_BUDGET_S,
                limit=RECORDING_LIMIT_BYTES,
            ) as (head, pieces),
        ):
            if head.status_code != 200:
                raise provider_error(head.status_code, next(pieces, b""))
            yield pieces

    def _ask(self, request: VendorRequest) -> tuple[int, bytes]:
        with provider_errors():
            answer = self._client.request(
                request.method,
                request.path,
                params=request.query,
                headers=self._headers(),
                timeout=READ_BUDGET_S,
                limit=CONVERSATION_LIMIT_BYTES,
            )
        return answer.status_code, answer.content

    def _headers(self) -> dict[str, str]:
        return {"xi-api-key": self._api_key()}
