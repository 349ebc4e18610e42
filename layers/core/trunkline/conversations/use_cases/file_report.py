"""A report was received: find its call and file transcript, recording and facts. May run twice, late, in any order."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from trunkline.calls.domain.call_record import CallUpdate
from trunkline.calls.domain.turns import CheckpointedTurn, SpokenTurn
from trunkline.conversations.domain.archive_keys import recording_key, transcript_key
from trunkline.conversations.domain.post_call_reports import (
    ConversationReport,
    LiveTurnsReport,
    MachineReport,
    NeverStartedReport,
    ProviderEventReport,
    RecordingReport,
    Report,
    ReportOfACall,
    TracesReport,
    UnknownReport,
)
from trunkline.conversations.domain.redacted_transcripts import redacted, redacted_key
from trunkline.conversations.domain.report_updates import (
    conversation_update,
    event_update,
    machine_update,
    never_started_update,
    recording_update,
)
from trunkline.conversations.domain.transcripts import Transcript, story_of
from trunkline.conversations.ports import (
    Archive,
    ConversationOwner,
    ConversationRecords,
    ConversationState,
    ReportContext,
    ReportedIds,
)
from trunkline.conversations.use_cases.discard_report import discard, says_no_call
from trunkline.ids import NO_CALL, CallId, ConversationId, conversation_id_of, is_plain_id
from trunkline.redaction import Find

TURNS_NOTED = 6  # each update has the whole conversation again
WORDS_LIMIT = 50_000  # characters; an item of the table holds 400 kB


@dataclass(frozen=True, slots=True)
class Filed:
    """The result of filing. `call_id` is None until the conversation's call is known."""

    kind: str
    call_id: CallId | None
    attempt_id: str = ""  # of the campaign's call that was linked when it was dialled
    answered_by: str = ""
    is_reported: bool = False  # for a verdict: the conversation's report has come before it
    is_parted: bool = False  # from the call it names, which is another company's
    is_discarded: bool = False  # nothing of its conversation stays on file, nor does the report
    record: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)


DISCARDED = Filed("without a call", None, is_discarded=True)


def file_report(
    report: Report, conversations: ConversationRecords, archive: Archive, find: Find | None = None
) -> Filed:
    """Reports of conversations without a call are discarded. `find` helps to redact names in transcripts."""
    report = with_plain_ids(report)
    if isinstance(report, ReportOfACall) and report.call_id == NO_CALL:
        if says_no_call(report) and discard(report, conversations, archive):
            return DISCARDED
        report = replace(report, call_id=None)
    return _file(report, conversations, archive, find)


def _file(report: Report, conversations: ConversationRecords, archive: Archive, find: Find | None) -> Filed:
    match report:
        case ConversationReport():
            return _file_conversation(report, conversations, archive, find)
        case RecordingReport():
            return _file_recording(report, conversations, archive)
        case NeverStartedReport():
            return _file_never_started(report, conversations)
        case MachineReport():
            return _file_verdict(report, conversations)
        case ProviderEventReport():
            return _file_event(report, conversations)
        case LiveTurnsReport():
            return _file_turns(report, conversations)
        case TracesReport() | UnknownReport():
            return _not_read(report, conversations)


def _file_conversation(
    report: ConversationReport, conversations: ConversationRecords, archive: Archive, find: Find | None
) -> Filed:
    """Stops when overtaken: a later report of the same conversation has filed, or will file, everything."""
    context = conversations.context(_ids_of(report))
    if _is_without_call(report, context):
        return DISCARDED
    joined = _call_of(report, context)
    known = conversations.upsert(report.conversation_id, joined, report.ended_at)
    call_id = known.call_id or CallId(report.conversation_id)
    report = replace(report, data_collection={**report.data_collection, **known.collected})
    transcript = _transcript(call_id, report)
    update = conversation_update(report, transcript_key(transcript))
    filing = conversations.add_update(call_id, update)
    if filing.is_overtaken:
        return Filed("overtaken", call_id)
    _write(transcript, filing.record, archive, find)
    words = _words(call_id, report, filing.record, conversations, archive)
    owner = _owner(report, filing.record, context)
    conversations.finish(call_id, [update, *_waiting(report.conversation_id, known)], owner, words)
    record = filing.record | ({"company_id": owner.company_id} if owner else {})
    parted = _is_parted(report, call_id)
    return Filed("conversation", call_id, known.attempt_id, known.answered_by or "", is_parted=parted, record=record)


def _write(transcript: Transcript, record: dict[str, Any], archive: Archive, find: Find | None) -> None:
    """The redacted one first: the plain one's notice sets others to work."""
    key, values = transcript_key(transcript), transcript.as_dict()
    for name, item in ((redacted_key(key), redacted(values, record, find)), (key, values)):
        archive.write(name, json.dumps(item, ensure_ascii=False).encode(), "application/json")


def with_plain_ids(report: Report) -> Report:
    """Ids become keys and paths: a conversation's odd one is filed under its hash, a call's names no call."""
    if report.conversation_id is None:
        return report
    report = replace(report, conversation_id=conversation_id_of(report.conversation_id))
    if isinstance(report, MachineReport) and not is_plain_id(report.answered_by):
        return replace(report, answered_by="unknown")
    if isinstance(report, ReportOfACall) and not is_plain_id(report.call_id or ""):
        return replace(report, call_id=None)
    return report


def _ids_of(report: ReportOfACall) -> ReportedIds:
    ids = ReportedIds(report.conversation_id, report.call_id, report.agent_id)
    if isinstance(report, ConversationReport):
        return replace(ids, number=report.our_number, phone_number_id=report.phone_number_id)
    return replace(ids, number=report.our_number) if isinstance(report, ProviderEventReport) else ids


def _call_of(report: ReportOfACall, context: ReportContext) -> CallId | None:
    """The call we noted when the conversation began; else the one the report names, if both are one company's."""
    noted = context.conversation.call_id
    if noted and noted != CallId(report.conversation_id):
        return noted
    return report.call_id if report.call_id and context.may_join(report.agent_id) else None


def _is_without_call(report: ReportOfACall, context: ReportContext) -> bool:
    """A later report of a conversation without a call need not say so again."""
    return context.conversation.is_without_call and report.call_id is None


def _not_read(report: TracesReport | UnknownReport, conversations: ConversationRecords) -> Filed:
    """Of traces the reconciler fetches the words in the form that we read; the rest stays in the inbox until there is a
    reader for it."""
    if report.conversation_id and conversations.look(report.conversation_id).is_without_call:
        return DISCARDED
    return Filed("traces" if isinstance(report, TracesReport) else "unknown", None)


def _is_parted(report: ReportOfACall, call_id: CallId) -> bool:
    return report.call_id is not None and report.call_id != call_id


def _owner(report: ConversationReport, record: dict[str, Any], context: ReportContext) -> ConversationOwner | None:
    """The owner from the call's record; else the company of number and agent, for a call the provider answered."""
    started_at = str(record.get("started_at") or report.started_at.isoformat())
    if record.get("company_id"):
        return ConversationOwner(str(record["company_id"]), started_at)
    return ConversationOwner(context.company_id, started_at, is_news=True) if context.company_id else None


def _waiting(conversation_id: ConversationId, known: ConversationState) -> list[CallUpdate]:
    """Updates from a recording or a verdict that came before the report. Their time is the conversation's end."""
    found: list[CallUpdate] = []
    if known.ended_at and known.recording_key:
        found.append(recording_update(conversation_id, known.recording_key, known.ended_at))
    if known.ended_at and known.answered_by:
        found.append(machine_update(conversation_id, known.answered_by, known.ended_at))
    return found


def attach(
    conversation_id: ConversationId, known: ConversationState, conversations: ConversationRecords
) -> CallId | None:
    """Adds waiting updates to the call of a conversation that was reported before; else its report adds them."""
    if known.call_id and known.ended_at:
        for update in _waiting(conversation_id, known):
            conversations.add_update(known.call_id, update)
            conversations.finish(known.call_id, [update], None, None)
    return known.call_id


def _words(
    call_id: CallId,
    report: ConversationReport,
    record: dict[str, Any],
    conversations: ConversationRecords,
    archive: Archive,
) -> str:
    """The text for the search: all turns, cut at the size of an item."""
    keys = record.get("transcript_keys") or []
    if len(keys) > 1:
        return _merge_transcripts(call_id, keys, conversations, archive)
    return "\n".join(turn.text for turn in report.turns if turn.text)[:WORDS_LIMIT]


def _merge_transcripts(
    call_id: CallId, transcript_keys: Iterable[str], conversations: ConversationRecords, archive: Archive
) -> str:
    """Merges the transcripts of a call with several conversations: it lost its agent or its relay.

    Each filing reads the record it has just written, so of two at once the later one sees both. It fails and is tried
    again while the other transcript is not written yet.
    """
    body = story_of([json.loads(archive.read(key)) for key in transcript_keys])
    key = f"transcripts/dt={body['started_at'][:10]}/{call_id}/story.json"
    archive.write(key, json.dumps(body, ensure_ascii=False).encode(), "application/json")
    conversations.note_story(call_id, key)
    return "\n".join(turn["text"] for turn in body["turns"] if turn["text"])[:WORDS_LIMIT]


def _file_recording(report: RecordingReport, conversations: ConversationRecords, archive: Archive) -> Filed:
    key = recording_key(report.conversation_id, report.provider, report.content_type)
    before = conversations.look(report.conversation_id)
    if before.is_without_call:
        return DISCARDED
    if before.recording_key != key:  # one that is on file may be sealed by now
        archive.write(key, report.audio, report.content_type)
    known = replace(conversations.upsert_recording(report.conversation_id, key), answered_by=None)
    if known.is_without_call:  # noted since
        archive.remove(key)
        return DISCARDED
    return Filed("recording", attach(report.conversation_id, known, conversations))


def _file_verdict(report: MachineReport, conversations: ConversationRecords) -> Filed:
    met = conversations.upsert_verdict(report.conversation_id, report.answered_by)
    if met.is_without_call:
        return DISCARDED
    call_id = attach(report.conversation_id, replace(met, recording_key=None), conversations)
    return Filed("machine verdict", call_id, met.attempt_id, report.answered_by, met.ended_at is not None)


def _file_never_started(report: NeverStartedReport, conversations: ConversationRecords) -> Filed:
    context = conversations.context(_ids_of(report))
    if _is_without_call(report, context):
        return DISCARDED
    joined = _call_of(report, context)
    known = conversations.upsert(report.conversation_id, joined, report.reported_at, is_last_word=False)
    call_id = known.call_id or CallId(report.conversation_id)
    update = never_started_update(report)
    if not conversations.add_update(call_id, update).is_overtaken:
        conversations.finish(call_id, [update], None, None)
    return Filed("never started", call_id, known.attempt_id, is_parted=_is_parted(report, call_id))


def _file_event(report: ProviderEventReport, conversations: ConversationRecords) -> Filed:
    """A call that the provider answered by itself is on file, with its company, from its first event on."""
    context = conversations.context(_ids_of(report))
    if _is_without_call(report, context):
        return DISCARDED
    call_id = _call_of(report, context) or CallId(report.conversation_id)
    update = event_update(report)
    filing = conversations.add_update(call_id, update)
    started_at = str(filing.record.get("started_at") or report.at.isoformat())
    is_news = not filing.record.get("company_id") and context.company_id is not None
    owner = ConversationOwner(str(context.company_id), started_at, is_news=True) if is_news else None
    conversations.finish(call_id, [update], owner, None)
    return Filed("event", call_id, is_parted=_is_parted(report, call_id))


def _file_turns(report: LiveTurnsReport, conversations: ConversationRecords) -> Filed:
    """The newest turns of a running call, for those who follow it; the report after the call replaces them."""
    context = conversations.context(_ids_of(report))
    if _is_without_call(report, context):
        return DISCARDED
    call_id = _call_of(report, context) or CallId(report.conversation_id)
    began = report.started_at or report.at
    newest = list(enumerate(report.turns))[-TURNS_NOTED:]
    conversations.note_turns(
        call_id,
        [
            CheckpointedTurn(began + timedelta(seconds=turn.at_s), SpokenTurn(number, turn.speaker, turn.text))
            for number, turn in newest
        ],
    )
    return Filed("live turns", call_id, is_parted=_is_parted(report, call_id))


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
        has_audio=report.has_audio,
        user_id=report.user_id,
        variables=dict(report.variables),
    )
