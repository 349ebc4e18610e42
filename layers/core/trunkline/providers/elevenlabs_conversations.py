"""Fetches conversations and recordings from ElevenLabs. What is said there is in protocols/elevenlabs_conversations."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

import httpx

from trunkline.domain.calls import ConversationId
from trunkline.domain.errors import ProviderError
from trunkline.domain.reconciliation import ConversationPage
from trunkline.protocols import elevenlabs_conversations as wire
from trunkline.protocols.elevenlabs_calls import Outgoing, provider_error

READ_BUDGET_S = 10.0
PIECE_BYTES = 64 * 1024
ERROR_LIMIT_BYTES = 16 * 1024


class ElevenLabsConversations:
    """Nothing here changes anything at the provider, so everything may be asked again. Raises ProviderError."""

    def __init__(self, client: httpx.Client, api_key: Callable[[], str]) -> None:
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
            self._spoken(),
            self._client.stream(request.method, request.path, headers=self._headers(), timeout=READ_BUDGET_S) as answer,
        ):
            if answer.status_code != 200:
                raise provider_error(answer.status_code, next(answer.iter_bytes(ERROR_LIMIT_BYTES), b""))
            yield answer.iter_bytes(PIECE_BYTES)

    def _ask(self, request: Outgoing) -> tuple[int, bytes]:
        with self._spoken():
            answer = self._client.request(
                request.method, request.path, params=request.query, headers=self._headers(), timeout=READ_BUDGET_S
            )
        return answer.status_code, answer.content

    @contextmanager
    def _spoken(self) -> Iterator[None]:
        try:
            yield
        except httpx.TimeoutException as error:
            raise ProviderError("timeout", retryable=True) from error
        except httpx.HTTPError as error:
            raise ProviderError("unreachable", retryable=True) from error

    def _headers(self) -> dict[str, str]:
        return {"xi-api-key": self._api_key()}
