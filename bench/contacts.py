"""Imports made-up lists with the real code, small and large, and prints rate and memory: `python -m bench.contacts`.

Each size runs in a process of its own, for an honest peak. The list is a file read by ranges, as the bucket's is;
contacts go to an SQLite file that refuses duplicates, as the table does. Every twentieth part a run is cut short and
another goes on. The counts are checked against how the list was made.
"""

import argparse
import csv
import json
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

from bench.exports import peak_rss_mb
from tests.fakes.lists import FakeImportRuns
from trunkline.campaigns.adapters.phone_number_parser import read_number
from trunkline.campaigns.domain.contact_imports import ContactImport, ImportRun, ImportState
from trunkline.campaigns.domain.contacts import Contact
from trunkline.campaigns.use_cases.import_contacts import ImportContactsDeps, run_import

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "bench/results/contacts.json"
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
ORDER = ContactImport("bench", "acme", "spring", "contacts/acme/list.csv", "US", NOW)
HEADER = ["phone", "first_name", "last_name", "amount_due", "consent", "consent_at", "note"]
AREAS = (212, 305, 312, 415, 512, 602, 702, 801, 907, 206)
PARTS_IN_A_RUN = 20
PIECE = 256 * 1024


def phone(n: int) -> str:
    """Of a hundred rows one repeats an earlier number and one has none."""
    if n % 100 == 7:
        return "call her at home"
    said = n - 50 if n % 100 == 99 else n
    return f"({AREAS[said % 10]}) {200 + said // 100_000 * 20 + said // 10_000 % 10}-{said // 10 % 1000 + 4000:04}"


def write_list(path: Path, rows: int) -> None:
    with path.open("w", newline="") as file:
        table = csv.writer(file)
        table.writerow(HEADER)
        for n in range(rows):
            table.writerow(
                [
                    phone(n),
                    f"Ada {n}",
                    "Lovelace",
                    f"{n % 900}.50",
                    "web form",
                    "2026-01-05T10:00:00Z",
                    'said "yes", twice',
                ]
            )


class Folder:
    """The bucket of an import, in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, key: str) -> Path:
        return self._folder / key.replace("/", "_")

    def size(self, key: str) -> int:
        return self.path(key).stat().st_size

    def read(self, key: str, offset: int) -> Iterator[bytes]:
        with self.path(key).open("rb") as file:
            file.seek(offset)
            while piece := file.read(PIECE):
                yield piece

    def write(self, key: str, data: bytes) -> None:
        self.path(key).write_bytes(data)

    def stream(self, key: str, pieces: Iterator[bytes], content_type: str) -> None:  # noqa: ARG002
        with self.path(key).open("wb") as file:
            file.writelines(pieces)

    def join(self, keys: Iterator[str], into: str, content_type: str) -> None:
        self.stream(into, (piece for key in keys for piece in self.read(key, 0)), content_type)


class SqliteContacts:
    """Known contacts are kept as they are."""

    def __init__(self, path: Path) -> None:
        self._base = sqlite3.connect(path, isolation_level=None)
        self._base.execute("PRAGMA synchronous = OFF")
        self._base.execute("PRAGMA cache_size = -8000")
        self._base.execute("CREATE TABLE contact (id TEXT PRIMARY KEY, document TEXT) WITHOUT ROWID")

    def add(self, contacts: Iterable[Contact]) -> int:
        rows = [
            (contact.contact_id, json.dumps([contact.phone, contact.zone, contact.region, dict(contact.variables)]))
            for contact in contacts
        ]
        before = self._base.total_changes
        self._base.execute("BEGIN")
        self._base.executemany("INSERT OR IGNORE INTO contact VALUES (?, ?)", rows)
        self._base.execute("COMMIT")
        return self._base.total_changes - before

    def of_campaign(self, campaign_id: str) -> Iterator[Contact]:
        raise NotImplementedError("not used by an import")


def import_in(folder: Path, rows: int) -> dict[str, Any]:
    """Imports the list in the folder; what it took."""
    runs, files = FakeImportRuns(), Folder(folder)
    runs.add(ORDER)
    deps = ImportContactsDeps(files, runs, SqliteContacts(folder / "contacts.db"), read_number, lambda: NOW)
    began, needed = time.perf_counter(), 0
    while not (run := runs.runs["acme", "bench"]).is_over:
        parts = count(1)
        run_import(run, deps, lambda parts=parts: next(parts) < PARTS_IN_A_RUN)
        needed += 1
        show(runs.runs["acme", "bench"], time.perf_counter() - began)
    seconds = time.perf_counter() - began
    payload = run.position
    assert run.state is ImportState.DONE
    assert (payload.rows, payload.rejected) == (rows, rows // 100), payload
    assert (payload.added, payload.merged) == (rows - rows // 50, rows // 100), payload
    peak = peak_rss_mb()
    return {
        "rows": rows,
        "rows_per_s": round(rows / seconds),
        "seconds": round(seconds, 1),
        "runs": needed,
        "peak_rss_mb": peak,
    }


def show(run: ImportRun, seconds: float) -> None:
    rate = run.position.rows / seconds
    left = seconds / run.share - seconds if run.share else 0
    print(f"{run.share:6.1%}  {run.position.rows} rows, {rate:.0f}/s, {left:.0f} s left", file=sys.stderr)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="*", default=[1_000, 100_000, 1_000_000])
    parser.add_argument("--keep", help="write the figures to bench/results with this date")
    parser.add_argument("--into", type=Path, help="internal: import the list in this folder")
    args = parser.parse_args()
    if args.into:
        print(json.dumps(import_in(args.into, args.rows[0])))
        return
    figures = [measured(rows) for rows in args.rows]
    if args.keep:
        RESULTS.write_text(json.dumps({"date": args.keep, "imports": figures}, indent=1) + "\n")


def measured(rows: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        write_list(Folder(Path(folder)).path(ORDER.key), rows)
        command = [sys.executable, "-m", "bench.contacts", "--rows", str(rows), "--into", folder]
        figures = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
        print(json.dumps(figures), flush=True)
        return dict(figures)


if __name__ == "__main__":
    main()
