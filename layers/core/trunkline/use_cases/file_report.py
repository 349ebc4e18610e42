"""A report was received: find its call and file transcript, recording and facts. May run twice, late, in any order."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from trunkline.domain.calls import CallId
from trunkline.domain.reports import (
    ConversationReport,
    NeverStartedReport,
    RecordingReport,
    Report,
    UnknownReport,
)
from trunkline.domain.transcripts import Transcript, Turn, story_of
from trunkline.ports import Archive, ConversationRecords

WORDS_LIMIT = 50_000  # characters; an item of the table holds 400 kB


@dataclass(frozen=True, slots=True)
class Filed:
    """Where a report went. `call_id` is None while only the provider knows which call it was."""

    kind: str
    call_id: CallId | None


def file_report(report: Report, conversations: ConversationRecords, archive: Archive) -> Filed:
    match report:
        case ConversationReport():
            return _file_conversation(report, conversations, archive)
        case RecordingReport():
            return _file_recording(report, conversations, archive)
        case NeverStartedReport():
            call_id = _call_of(report, conversations)
            conversations.file_never_started(call_id, report)
            return Filed("never started", call_id)
        case UnknownReport():
            return Filed("unknown", None)  # it stays in the inbox until somebody teaches us to read it


def _file_conversation(report: ConversationReport, conversations: ConversationRecords, archive: Archive) -> Filed:
    call_id = _call_of(report, conversations)
    transcript = _transcript(call_id, report)
    key = transcript_key(transcript)
    archive.write(key, json.dumps(transcript.as_dict(), ensure_ascii=False).encode(), "application/json")
    beside = conversations.file_conversation(call_id, report, key)
    if beside.recording_key:
        conversations.attach_recording(call_id, report.conversation_id, beside.recording_key, report.reported_at)
    words = _words(report.turns)
    if len(beside.transcript_keys) > 1:
        words = _tell_whole_story(call_id, beside.transcript_keys, conversations, archive)
    if beside.company_id and beside.started_at:
        conversations.note_words(call_id, beside.company_id, beside.started_at, words)
    return Filed("conversation", call_id)


def _words(turns: Iterable[Turn]) -> str:
    """What a search looks through: everything both said, as far as an item holds it."""
    return "\n".join(turn.text for turn in turns if turn.text)[:WORDS_LIMIT]


def _tell_whole_story(
    call_id: CallId, transcript_keys: tuple[str, ...], conversations: ConversationRecords, archive: Archive
) -> str:
    """A call that lost its agent or its relay took several conversations: told together, whichever report is last.

    Each filing reads after it has written, so of two at once the later one sees both.
    """
    told = story_of([json.loads(archive.read(key)) for key in transcript_keys])
    key = f"transcripts/dt={told['started_at'][:10]}/{call_id}/story.json"
    archive.write(key, json.dumps(told, ensure_ascii=False).encode(), "application/json")
    conversations.note_story(call_id, key)
    return "\n".join(turn["text"] for turn in told["turns"] if turn["text"])[:WORDS_LIMIT]


def _file_recording(report: RecordingReport, conversations: ConversationRecords, archive: Archive) -> Filed:
    key = f"recordings/{report.conversation_id}/{report.provider}.mp3"
    archive.write(key, report.audio, report.content_type)
    call_id = conversations.file_recording(report.conversation_id, key)
    if call_id:
        conversations.attach_recording(call_id, report.conversation_id, key, report.reported_at)
    return Filed("recording", call_id)


def _call_of(report: ConversationReport | NeverStartedReport, conversations: ConversationRecords) -> CallId:
    """The carrier's id if the provider repeats it, else what we noted, else the conversation is all there is."""
    return report.call_id or conversations.call_of(report.conversation_id) or CallId(report.conversation_id)


def _transcript(call_id: CallId, report: ConversationReport) -> Transcript:
    return Transcript(
        call_id=call_id,
        conversation_id=report.conversation_id,
        provider=report.provider,
        agent_id=report.agent_id,
        started_at=report.started_at,
        duration_s=report.duration_s,
        turns=report.turns,
        language=report.language,
        summary=report.summary,
        outcome=report.outcome,
        variables=dict(report.variables),
    )


def transcript_key(transcript: Transcript) -> str:
    """One object per conversation; a call that lost its agent has several under one name."""
    return f"transcripts/dt={transcript.started_at:%Y-%m-%d}/{transcript.call_id}/{transcript.conversation_id}.json"
