"""Retell's REST API in memory, as far as a stage asks it: one call that is over, with its recording."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from trunkline.aws.secrets import ProviderSecrets
from trunkline.ids import ConversationId
from trunkline.vendors.retell.conversations import RetellConversations
from trunkline.vendors.retell.provider import RetellProvider
from trunkline.web.vendor_requests import VendorRequest

UNKNOWN = {"status": "error", "message": "Cannot find requested asset under given api key."}


class MemoryRetell:
    def __init__(self, *calls: dict[str, Any]) -> None:
        self.calls = {str(call["call_id"]): call for call in calls}

    def send(self, request: VendorRequest, _budget_s: float = 0.0) -> tuple[int, bytes]:
        if request.path == "/v3/list-calls":
            return 200, json.dumps({"items": list(self.calls.values()), "has_more": False}).encode()
        kind, call_id = request.path.split("/")[-2:]
        if call_id not in self.calls:
            return 422, json.dumps(UNKNOWN).encode()
        if kind == "delete-call":
            del self.calls[call_id]
            return 204, b""
        return 200, json.dumps(self.calls[call_id]).encode()

    @contextmanager
    def stream(self, _method: str, url: str, **_limits: Any) -> Iterator[tuple[httpx.Response, Iterator[bytes]]]:
        yield httpx.Response(200), iter((b"RIFF", url.rsplit("/", 1)[-1].encode()))


class RememberingRetell(RetellProvider):
    """The real provider over that API."""

    def __init__(self, retell: MemoryRetell) -> None:
        super().__init__("https://provider.invalid", ProviderSecrets)
        self._retell: Any = retell

    def conversations(self) -> RetellConversations:
        return RetellConversations(self._retell, self._retell)

    def delete_conversation(self, conversation_id: ConversationId) -> bool:
        return self.conversations().delete(conversation_id)
