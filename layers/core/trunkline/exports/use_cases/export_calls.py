"""Writes an export part by part. A run that is cut short loses one part at most, and the next goes on behind the last.

Every part has its own keys, and a part written twice lands on itself. The manifest comes last.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import chain
from typing import Any, Protocol

from trunkline.accounts.ports import Companies
from trunkline.calls.domain.call_search import CallSummary
from trunkline.errors import BadRequest
from trunkline.exports.domain.exports import (
    DAYS_AT_MOST,
    FORMATS,
    PART_CALLS,
    PART_CHARACTERS,
    Export,
    ExportedFile,
    ExportPosition,
    ExportRun,
    Manifest,
    PartManifest,
    Row,
    daily_export,
    row_of,
)
from trunkline.exports.ports import ExportFile, ExportRuns, ExportSource, ExportStore, Jobs
from trunkline.redaction import Find

SETTLED = timedelta(hours=6)  # how long after midnight a day still gets reports; what comes later is not in its export
ExportedCall = tuple[CallSummary, dict[str, Any] | None]


class RowWriter(Protocol):
    """One format, onto one file."""

    def write(self, row: Row) -> None: ...

    def close(self) -> None:
        """Writes the buffered rows. The caller closes the file."""
        ...


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its row writer and its content type."""

    writer: Callable[[ExportFile], RowWriter]
    content_type: str


@dataclass(frozen=True, slots=True)
class ExportCallsDeps:
    """All that an export needs."""

    source: ExportSource
    runs: ExportRuns
    store: ExportStore
    formats: dict[str, Format]
    part_calls: int = PART_CALLS
    find: Find | None = None  # a model that finds names, for de-identified exports


class ExportEnd(StrEnum):
    """The result of one run of an export."""

    DONE = "done"
    HANDED_OVER = "handed over"  # time was up: a successor goes on
    TAKEN = "taken"  # another run is at work


def ask_for_export(export: Export, runs: ExportRuns, jobs: Jobs, today: date) -> ExportRun:
    """Puts an export on the list. Asked for again under the same name, it is sent on its way again."""
    if unknown := set(export.formats) - set(FORMATS):
        raise BadRequest(f"unknown formats: {', '.join(sorted(unknown))}")
    if not export.first_day <= export.last_day <= today:
        raise BadRequest("the last day is not before the first, and not in the future")
    if (export.last_day - export.first_day).days >= DAYS_AT_MOST:
        raise BadRequest(f"an export covers {DAYS_AT_MOST} days at most")
    runs.add(export)
    jobs.send(export_job(export))
    return runs.find(export.company_id, export.export_id) or ExportRun(export, ExportPosition(0, export.first_day))


def export_job(export: Export) -> dict[str, str]:
    return {"company_id": export.company_id, "export_id": export.export_id}


def ask_for_daily_exports(companies: Companies, runs: ExportRuns, jobs: Jobs, now: datetime) -> list[Export]:
    """Yesterday's calls of every company, once the day has settled. What is finished already is not begun again."""
    day = (now - SETTLED).date() - timedelta(days=1)
    asked = []
    for company in companies.all():
        export = daily_export(company.company_id, day, now)
        run = runs.find(export.company_id, export.export_id)
        if run is None or run.finished_at is None:
            ask_for_export(export, runs, jobs, now.date())
            asked.append(export)
    return asked


def run_export(run: ExportRun, deps: ExportCallsDeps, may_go_on: Callable[[], bool]) -> ExportEnd:
    """From where it stands to its end, or until time is up; at least one part is written."""
    if run.finished_at is not None:
        return ExportEnd.DONE
    export, position, rows = run.export, run.position, run.rows
    for day in export.days():
        if day < position.day:
            continue
        after = position.after if day == position.day else None
        for notes, last in _parts_of_day(export, day, after, position.part, deps):
            following = position.next_part(day, (last.started_at, last.call_id))
            rows += notes.rows
            if not deps.runs.advance(export, position, following, rows):
                return ExportEnd.TAKEN
            position = following
            if not may_go_on():
                return ExportEnd.HANDED_OVER
    _write_manifest(export, position.part or _write_nothing(export, deps), deps)
    deps.runs.finish(export, rows)
    return ExportEnd.DONE


def _parts_of_day(
    export: Export, day: date, after: tuple[str, str] | None, number: int, deps: ExportCallsDeps
) -> Iterator[tuple[PartManifest, CallSummary]]:
    wanted = filter(export.wants, deps.source.calls(export.company_id, day, after))
    payload = deps.source.with_transcripts(wanted)
    for first in payload:
        notes, last = _write_part(export, day, number, chain([first], payload), deps)
        deps.store.keep(export.notes_key(number), notes.as_dict())
        number += 1
        yield notes, last


def _write_part(
    export: Export, day: date, number: int, payload: Iterable[ExportedCall], deps: ExportCallsDeps
) -> tuple[PartManifest, CallSummary]:
    with ExitStack() as on_error:
        files: dict[str, ExportFile] = {}
        for name in export.formats:
            files[name] = deps.store.open(export.key(day, number, name), deps.formats[name].content_type)
            on_error.callback(files[name].abandon)
        writers = [deps.formats[name].writer(file) for name, file in files.items()]
        rows, missing, last = _write_rows(export, writers, payload, deps)
        for writer in writers:
            writer.close()
        finished = {name: file.finish() for name, file in files.items()}
        on_error.pop_all()  # nothing to abandon any more
    listed = [
        ExportedFile(export.key(day, number, name), name, rows, size, digest)
        for name, (size, digest) in finished.items()
    ]
    return PartManifest(rows, tuple(listed), missing), last


def _write_nothing(export: Export, deps: ExportCallsDeps) -> int:
    """One part without a row: a reader finds columns instead of no file, and need not guess."""
    files = {}
    for name in export.formats:
        key = export.key(export.first_day, 0, name)
        file = deps.store.open(key, deps.formats[name].content_type)
        deps.formats[name].writer(file).close()
        size, digest = file.finish()
        files[name] = ExportedFile(key, name, 0, size, digest)
    deps.store.keep(export.notes_key(0), PartManifest(0, tuple(files.values())).as_dict())
    return 1


def _write_rows(
    export: Export, writers: list[RowWriter], payload: Iterable[ExportedCall], deps: ExportCallsDeps
) -> tuple[int, int, CallSummary]:
    rows = missing = characters = 0
    for call, transcript in payload:
        row = row_of(call, transcript, deidentified=export.deidentified, find=deps.find)
        for writer in writers:
            writer.write(row)
        rows += 1
        missing += transcript is None and "transcript_key" in call.facts
        characters += sum(len(turn.get("text") or "") for turn in row["turns"])
        if rows >= deps.part_calls or characters >= PART_CHARACTERS:
            break
    return rows, missing, call


def _write_manifest(export: Export, parts: int, deps: ExportCallsDeps) -> None:
    notes = [PartManifest.of(deps.store.read_json(export.notes_key(number))) for number in range(parts)]
    deps.store.keep(export.manifest_key, Manifest(export, notes).as_dict())
