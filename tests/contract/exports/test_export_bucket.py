"""Exports against tables and bucket (moto): whole, resumable, one request per call, and without personal data."""

import csv
import gzip
import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

import duckdb
import pytest

import export_transcripts
from tests.contract.conftest import BUCKET, CALLS, DIRECTORY, Cloud
from tests.fakes.exporting import CANARIES, record, transcript
from trunkline.accounts.adapters.companies_table import CompaniesTable
from trunkline.accounts.domain.companies import Company
from trunkline.aws.directory_table import Directory
from trunkline.aws.dynamodb_values import to_item
from trunkline.aws.s3_upload import PIECE_BYTES
from trunkline.bootstrap.export_transcripts import ExportTranscriptsDeps
from trunkline.calls.adapters.call_index import CallIndex
from trunkline.errors import BadRequest
from trunkline.exports.adapters.export_bucket import CallsToExport, ExportBucket
from trunkline.exports.adapters.exports_table import ExportsTable
from trunkline.exports.domain.exports import COLUMNS, FORMATS, Export
from trunkline.exports.use_cases.export_calls import ExportCallsDeps, ExportEnd, ask_for_export, run_export

ROOT = Path(__file__).parents[3]
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
DAYS = [date(2026, 11, 20), date(2026, 11, 21), date(2026, 11, 22)]
ALL = Export("x1", "acme", DAYS[0], DAYS[2], tuple(sorted(FORMATS)), NOW)


class Sent:
    """A queue one can look into."""

    def __init__(self) -> None:
        self.jobs: list[dict[str, Any]] = []

    def send(self, job: dict[str, Any]) -> None:
        self.jobs.append(dict(job))


class Killed(Exception):
    """The environment goes away in the middle of it."""


def fill(cloud: Cloud, calls: int, days: list[date] = DAYS, **facts: Any) -> None:
    for number in range(calls):
        payload = record(number, days[number % len(days)], **facts)
        cloud.dynamodb.put_item(TableName=CALLS, Item=to_item(payload))
        cloud.s3.put_object(Bucket=BUCKET, Key=payload["transcript_key"], Body=transcript(payload["call_id"]))


def desk(cloud: Cloud, part_calls: int = 5000) -> ExportCallsDeps:
    directory = Directory(cloud.dynamodb, DIRECTORY)
    source = CallsToExport(CallIndex(cloud.dynamodb, CALLS), cloud.s3, BUCKET)
    runs = ExportsTable(directory, lambda: NOW)
    return ExportCallsDeps(source, runs, ExportBucket(cloud.s3, BUCKET), export_transcripts.FORMATS, part_calls)


def run(cloud: Cloud, export: Export, part_calls: int = 5000, may_go_on=lambda: True) -> ExportEnd:
    at = desk(cloud, part_calls)
    at.runs.add(export)
    found = at.runs.find(export.company_id, export.export_id)
    assert found
    return run_export(found, at, may_go_on)


def manifest(cloud: Cloud, export: Export) -> dict[str, Any]:
    return json.loads(body(cloud, export.manifest_key))


def body(cloud: Cloud, key: str) -> bytes:
    return cloud.s3.get_object(Bucket=BUCKET, Key=key)["Body"].read()


def exported(cloud: Cloud) -> dict[str, bytes]:
    listed = cloud.s3.list_objects_v2(Bucket=BUCKET, Prefix="exports/").get("Contents", [])
    return {item["Key"]: body(cloud, item["Key"]) for item in listed}


def rows_of(cloud: Cloud, payload: dict[str, Any]) -> list[dict[str, Any]]:
    keys = [file["key"] for file in payload["files"] if file["format"] == "jsonl"]
    return [json.loads(line) for key in keys for line in gzip.decompress(body(cloud, key)).splitlines()]


def test_every_call_is_in_every_format_and_the_manifest_is_true(cloud):
    fill(cloud, 30)
    assert run(cloud, ALL, part_calls=4) is ExportEnd.DONE
    payload = manifest(cloud, ALL)
    assert (payload["rows"], payload["missing_transcripts"]) == (30, 0)
    for file in payload["files"]:
        content = body(cloud, file["key"])
        assert (len(content), sha256(content).hexdigest()) == (file["bytes"], file["sha256"])
        assert re.match(r"exports/acme/dt=2026-11-2[012]/export=x1/(\w+)/part-\d{5}\.", file["key"])
    by_format = {name: sum(f["rows"] for f in payload["files"] if f["format"] == name) for name in FORMATS}
    assert by_format == dict.fromkeys(FORMATS, 30)
    assert {row["call_id"] for row in rows_of(cloud, payload)} == {record(n, DAYS[n % 3])["call_id"] for n in range(30)}
    assert payload["filters"] == ALL.filters()


def test_formats_say_the_same(cloud, tmp_path):
    fill(cloud, 7, DAYS[:1])
    run(cloud, ALL)
    files = {file["format"]: body(cloud, file["key"]) for file in manifest(cloud, ALL)["files"]}
    lines = [json.loads(line) for line in gzip.decompress(files["jsonl"]).splitlines()]
    table = list(csv.DictReader(io.StringIO(files["csv"].decode("utf-8-sig"), newline="")))
    (tmp_path / "x.parquet").write_bytes(files["parquet"])
    parquet = duckdb.sql(f"SELECT * FROM '{tmp_path}/x.parquet'")
    assert list(parquet.columns) == list(COLUMNS) == list(table[0]) == list(lines[0])
    ids = [row["call_id"] for row in lines]
    assert ids == [row["call_id"] for row in table] == [row[1] for row in parquet.fetchall()]
    assert json.loads(table[3]["turns"]) == lines[3]["turns"]
    costs = duckdb.sql(f"SELECT cost_usd FROM '{tmp_path}/x.parquet'").fetchall()
    assert [row["cost_usd"] for row in lines] == [cost for (cost,) in costs]
    assert None in [row["cost_usd"] for row in lines]
    for suffix in ("txt", "vtt"):
        names = zipfile.ZipFile(io.BytesIO(files[suffix])).namelist()
        assert names == [f"{call_id}.{suffix}" for call_id in ids]


def test_a_call_reads_as_text_and_as_subtitles(cloud):
    fill(cloud, 1, DAYS[:1])
    run(cloud, ALL)
    files = {file["format"]: body(cloud, file["key"]) for file in manifest(cloud, ALL)["files"]}
    [text] = [zipfile.ZipFile(io.BytesIO(files["txt"])).read(item).decode() for item in ["CA1120" + "0" * 26 + ".txt"]]
    assert "+14155550187 to +15005550006" in text
    assert "[00:00:04] caller: You reach me at" in text
    [cues] = [zipfile.ZipFile(io.BytesIO(files["vtt"])).read(item).decode() for item in ["CA1120" + "0" * 26 + ".vtt"]]
    assert cues.startswith(
        "WEBVTT\n\n00:00:00.000 --> 00:00:04.000\n<v agent>Hello, this is Xanthippe Quillfeather.\n\n"
    )
    assert cues.count(" --> ") == 6


@pytest.mark.parametrize("survives", range(9))
def test_a_killed_run_is_continued_and_ends_in_the_same_bytes(cloud, survives):
    """Killed at each write; the next run continues behind the last complete part."""
    fill(cloud, 12)
    run(cloud, ALL, part_calls=3)
    calm = exported(cloud)
    again = replace(ALL, export_id="x2", series="x1")
    writes = []

    def die(event_name: str, **_: Any) -> None:
        writes.append(event_name)
        if len(writes) == survives * 3 + 1:
            raise Killed

    for name in ("s3.PutObject", "dynamodb.UpdateItem"):
        cloud.s3.meta.events.register(f"before-call.{name}", die, unique_id="die")
        cloud.dynamodb.meta.events.register(f"before-call.{name}", die, unique_id="die")
    try:
        with pytest.raises(Killed):
            run(cloud, again, part_calls=3)
    finally:
        for client in (cloud.s3, cloud.dynamodb):
            for name in ("s3.PutObject", "dynamodb.UpdateItem"):
                client.meta.events.unregister(f"before-call.{name}", die, unique_id="die")
    assert again.manifest_key not in exported(cloud)
    assert run(cloud, again, part_calls=3) is ExportEnd.DONE
    data = {key: content for key, content in exported(cloud).items() if "/dt=" in key}
    assert data == {key: content for key, content in calm.items() if "/dt=" in key}
    ours = manifest(cloud, again)
    assert (ours["rows"], ours["files"]) == (12, manifest(cloud, ALL)["files"])


def test_a_run_out_of_time_hands_the_rest_over_and_nothing_is_done_twice(cloud):
    fill(cloud, 12)
    runs = 1
    while run(cloud, ALL, part_calls=3, may_go_on=lambda: False) is ExportEnd.HANDED_OVER:
        runs += 1
    assert runs == 7  # each of the days has two parts; the last run finds nothing left to write
    assert sorted(row["call_id"] for row in rows_of(cloud, manifest(cloud, ALL))) == sorted(
        record(n, DAYS[n % 3])["call_id"] for n in range(12)
    )
    before = exported(cloud)
    assert run(cloud, ALL) is ExportEnd.DONE
    assert exported(cloud) == before


def test_two_runs_at_once_do_not_both_go_on(cloud):
    fill(cloud, 6, DAYS[:1])
    at = desk(cloud, 2)
    at.runs.add(ALL)
    found = at.runs.find("acme", "x1")
    assert found
    assert run_export(found, at, lambda: False) is ExportEnd.HANDED_OVER
    assert run_export(found, at, lambda: True) is ExportEnd.TAKEN


def test_only_what_is_asked_for_is_exported(cloud):
    fill(cloud, 24)
    fill(cloud, 5, company_id="other")
    wanted = replace(
        ALL, agent_id="agent_1", outcome="failure", first_day=DAYS[1], last_day=DAYS[1], formats=("jsonl",)
    )
    run(cloud, wanted)
    rows = rows_of(cloud, manifest(cloud, wanted))
    assert rows
    assert {(row["agent_id"], row["outcome"], row["started_at"][:10]) for row in rows} == {
        ("agent_1", "failure", "2026-11-21")
    }


def test_a_transcript_that_expired_is_counted_and_a_call_without_one_is_not(cloud):
    fill(cloud, 3, DAYS[:1])
    cloud.s3.delete_object(Bucket=BUCKET, Key=record(1, DAYS[0])["transcript_key"])
    cloud.dynamodb.put_item(TableName=CALLS, Item=to_item(record(9, DAYS[0], transcript_key=None)))
    run(cloud, ALL)
    payload = manifest(cloud, ALL)
    assert (payload["rows"], payload["missing_transcripts"]) == (4, 1)


def test_an_export_of_nothing_is_done_and_says_so(cloud):
    assert run(cloud, ALL) is ExportEnd.DONE
    payload = manifest(cloud, ALL)
    assert payload["rows"] == 0
    assert {file["format"]: file["rows"] for file in payload["files"]} == dict.fromkeys(FORMATS, 0)
    [table] = [body(cloud, file["key"]).decode("utf-8-sig") for file in payload["files"] if file["format"] == "csv"]
    assert next(csv.reader([table])) == list(COLUMNS)
    assert table.count("\n") == 1


def test_what_was_judged_collected_and_measured_has_columns(cloud):
    facts = {
        "user_id": "u-77",
        "evaluation": {"polite": "success"},
        "data_collection": {"amount": Decimal("12.5")},
        "feedback": {"likes": 1},
        "metadata": {"customer": "77"},
        "voice_score_pct": 61,
        "first_audio_ms": 420,
        "summary": "x;=1+1;y",
    }
    fill(cloud, 1, DAYS[:1], **facts)
    run(cloud, ALL)
    files = {file["format"]: body(cloud, file["key"]) for file in manifest(cloud, ALL)["files"]}
    [row] = [json.loads(line) for line in gzip.decompress(files["jsonl"]).splitlines()]
    assert (row["user_id"], row["evaluation"], row["data_collection"]) == (
        "u-77",
        {"polite": "success"},
        {"amount": 12.5},
    )
    assert (row["feedback"], row["metadata"]) == ({"likes": 1}, {"customer": "77"})
    assert (row["quality"]["voice_score_pct"], row["quality"]["first_audio_ms"]) == (61, 420)
    assert files["csv"].startswith(b"\xef\xbb\xbf")
    assert not any(cell.strip(' "').startswith("=") for cell in files["csv"].decode("utf-8-sig").split(";"))
    run(cloud, replace(ALL, export_id="x2", deidentified=True))
    files = {
        file["format"]: body(cloud, file["key"]) for file in manifest(cloud, replace(ALL, export_id="x2"))["files"]
    }
    [row] = [json.loads(line) for line in gzip.decompress(files["jsonl"]).splitlines()]
    assert (row["user_id"], row["data_collection"], row["metadata"], row["feedback"]) == (None, {}, {}, {})
    assert row["evaluation"] == {"polite": "success"}


def test_a_deidentified_export_of_any_format_has_no_personal_data(cloud, capsys):
    """Canaries stand in every field that can hold a person; not one is in any byte of any file, name or log line."""
    fill(cloud, 9)
    run(cloud, replace(ALL, deidentified=True))
    whole = "\n".join(text for key, content in exported(cloud).items() for text in (key, *opened(key, content)))
    assert "[name]" in whole
    assert "[number]" in whole
    assert "[email]" in whole
    output = whole + capsys.readouterr().out
    assert [canary for canary in CANARIES if canary.lower() in output.lower()] == []
    assert not re.search(r"555[ -]?0187|CA112\d", output)
    run(cloud, replace(ALL, export_id="whole"))
    open_export = "\n".join(text for key, content in exported(cloud).items() for text in opened(key, content))
    assert [canary for canary in CANARIES if canary not in open_export] == [], "the scan sees what is there"


def opened(key: str, content: bytes) -> list[str]:
    """What a file says, unpacked."""
    if key.endswith(".gz"):
        return [gzip.decompress(content).decode()]
    if key.endswith(".zip"):
        packed = zipfile.ZipFile(io.BytesIO(content))
        return [text for name in packed.namelist() for text in (name, packed.read(name).decode())]
    if key.endswith(".parquet"):
        path = Path("/tmp") / f"scan-{sha256(content).hexdigest()}.parquet"
        path.write_bytes(content)
        rows = duckdb.sql(f"SELECT * FROM '{path}'").fetchall()
        path.unlink()
        return [content.decode("latin-1"), str(rows)]
    return [content.decode()]


@pytest.mark.parametrize("calls", [30, 90])
def test_an_export_takes_one_request_per_call_and_a_constant(cloud, calls):
    fill(cloud, calls)
    at = desk(cloud)
    at.runs.add(ALL)
    found = at.runs.find("acme", "x1")
    assert found
    cloud.requests.clear()
    run_export(found, at, lambda: True)
    # a day: a question, five files, notes, a step forward, the notes again; then the manifest and the end
    assert len(cloud.requests) == calls + len(DAYS) * (1 + 5 + 1 + 1 + 1) + 2
    assert cloud.requests.count("s3.GetObject") == calls + len(DAYS)


def test_a_large_file_is_sent_in_pieces_and_a_broken_one_leaves_nothing(cloud):
    shelf = ExportBucket(cloud.s3, BUCKET)
    large = shelf.open("exports/large", "text/plain")
    for _ in range(5):
        large.write(b"x" * (PIECE_BYTES // 2))
    assert "exports/large" not in exported(cloud)
    size, digest = large.finish()
    assert (size, digest) == (5 * PIECE_BYTES // 2, sha256(body(cloud, "exports/large")).hexdigest())
    broken = shelf.open("exports/broken", "text/plain")
    broken.write(b"x" * PIECE_BYTES)
    broken.abandon()
    assert "exports/broken" not in exported(cloud)
    assert not cloud.s3.list_multipart_uploads(Bucket=BUCKET).get("Uploads")


@pytest.mark.parametrize(
    "wrong",
    [
        {"formats": ("jsonl", "docx")},
        {"first_day": DAYS[2], "last_day": DAYS[0]},
        {"last_day": date(2026, 12, 1)},
        {"first_day": date(2020, 1, 1)},
    ],
)
def test_an_export_that_makes_no_sense_is_refused(cloud, wrong):
    sent = Sent()
    with pytest.raises(BadRequest):
        ask_for_export(replace(ALL, **wrong), desk(cloud).runs, sent, NOW.date())
    assert sent.jobs == []


def services(cloud: Cloud, sent: Sent) -> ExportTranscriptsDeps:
    at, companies = desk(cloud), CompaniesTable(Directory(cloud.dynamodb, DIRECTORY))
    return ExportTranscriptsDeps(at.source, at.runs, at.store, sent, companies, lambda: NOW)


def message(job: dict[str, Any]) -> dict[str, Any]:
    return {"Records": [{"messageId": "m1", "body": json.dumps(job)}]}


def test_the_schedule_asks_for_the_day_before_of_every_company_until_it_is_there(cloud):
    sent = Sent()
    payload = services(cloud, sent)
    for name in ("acme", "other"):
        payload.companies.add(Company(name, name, NOW))
    fill(cloud, 6)
    scheduled = {"source": "aws.events"}
    assert export_transcripts.respond(scheduled, payload, lambda: 900_000) == {"asked": 2}
    assert sorted(job["company_id"] for job in sent.jobs) == ["acme", "other"]
    assert {job["export_id"] for job in sent.jobs} == {"daily-2026-11-22"}
    for job in list(sent.jobs):
        assert export_transcripts.respond(message(job), payload, lambda: 900_000) == {"batchItemFailures": []}
    assert export_transcripts.respond(scheduled, payload, lambda: 900_000) == {"asked": 0}
    keys = [key for key in exported(cloud) if "/dt=" in key]
    assert keys == [
        f"exports/{company}/dt=2026-11-22/export=daily/{file}"
        for company in ("acme", "other")
        for file in ("jsonl/part-00000.jsonl.gz", "parquet/part-00000.parquet")
    ]
    assert "Xanthippe" not in gzip.decompress(body(cloud, keys[0])).decode()


def test_the_function_hands_over_to_a_successor_when_time_is_short(cloud):
    fill(cloud, 3, DAYS[:1])
    sent = Sent()
    payload = services(cloud, sent)
    ask_for_export(ALL, payload.runs, sent, NOW.date())
    [job] = sent.jobs
    assert export_transcripts.respond(message(job), payload, lambda: 1000) == {"batchItemFailures": []}
    assert sent.jobs == [job, job]
    assert export_transcripts.respond(message(job), payload, lambda: 1000) == {"batchItemFailures": []}
    assert manifest(cloud, ALL)["rows"] == 3


@pytest.mark.parametrize("text", ["{}", "not json", '{"company_id": "acme", "export_id": "unknown"}'])
def test_a_message_that_cannot_be_done_fails_alone(cloud, text):
    event = {"Records": [{"messageId": "m1", "body": text}]}
    assert export_transcripts.respond(event, services(cloud, Sent()), lambda: 900_000) == {
        "batchItemFailures": [{"itemIdentifier": "m1"}]
    }
