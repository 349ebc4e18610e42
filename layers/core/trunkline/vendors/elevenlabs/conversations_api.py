"""ElevenLabs' conversations as they can be fetched afterwards: lists, whole ones, recordings.

ElevenLabs documentation "Conversations", read 2026-11.
"""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from trunkline.conversations.domain.reconciliation import ConversationPage, ListedConversation
from trunkline.errors import ProviderError
from trunkline.ids import ConversationId
from trunkline.vendors.elevenlabs.calls_api import provider_error
from trunkline.vendors.elevenlabs.post_call_webhook import LATEST_S, LONGEST_S
from trunkline.web.json_responses import Unreadable, objects, read_object, text
from trunkline.web.lenient_json import Fields
from trunkline.web.vendor_requests import VendorRequest

Read = TypeVar("Read")

PAGE_SIZE = 100
CONVERSATIONS = "/v1/convai/conversations"


def list_conversations(since: datetime, until: datetime, cursor: str | None) -> VendorRequest:
    query = {
        "call_start_after_unix": str(int(since.timestamp())),
        "call_start_before_unix": str(int(until.timestamp())),
        "page_size": str(PAGE_SIZE),
    }
    return VendorRequest("GET", CONVERSATIONS, query=query | ({"cursor": cursor} if cursor else {}))


def get_conversation(conversation_id: ConversationId) -> VendorRequest:
    return VendorRequest("GET", f"{CONVERSATIONS}/{conversation_id}")


def get_recording(conversation_id: ConversationId) -> VendorRequest:
    return VendorRequest("GET", f"{CONVERSATIONS}/{conversation_id}/audio")


def read_page(status: int, body: bytes) -> ConversationPage:
    return _read(status, body, _page)


def _page(payload: dict[str, Any]) -> ConversationPage:
    found = tuple(
        ListedConversation(ConversationId(text(listed, "conversation_id")), text(listed, "status"))
        for listed in objects(payload, "conversations")
    )
    return ConversationPage(found, text(payload, "next_cursor") if payload.get("has_more") else None)


def read_as_report(status: int, body: bytes) -> tuple[str, bytes]:
    """The conversation's status, and its post-call report.

    Its time is the conversation's end, so that fetching it twice is the same report twice, and one that comes late goes
    over it.
    """
    return _read(status, body, _as_report)


def _as_report(payload: dict[str, Any]) -> tuple[str, bytes]:
    metadata = Fields(payload).object("metadata")
    began, length = metadata.within("start_time_unix_secs", LATEST_S), metadata.within("call_duration_secs", LONGEST_S)
    ended = None if began is None else int(began + (length or 0))
    envelope = {"type": "post_call_transcription", "event_timestamp": ended, "data": payload}
    return text(payload, "status"), json.dumps(envelope, separators=(",", ":")).encode()


def _read(status: int, body: bytes, read: Callable[[dict[str, Any]], Read]) -> Read:
    if status != 200:
        raise provider_error(status, body)
    try:
        return read_object(body, read)
    except Unreadable as error:
        raise ProviderError("malformed_answer", status=status) from error
