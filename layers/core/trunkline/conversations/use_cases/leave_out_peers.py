"""Conversations of peers: browsers and programs that talk on a socket of their own. They have no call, so nothing would
lead an erasure to what is kept of them."""

from trunkline.conversations.domain.post_call_reports import ConversationReport, ReportOfACall
from trunkline.conversations.ports import Archive, ConversationRecords
from trunkline.ids import NO_CALL, ConversationId


def is_a_peers(conversation_id: ConversationId, conversations: ConversationRecords) -> bool:
    """Unless a call was noted for it: reports repeat what an agent's variables say."""
    return conversations.look(conversation_id).call_id in (None, NO_CALL)


def leave_out(report: ReportOfACall, conversations: ConversationRecords, archive: Archive) -> None:
    """Its recording may have come before. One that is reported is not fetched again."""
    if isinstance(report, ConversationReport):
        conversations.upsert(report.conversation_id, NO_CALL, report.ended_at)
    else:
        conversations.link(report.conversation_id, NO_CALL)
    recording = conversations.look(report.conversation_id).recording_key
    if recording is not None:
        archive.remove(recording)
