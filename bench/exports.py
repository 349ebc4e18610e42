"""Exports made-up calls with the real code, small and large, and prints rate and memory: `python -m bench.exports`.

Each size runs in a process of its own, for an honest peak. Table and bucket are stood in for by this process: questions
are answered with calls made on the fly, pieces go to files. The manifest is checked and the documented query asked.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from tests.fakes.exporting import record, transcript
from trunkline.aws.dynamodb_values import to_item
from trunkline.calls.adapters.call_index import CallIndex
from trunkline.exports.adapters.export_bucket import CallsToExport, ExportBucket
from trunkline.exports.domain.exports import FORMATS, Export, ExportPosition, ExportRun
from trunkline.exports.use_cases.export_calls import ExportCallsDeps, run_export

ROOT = Path(__file__).parents[1]
PAGE = 500
FIRST = date(2026, 11, 1)
DAYS = 20
COMPANY, BUCKET = "acme", "bench"


class GeneratedTable:
    """Answers the index's question page by page, as DynamoDB would, with calls it makes up as it goes."""

    def __init__(self, calls: int, requests: Counter[str]) -> None:
        self._calls, self._requests = calls, requests

    def query(self, **question: Any) -> dict[str, Any]:
        self._requests["Query"] += 1
        day = date.fromisoformat(question["ExpressionAttributeValues"][":key"]["S"].split("#")[1])
        begin = int(question.get("ExclusiveStartKey", {"n": {"N": "0"}})["n"]["N"])
        of_day = len(range((day - FIRST).days, self._calls, DAYS))
        end = min(begin + PAGE, of_day)
        answer: dict[str, Any] = {"Items": [to_item(record(n, day)) for n in range(begin, end)]}
        return answer | ({"LastEvaluatedKey": {"n": {"N": str(end)}}} if end < of_day else {})


class FolderS3:
    """The actions of S3 that an export uses, on a folder."""

    class exceptions:  # noqa: N801 - boto3's name for it
        NoSuchKey = FileNotFoundError

    def __init__(self, folder: Path, requests: Counter[str]) -> None:
        self._folder, self._requests = folder, requests

    def get_object(self, Key: str, **_: Any) -> dict[str, Any]:  # noqa: N803
        self._requests["GetObject"] += 1
        body = transcript(Key.split("/")[2]) if Key.startswith("transcripts/") else (self._folder / Key).read_bytes()
        return {"Body": _Body(body)}

    def put_object(self, Key: str, Body: bytes, **_: Any) -> None:  # noqa: N803
        self._requests["PutObject"] += 1
        self._append(Key, Body)

    def create_multipart_upload(self, Key: str, **_: Any) -> dict[str, str]:  # noqa: N803
        self._requests["CreateMultipartUpload"] += 1
        return {"UploadId": Key}

    def upload_part(self, Key: str, PartNumber: int, Body: bytes, **_: Any) -> dict[str, str]:  # noqa: N803
        self._requests["UploadPart"] += 1
        self._append(Key, Body)
        return {"ETag": str(PartNumber)}

    def complete_multipart_upload(self, **_: Any) -> None:
        self._requests["CompleteMultipartUpload"] += 1

    def _append(self, key: str, body: bytes) -> None:
        path = self._folder / key
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab") as file:
            file.write(body)


class _Body:
    def __init__(self, body: bytes) -> None:
        self._body = body

    def read(self) -> bytes:
        return self._body


class OneRun:
    """Remembers how far this one export has come."""

    def __init__(self, requests: Counter[str]) -> None:
        self._requests = requests
        self.is_finished = False

    def advance(self, *_: Any) -> bool:
        self._requests["UpdateItem"] += 1
        return True

    def finish(self, *_: Any) -> None:
        self._requests["UpdateItem"] += 1
        self.is_finished = True


def wanted(formats: Iterable[str] = FORMATS, *, deidentified: bool = True) -> Export:
    last = FIRST + timedelta(days=DAYS - 1)
    now = datetime(2026, 11, 23, tzinfo=UTC)
    return Export("bench", COMPANY, FIRST, last, tuple(formats), now, series="daily", deidentified=deidentified)


def export_to(folder: Path, calls: int, export: Export) -> dict[str, Any]:
    """Writes the export below the folder; what it took."""
    import export_transcripts

    requests: Counter[str] = Counter()
    table, s3, runs = GeneratedTable(calls, requests), FolderS3(folder, requests), OneRun(requests)
    source = CallsToExport(CallIndex(table, "calls"), s3, BUCKET)  # type: ignore[arg-type]
    deps = ExportCallsDeps(source, runs, ExportBucket(s3, BUCKET), export_transcripts.FORMATS)  # type: ignore[arg-type]
    began = time.perf_counter()
    run_export(ExportRun(export, ExportPosition(0, export.first_day)), deps, lambda: True)
    seconds = time.perf_counter() - began
    assert runs.is_finished
    beside = sum(requests.values()) - calls
    return {
        "calls": calls,
        "rows_per_s": round(calls / seconds),
        "peak_rss_mb": peak_rss_mb(),
        "requests_beside_one_per_call": beside,
    }


def peak_rss_mb() -> float:
    """Of this program alone: getrusage begins with the size of its parent process."""
    [line] = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM:")]
    return round(int(line.split()[1]) / 1024, 1)


def verified(folder: Path, export: Export) -> dict[str, Any]:
    """The manifest against the files. Raises AssertionError."""
    body = json.loads((folder / export.manifest_key).read_text())
    for file in body["files"]:
        content = (folder / file["key"]).read_bytes()
        assert (len(content), sha256(content).hexdigest()) == (file["bytes"], file["sha256"]), file["key"]
    return {"rows": body["rows"], "files": len(body["files"]), "megabytes": round(body["bytes"] / 1e6, 1)}


def documented_query() -> str:
    return re.findall(r"```sql\n(.*?)```", (ROOT / "docs/howto/export.md").read_text(), re.DOTALL)[0]


def asked(folder: Path) -> list[tuple[Any, ...]]:
    """The documented query, of DuckDB: the folders become columns as Athena's projection makes them."""
    import duckdb

    files = f"{folder}/exports/*/dt=*/export=*/parquet/*.parquet"
    link = duckdb.connect()
    link.execute(
        f"CREATE VIEW calls AS SELECT *, regexp_extract(filename, 'exports/([^/]+)/dt=', 1) AS company "
        f"FROM read_parquet('{files}', hive_partitioning = true, hive_types = {{'dt': VARCHAR}}, filename = true)"
    )
    return link.execute(documented_query()).fetchall()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, nargs="*", default=[1_000, 100_000])
    parser.add_argument("--into", type=Path, help="internal: export one size into this folder")
    args = parser.parse_args()
    if args.into:
        print(json.dumps(export_to(args.into, args.calls[0], wanted())))
        return
    for calls in args.calls:
        with tempfile.TemporaryDirectory() as folder:
            command = [sys.executable, "-m", "bench.exports", "--calls", str(calls), "--into", folder]
            figures = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
            figures |= verified(Path(folder), wanted())
            rows = asked(Path(folder))
            assert sum(row[2] for row in rows) == calls, "the query counts every call"
            print(json.dumps(figures | {"query_rows": len(rows)}), flush=True)


if __name__ == "__main__":
    main()
