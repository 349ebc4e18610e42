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

from trunkline.domain.contact_imports import LIST_BYTES, PART_ROWS, ContactImport, ImportPosition, ImportRun
from trunkline.domain.contact_lists import ROW_BYTES, Header, ListReader, ReadNumber, Rejection, RowRefused
from trunkline.domain.contacts import Contact
from trunkline.domain.errors import BadRequest
from trunkline.domain.spreadsheets import harmless
from trunkline.domain.variables import is_secret
from trunkline.ports.campaigns import Contacts
from trunkline.ports.contact_lists import ImportRuns, ListFiles
from trunkline.protocols.csv_records import CsvRecord, Unreadable, cells, delimiter_of, records, without_mark

REPORT_HEADER = b"row,reason,text\r\n"
TEXT_AT_MOST = 500  # of a rejected row, in the report
CSV_TYPE = "text/csv; charset=utf-8"


class Ending(StrEnum):
    """How a run of an import came out."""

    DONE = "done"
    FAILED = "failed"
    HANDED_OVER = "handed over"  # time was up: a successor goes on
    TAKEN = "taken"  # somebody else is at it


@dataclass(frozen=True, slots=True)
class ImportDesk:
    """All that an import needs."""

    files: ListFiles
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
    end: int = 0


def import_job(order: ContactImport) -> dict[str, str]:
    return {"kind": "import", "company_id": order.company_id, "import_id": order.import_id}


def run_import(run: ImportRun, desk: ImportDesk, may_go_on: Callable[[], bool]) -> Ending:
    """From where it stands to its end, or until time is up; at least one part is written."""
    if run.is_over:
        return Ending.DONE
    try:
        size = _size(run.order, desk.files)
        reader, delimiter, begin = _opened(run.order, desk)
    except BadRequest as problem:
        desk.runs.finish(run.order, desk.now(), str(problem))
        return Ending.FAILED
    desk.runs.begin(run.order, size, desk.now())
    return _read_on(run, desk, _Table(reader, delimiter, begin), may_go_on)


@dataclass(frozen=True, slots=True)
class _Table:
    """How this list is to be read; rows begin at `begin`."""

    reader: ListReader
    delimiter: str
    begin: int


def _read_on(run: ImportRun, desk: ImportDesk, table: _Table, may_go_on: Callable[[], bool]) -> Ending:
    position = run.position
    start = max(position.offset, table.begin)
    rows = (one for one in records(desk.files.read(run.order.key, start), start, ROW_BYTES) if one.data.strip())
    for part in _parts(rows, table, position.rows, desk):
        following = _written(run.order, part, position, desk)
        if not desk.runs.advance(run.order, position, following):
            return Ending.TAKEN
        position = following
        if not may_go_on():
            return Ending.HANDED_OVER
    _report(run.order, position.part, desk.files)
    desk.runs.finish(run.order, desk.now())
    return Ending.DONE


def _size(order: ContactImport, files: ListFiles) -> int:
    size = files.size(order.key)
    if not size:
        raise BadRequest("the list is not there, or empty")
    if size > LIST_BYTES:
        raise BadRequest(f"the list has more than {LIST_BYTES} bytes")
    return size


def _opened(order: ContactImport, desk: ImportDesk) -> tuple[ListReader, str, int]:
    first = next(records(desk.files.read(order.key, 0), 0, ROW_BYTES), None)
    if first is None or first.is_broken:
        raise BadRequest("the first row is no header")
    plain = without_mark(first.data)
    delimiter = delimiter_of(plain)
    try:
        header = Header.of(cells(plain, delimiter))
    except Unreadable as problem:
        raise BadRequest(f"the header cannot be read: {problem}") from problem
    reader = ListReader(order.campaign_id, order.company_id, header, order.default_region, desk.read_number)
    return reader, delimiter, first.end


def _parts(rows: Iterator[CsvRecord], table: _Table, before: int, desk: ImportDesk) -> Iterator[_Part]:
    now, number = desk.now(), before + 1  # the header is row 1
    while taken := list(islice(rows, desk.part_rows)):
        yield _part(taken, number, table, now)
        number += len(taken)


def _part(taken: list[CsvRecord], before: int, table: _Table, now: datetime) -> _Part:
    part = _Part(rows=len(taken), end=taken[-1].end)
    for number, row in enumerate(taken, before + 1):
        try:
            contact = table.reader.contact(_cells(row, table.delimiter), now)
        except (RowRefused, Unreadable) as refusal:
            part.rejections.append(Rejection(number, str(refusal), _text_of(row, table.reader.header)))
        else:
            part.contacts.setdefault(contact.contact_id, contact)
    return part


def _text_of(row: CsvRecord, header: Header) -> str:
    """For the report. A row of a list with secret columns has none."""
    return "" if any(map(is_secret, header.columns)) else row.data[:TEXT_AT_MOST].decode(errors="replace")


def _cells(row: CsvRecord, delimiter: str) -> list[str]:
    if row.is_broken:
        raise RowRefused(f"longer than {ROW_BYTES} bytes, or a quote that nobody closed")
    return cells(row.data, delimiter)


def _written(order: ContactImport, part: _Part, position: ImportPosition, desk: ImportDesk) -> ImportPosition:
    added = desk.contacts.add(part.contacts.values())
    desk.files.write(order.rejects_key(position.part), _as_csv(part.rejections))
    return position.after(part.end, part.rows, added, len(part.rejections))


def _as_csv(rejections: Iterable[Rejection]) -> bytes:
    text = io.StringIO()
    table = csv.writer(text)
    for one in rejections:
        table.writerow([harmless(value) for value in one.as_row().values()])
    return text.getvalue().encode()


def _report(order: ContactImport, parts: int, files: ListFiles) -> None:
    header = f"{order.folder}rejects/header.csv"
    files.write(header, REPORT_HEADER)
    files.join(iter([header, *(order.rejects_key(part) for part in range(parts))]), order.report_key, CSV_TYPE)
