"""ElevenLabs' conversations as they can be fetched afterwards: lists, whole ones, recordings.

ElevenLabs documentation "Conversations", read 2026-11.
"""

import json
from datetime import datetime
from typing import Any

from trunkline.domain.calls import ConversationId
from trunkline.domain.errors import ProviderError
from trunkline.domain.reconciliation import ConversationPage, ListedConversation
from trunkline.protocols.elevenlabs_calls import Outgoing, provider_error
from trunkline.protocols.elevenlabs_reports import LATEST_S, LONGEST_S
from trunkline.protocols.lenient_json import Fields

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
    told = _told(status, body)
    try:
        found = tuple(
            ListedConversation(ConversationId(one["conversation_id"]), str(one["status"]))
            for one in told["conversations"]
        )
    except (KeyError, TypeError) as error:
        raise ProviderError("malformed_answer", status=status) from error
    return ConversationPage(found, told["next_cursor"] if told.get("has_more") else None)


def read_as_report(status: int, body: bytes) -> tuple[str, bytes]:
    """The conversation's status, and the report that would have told of it.

    Its time is the conversation's end, so that fetching it twice is the same report twice, and one that comes late goes
    over it.
    """
    told = _told(status, body)
    metadata, state = Fields(told).object("metadata"), told.get("status")
    if not isinstance(state, str):
        raise ProviderError("malformed_answer", status=status)
    began, length = metadata.within("start_time_unix_secs", LATEST_S), metadata.within("call_duration_secs", LONGEST_S)
    ended = None if began is None else int(began + (length or 0))
    envelope = {"type": "post_call_transcription", "event_timestamp": ended, "data": told}
    return state, json.dumps(envelope, separators=(",", ":")).encode()


def _told(status: int, body: bytes) -> dict[str, Any]:
    if status != 200:
        raise provider_error(status, body)
    try:
        told = json.loads(body)
    except ValueError as error:
        raise ProviderError("malformed_answer", status=status) from error
    if not isinstance(told, dict):
        raise ProviderError("malformed_answer", status=status)
    return told
