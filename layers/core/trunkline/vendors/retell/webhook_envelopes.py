"""The outer object of Retell's webhooks: `event`, and the call it is about. Plain json, as for every webhook.

Retell documentation "Retell webhooks overview", read 2026-11: `call` was once named `data`.
"""

import json
from dataclasses import dataclass
from typing import Any

from trunkline.conversations.domain.inbox_keys import UNKNOWN, report_key
from trunkline.errors import BadRequest
from trunkline.ids import ConversationId, conversation_id_in

STARTED, ENDED, ANALYZED, TRANSCRIPT = "call_started", "call_ended", "call_analyzed", "transcript_updated"
TRANSFERS = ("transfer_started", "transfer_bridged", "transfer_cancelled", "transfer_ended")
KINDS = (STARTED, ENDED, ANALYZED, TRANSCRIPT, *TRANSFERS)


@dataclass(frozen=True, slots=True)
class Envelope:
    """`payload` is the whole object; `call` the call object, empty where that is no object."""

    kind: str
    payload: dict[str, Any]

    @property
    def call(self) -> dict[str, Any]:
        found = (self.payload.get(name) for name in ("call", "data"))
        return next((call for call in found if isinstance(call, dict)), {})

    @property
    def conversation_id(self) -> ConversationId | None:
        """Retell has no conversations beside calls: the call's id names both."""
        return conversation_id_in(self.call.get("call_id"))


def read_envelope(body: bytes) -> Envelope:
    """Raises BadRequest for anything but a JSON object with an `event`."""
    try:
        payload = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadRequest("a webhook is JSON") from error
    if not isinstance(payload, dict):
        raise BadRequest("a webhook is a JSON object")
    kind = payload.get("event")
    if not isinstance(kind, str) or not kind:
        raise BadRequest("a webhook has an event")
    return Envelope(kind, payload)


def inbox_key(provider: str, body: bytes) -> str:
    """Raises BadRequest for what no reader could read. An event that is not read yet is filed among the unknown."""
    envelope = read_envelope(body)
    kind = envelope.kind if envelope.kind in KINDS else UNKNOWN
    return report_key(provider, kind, envelope.conversation_id, body)
