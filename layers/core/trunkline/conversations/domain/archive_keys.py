"""Keys of what a conversation leaves in the bucket: its transcript and its provider's recording."""

from trunkline.conversations.domain.transcripts import Transcript

SUFFIXES = {"audio/mpeg": "mp3", "audio/wav": "wav", "audio/ogg": "ogg"}  # of recordings, by content type


def transcript_key(transcript: Transcript) -> str:
    """One object per conversation; a call that lost its agent has several under one name."""
    return f"transcripts/dt={transcript.started_at:%Y-%m-%d}/{transcript.call_id}/{transcript.conversation_id}.json"


def recording_key(conversation_id: str, provider: str, content_type: str) -> str:
    """Raises KeyError for a form that no player is known for."""
    return f"recordings/{conversation_id}/{provider}.{SUFFIXES[content_type]}"
