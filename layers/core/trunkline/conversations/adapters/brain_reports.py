"""Reports of the brain's conversations, in the inbox beside the vendors': written by the relay, filed as any other.

They come from inside. The webhook for reports knows no provider of this name, so that no request can be one.
"""

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from trunkline.conversations.domain.brain_conversations import BrainConversation, conversation_id_of_call
from trunkline.conversations.domain.inbox_keys import report_key
from trunkline.conversations.domain.post_call_reports import ConversationReport
from trunkline.conversations.domain.transcripts import Turn
from trunkline.conversations.ports import Archive
from trunkline.ids import BRAIN, CallId, ConversationId

KIND = "conversation"


class BrainReports:
    """A provider as far as filing and erasure ask one."""

    name = BRAIN
    report_kinds = (KIND,)

    def read_report(self, body: bytes) -> ConversationReport:
        """Raises ValueError and KeyError for what `report_body` did not write."""
        values: dict[str, Any] = json.loads(body)
        began_at, ended_at = (datetime.fromisoformat(values[name]) for name in ("began_at", "ended_at"))
        call_id = CallId(values["call_id"])
        return ConversationReport(
            conversation_id=conversation_id_of_call(call_id),
            call_id=call_id,
            agent_id=values["agent_id"],
            provider=BRAIN,
            status="done",
            started_at=began_at,
            duration_s=round((ended_at - began_at).total_seconds()),
            turns=tuple(_turn(item, began_at) for item in values["turns"]),
            reported_at=ended_at,
            end_reason=values["end_reason"],
            variables={"agent_version": str(values["version"])},
            user_id=values["user_id"] or None,
        )

    def delete_conversation(self, conversation_id: ConversationId) -> bool:  # noqa: ARG002 - the port's
        """There is no other copy."""
        return False


def keep_report(conversation: BrainConversation, archive: Archive) -> None:
    body = json.dumps(asdict(conversation), default=datetime.isoformat, ensure_ascii=False).encode(errors="replace")
    key = report_key(BRAIN, KIND, conversation_id_of_call(conversation.call_id), body)
    archive.write(key, body, "application/json")


def _turn(item: dict[str, Any], began_at: datetime) -> Turn:
    at_s = round((datetime.fromisoformat(item["at"]) - began_at).total_seconds(), 2)
    is_cut = item["intended"] is not None
    return Turn(item["speaker"], item["text"], at_s, interrupted=is_cut, intended=item["intended"])
