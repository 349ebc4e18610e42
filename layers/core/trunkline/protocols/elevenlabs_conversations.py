"""ElevenLabs' conversations as they can be fetched afterwards: lists, whole ones, recordings.

ElevenLabs documentation "Conversations", read 2026-11.
"""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from trunkline.domain.calls import ConversationId
from trunkline.domain.errors import ProviderError
from trunkline.domain.reconciliation import ConversationPage, ListedConversation
from trunkline.protocols.elevenlabs_calls import Outgoing, provider_error
from trunkline.protocols.elevenlabs_reports import LATEST_S, LONGEST_S
from trunkline.protocols.json_answers import Unreadable, objects, read_object, text
from trunkline.protocols.lenient_json import Fields

Read = TypeVar("Read")

PAGE_SIZE = 100
CONVERSATIONS = "/v1/convai/conversations"


def list_conversations(since: datetime, until: datetime, cursor: str | None) -> Outgoing:
    query = {
        "call_start_after_unix": str(int(since.timestamp())),
        "call_start_before_unix": str(int(until.timestamp())),
        "page_size": str(PAGE_SIZE),
    }
    return Outgoing("GET", CONVERSATIONS, query=query | ({"cursor": cursor} if cursor else {}))


def get_conversation(conversation_id: ConversationId) -> Outgoing:
    return Outgoing("GET", f"{CONVERSATIONS}/{conversation_id}")


def get_recording(conversation_id: ConversationId) -> Outgoing:
    return Outgoing("GET", f"{CONVERSATIONS}/{conversation_id}/audio")


def read_page(status: int, body: bytes) -> ConversationPage:
    return _read(status, body, _page)


def _page(payload: dict[str, Any]) -> ConversationPage:
    found = tuple(
        ListedConversation(ConversationId(text(listed, "conversation_id")), text(listed, "status"))
        for listed in objects(payload, "conversations")
    )
    return ConversationPage(found, text(payload, "next_cursor") if payload.get("has_more") else None)


def read_as_report(status: int, body: bytes) -> tuple[str, bytes]:
    """The conversation's status, and the report that would have told of it.

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
