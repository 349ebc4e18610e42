"""A transcript is on file and its provider has a recording: fetch it, piece by piece. May run twice; finds it done."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from trunkline.conversations.domain.archive_keys import recording_key
from trunkline.conversations.ports import ConversationRecords, RecordingStore, VoiceProvider
from trunkline.conversations.use_cases.file_report import attach
from trunkline.ids import ConversationId


class Fetched(StrEnum):
    """The result of a fetch."""

    NO_RECORDING = "no-recording"
    KNOWN = "known"
    FETCHED = "fetched"
    NO_CALL = "no-call"


def fetch_recording(
    transcript: dict[str, Any],
    conversations: ConversationRecords,
    providers: Mapping[str, VoiceProvider],
    store: RecordingStore,
) -> Fetched:
    """Raises ProviderError while the provider does not have it ready: the queue asks again."""
    if not transcript.get("has_audio"):
        return Fetched.NO_RECORDING
    conversation_id = ConversationId(transcript["conversation_id"])
    known = conversations.look(conversation_id)
    if not known.recording_key:
        provider = providers[transcript["provider"]]
        key = recording_key(conversation_id, provider.name, provider.recording_content_type)
        with provider.conversations().recording(conversation_id) as pieces:
            store.upload_stream(key, pieces, provider.recording_content_type)
        attach(conversation_id, conversations.upsert_recording(conversation_id, key), conversations)
        return Fetched.FETCHED
    attach(conversation_id, known, conversations)  # the run that stored it may have been cut short
    return Fetched.KNOWN
