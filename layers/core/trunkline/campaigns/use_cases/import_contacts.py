"""Puts a list of people into a campaign, part by part. A run that is cut short loses one part at most.

A part written twice lands on itself: a contact's id is made of campaign and number, and one that is there stays. Only
the counts can tell: the rows of a part that had to be written again count as merged.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import islice

from trunkline.calls.domain.variables import is_secret
from trunkline.campaigns.domain.contact_imports import LIST_BYTES, PART_ROWS, ContactImport, ImportPosition, ImportRun
from trunkline.campaigns.domain.contact_rows import ROW_BYTES, Header, ListReader, ReadNumber, Rejection, RowRefused
from trunkline.campaigns.domain.contacts import Contact
from trunkline.campaigns.domain.csv_injection import escape
from trunkline.campaigns.domain.csv_records import DELIMITERS, CsvRecord, cells, delimiter_hint, records
from trunkline.campaigns.domain.text_encodings import UTF8_MARK, Unreadable, line_of, text_of, wide_encoding
from trunkline.campaigns.ports import ContactFiles, Contacts, ImportRuns
from trunkline.errors import BadRequest

REPORT_HEADER = b"row,reason,text\r\n"
SAMPLE_BYTES = 1024 * 1024  # of a list, looked at before it is read: one in an unknown encoding is refused as a whole
BLANK_AT_MOST = 100  # rows before the header
TEXT_AT_MOST = 500  # of a rejected row, in the report
CSV_TYPE = "text/csv; charset=utf-8"


class ImportEnd(StrEnum):
    """The result of one run of an import."""

    DONE = "done"
    FAILED = "failed"
    HANDED_OVER = "handed over"  # time was up: a successor goes on
    TAKEN = "taken"  # another run is at work


@dataclass(frozen=True, slots=True)
class ImportContactsDeps:
    """All that an import needs."""

    files: ContactFiles
    runs: ImportRuns
    contacts: Contacts
    read_number: ReadNumber
    now: Callable[[], datetime]
    part_rows: int = PART_ROWS


@dataclass(slots=True)
class _Part:
    """Rows of one step, read and sorted."""

    contacts: dict[str, Contact] = field(default_factory=dict)  # the first row of a person counts
    rejections: list[Rejection] = field(default_factory=list)
    rows: int = 0
    blank: int = 0
    end: int = 0


def import_job(order: ContactImport) -> dict[str, str]:
    return {"kind": "import", "company_id": order.company_id, "import_id": order.import_id}


def run_import(run: ImportRun, deps: ImportContactsDeps, may_go_on: Callable[[], bool]) -> ImportEnd:
    """From where it stands to its end, or until time is up; at least one part is written."""
    if run.is_over:
        return ImportEnd.DONE
    try:
        size = _size(run.order, deps.files)
        table = _opened(run.order, deps)
    except BadRequest as problem:
        deps.runs.finish(run.order, deps.now(), str(problem))
        return ImportEnd.FAILED
    deps.runs.begin(run.order, size, deps.now())
    return _read_on(run, deps, table, may_go_on)


@dataclass(frozen=True, slots=True)
class _Table:
    """The format of this list; rows begin at `begin`."""

    reader: ListReader
    delimiter: str
    begin: int
    wide: str  # the encoding, where it is UTF-16
    header_row: int  # as a spreadsheet counts it


def _read_on(run: ImportRun, deps: ImportContactsDeps, table: _Table, may_go_on: Callable[[], bool]) -> ImportEnd:
    position = run.position
    start = max(position.offset, table.begin)
    rows = records(deps.files.read(run.order.key, start), start, ROW_BYTES, table.delimiter, table.wide)
    for part in _parts(rows, table, position.rows + position.blank, deps):
        following = _written(run.order, part, position, deps)
        if not deps.runs.advance(run.order, position, following):
            return ImportEnd.TAKEN
        position = following
        if not may_go_on():
            return ImportEnd.HANDED_OVER
    _report(run.order, position.part, deps.files)
    deps.runs.finish(run.order, deps.now())
    return ImportEnd.DONE


def _size(order: ContactImport, files: ContactFiles) -> int:
    size = files.size(order.key)
    if not size:
        raise BadRequest("the list is not there, or empty")
    if size > LIST_BYTES:
        raise BadRequest(f"the list has more than {LIST_BYTES} bytes")
    return size


def _opened(order: ContactImport, deps: ImportContactsDeps) -> _Table:
    wide = _encoding(order, deps.files)
    rows = records(deps.files.read(order.key, 0), 0, ROW_BYTES, wide=wide)
    blank, first = _after_blank_rows(rows)
    hint = delimiter_hint(first.data) if first else ""
    more, found = _after_blank_rows(rows) if hint else (0, first)
    if found is None or found.is_broken:
        raise BadRequest("the first row is no header")
    delimiter, header = _header(found.data, hint)
    reader = ListReader(order.campaign_id, order.company_id, header, order.default_region, deps.read_number)
    return _Table(reader, delimiter, found.end, wide, header_row=blank + more + 1)


def _after_blank_rows(rows: Iterator[CsvRecord]) -> tuple[int, CsvRecord | None]:
    """The number of blank rows, and the rows after them."""
    for blank, row in enumerate(islice(rows, BLANK_AT_MOST + 1)):
        if row.data.removeprefix(UTF8_MARK).strip():
            return blank, row
    return 0, None


def _encoding(order: ContactImport, files: ContactFiles) -> str:
    sample = b""
    for piece in files.read(order.key, 0):
        sample += piece
        if len(sample) >= SAMPLE_BYTES:
            sample = sample[: sample.rfind(b"\n", 0, SAMPLE_BYTES // 2 * 2) + 1]
            break
    if wide := wide_encoding(sample):
        return wide
    try:
        text_of(sample)
    except Unreadable as problem:
        raise BadRequest(f"the list cannot be read: {problem}") from problem
    return ""


def _header(line: bytes, hint: str) -> tuple[str, Header]:
    """Of the separators under which a cell means `phone`, the one that makes the most cells."""
    try:
        tried = {item: cells(line, item) for item in ([hint] if hint else DELIMITERS)}
    except Unreadable as problem:
        raise BadRequest(f"the header cannot be read: {problem}") from problem
    delimiter = max(tried, key=lambda item: (Header.has_phone(tried[item]), len(tried[item])))
    return delimiter, Header.of(tried[delimiter])


def _parts(rows: Iterator[CsvRecord], table: _Table, before: int, deps: ImportContactsDeps) -> Iterator[_Part]:
    now, number = deps.now(), before + table.header_row
    while taken := list(islice(rows, deps.part_rows)):
        yield _part(taken, number, table, now)
        number += len(taken)


def _part(taken: list[CsvRecord], before: int, table: _Table, now: datetime) -> _Part:
    part = _Part(end=taken[-1].end)
    for number, row in enumerate(taken, before + 1):
        if not row.data.strip():
            part.blank += 1
            continue
        part.rows += 1
        try:
            contact = table.reader.contact(_cells(row, table.delimiter), now)
        except (RowRefused, Unreadable) as refusal:
            part.rejections.append(Rejection(number, str(refusal), _shown(row, table.reader.header)))
        else:
            part.contacts.setdefault(contact.contact_id, contact)
    return part


def _shown(row: CsvRecord, header: Header) -> str:
    """The start of a rejected row, to find it in the list; empty for a list with secret columns."""
    if any(map(is_secret, header.columns)):
        return ""
    try:
        return line_of(row.data)[:TEXT_AT_MOST]
    except Unreadable:
        return row.data[:TEXT_AT_MOST].decode(errors="replace")


def _cells(row: CsvRecord, delimiter: str) -> list[str]:
    if row.is_broken:
        raise RowRefused(f"longer than {ROW_BYTES} bytes, or a quote that is not closed")
    return cells(row.data, delimiter)


def _written(order: ContactImport, part: _Part, position: ImportPosition, deps: ImportContactsDeps) -> ImportPosition:
    added = deps.contacts.add(part.contacts.values())
    deps.files.write(order.rejects_key(position.part), _as_csv(part.rejections))
    return position.after(part.end, part.rows, added, len(part.rejections), part.blank)


def _as_csv(rejections: Iterable[Rejection]) -> bytes:
    text = io.StringIO()
    table = csv.writer(text)
    for rejection in rejections:
        table.writerow([escape(value) for value in rejection.as_row().values()])
    return text.getvalue().encode()


def _report(order: ContactImport, parts: int, files: ContactFiles) -> None:
    header = f"{order.folder}rejects/header.csv"
    files.write(header, REPORT_HEADER)
    files.join(iter([header, *(order.rejects_key(part) for part in range(parts))]), order.report_key, CSV_TYPE)
