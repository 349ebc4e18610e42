"""The outer object of ElevenLabs' reports, read by the webhook that keeps it and by the function that files it.

One reader for both: what the webhook takes, the other can read. Plain json, because a webhook that imports pydantic
spends more time on that than on everything else.
"""

import json
from dataclasses import dataclass
from typing import Any

from trunkline.conversations.domain.inbox_keys import UNKNOWN, report_key
from trunkline.errors import BadRequest
from trunkline.ids import ConversationId, conversation_id_in

KINDS = (
    "post_call_transcription",
    "post_call_transcription_otel",
    "post_call_audio",
    "call_initiation_failure",
    "answering_machine_detection",
)


@dataclass(frozen=True, slots=True)
class Envelope:
    """`payload` is the whole object; `data` what the report is about, empty where that is no object."""

    kind: str
    payload: dict[str, Any]

    @property
    def data(self) -> dict[str, Any]:
        data = self.payload.get("data")
        return data if isinstance(data, dict) else {}

    @property
    def conversation_id(self) -> ConversationId | None:
        return conversation_id_in(self.data.get("conversation_id"))


def read_envelope(body: bytes) -> Envelope:
    """Raises BadRequest for anything but a JSON object with a `type`: no provider sends that, signed or not."""
    try:
        payload = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadRequest("a report is JSON") from error
    if not isinstance(payload, dict):
        raise BadRequest("a report is a JSON object")
    kind = payload.get("type")
    if not isinstance(kind, str) or not kind:
        raise BadRequest("a report has a type")
    return Envelope(kind, payload)


def inbox_key(provider: str, body: bytes) -> str:
    """Raises BadRequest for what no reader could read. A kind that is not read yet is kept among the unknown ones."""
    envelope = read_envelope(body)
    kind = envelope.kind if envelope.kind in KINDS else UNKNOWN
    return report_key(provider, kind, envelope.conversation_id, body)
