"""Reports of conversations without a call: browsers and programs that talk on a socket of their own.

Nothing would lead an erasure to what is kept of them, so nothing is.
"""

from trunkline.conversations.domain.post_call_reports import ConversationReport, ReportOfACall
from trunkline.conversations.ports import Archive, ConversationRecords
from trunkline.ids import NO_CALL


def says_no_call(report: ReportOfACall) -> bool:
    """Whether the relay's variable is in it. A report with a telephone's number is of a call even so."""
    has_number = getattr(report, "our_number", None) or getattr(report, "phone_number_id", None)
    return report.call_id == NO_CALL and not has_number


def discard(report: ReportOfACall, conversations: ConversationRecords, archive: Archive) -> bool:
    """Notes that the conversation has no call, and removes its recording, which may have come before.

    False, and nothing removed, where a call was noted for it.
    """
    ended_at = report.ended_at if isinstance(report, ConversationReport) else None
    known = conversations.mark_without_call(report.conversation_id, ended_at)
    if known.is_without_call and known.recording_key:
        archive.remove(known.recording_key)
    return known.is_without_call
