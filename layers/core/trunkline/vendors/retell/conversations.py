"""Retell's calls as they can be fetched afterwards: pages, whole calls, recordings."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from trunkline.conversations.domain.reconciliation import ConversationPage
from trunkline.errors import ProviderError
from trunkline.ids import ConversationId
from trunkline.vendors.retell import calls_api as wire
from trunkline.vendors.retell.api import RetellApi, provider_error, read
from trunkline.web.json_responses import optional_text
from trunkline.web.vendor_client import VendorClient, provider_errors

RECORDING_BUDGET_S = 100.0  # its function is given 120 s
RECORDING_LIMIT_BYTES = 512 * 1024 * 1024


class RetellConversations:
    """The port `ProviderConversations`. Nothing here changes anything at Retell. Raises ProviderError."""

    def __init__(self, api: RetellApi, storage: VendorClient) -> None:
        self._api = api
        self._storage = storage

    def page(self, since: datetime, until: datetime, cursor: str | None) -> ConversationPage:
        return read(*self._api.send(wire.list_calls(since, until, cursor)), wire.page_of)

    def as_report(self, conversation_id: ConversationId) -> tuple[str, bytes]:
        call = read(*self._api.send(wire.get_call(conversation_id)), dict)
        body = json.dumps(wire.as_webhook(call), separators=(",", ":")).encode()
        return wire.status_of(call), body

    @contextmanager
    def recording(self, conversation_id: ConversationId) -> Iterator[Iterator[bytes]]:
        """The audio piece by piece, from the address that Retell names: without personal data where that was removed.
        An agent that stores basic attributes alone has none."""
        call = read(*self._api.send(wire.get_call(conversation_id)), dict)
        url = optional_text(call, "scrubbed_recording_url") or optional_text(call, "recording_url")
        if not url:
            raise ProviderError("recording_not_there", status=404)
        stream = self._storage.stream("GET", url, timeout=RECORDING_BUDGET_S, limit=RECORDING_LIMIT_BYTES)
        with provider_errors(), stream as (head, pieces):
            if head.status_code != 200:
                raise provider_error(head.status_code, next(pieces, b""))
            yield pieces

    def delete(self, conversation_id: ConversationId) -> bool:
        """False for a call that is not there."""
        status, body = self._api.send(wire.delete_call(conversation_id))
        if status == 204:
            return True
        error = provider_error(status, body)
        if error.status == 404:
            return False
        raise error
