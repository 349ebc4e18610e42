"""A list against tables and bucket (moto): imported by the function's own edge, across runs, with a report to fetch."""

import csv
import io
import json
from pathlib import Path

import boto3
import httpx
import pytest
from botocore.config import Config

import import_contacts
from tests.contract.campaigns.import_office import NOW, ORDER
from tests.contract.conftest import BUCKET, DIRECTORY, Cloud
from trunkline.aws.directory_table import Directory
from trunkline.bootstrap.import_contacts import ImportContactsHandlerDeps
from trunkline.campaigns.adapters.contact_files import ContactFiles
from trunkline.campaigns.adapters.imports_table import NotesTable
from trunkline.campaigns.domain.campaigns import Campaign, Channel
from trunkline.campaigns.domain.contact_imports import ImportState
from trunkline.campaigns.use_cases.import_contacts import import_job

ROWS = 230


def test_the_recorded_job_of_a_preview_ends_in_one(office: ImportContactsHandlerDeps):
    event = json.loads((Path(__file__).parents[3] / "events" / "import_contacts__asked.json").read_text())
    job = json.loads(event["Records"][0]["body"])
    campaign = Campaign(job["campaign_id"], job["company_id"], "Spring", Channel.RELAY, "+15005550006", NOW)
    office.campaigns.add(campaign)
    assert import_contacts.respond(event, office, lambda: 900_000) == {"batchItemFailures": []}


def upload(cloud: Cloud, text: str) -> None:
    cloud.s3.put_object(Bucket=BUCKET, Key=ORDER.key, Body=text.encode())


def a_list() -> str:
    rows = [f"+1212555{n % 200:04},name {n}" if n % 23 else f"no number {n},x" for n in range(ROWS)]
    return "\n".join(["phone,first_name", *rows])


def deliver(office: ImportContactsHandlerDeps, job: dict[str, str], remaining_ms: int = 900_000) -> dict:
    event = {"Records": [{"messageId": "m1", "body": json.dumps(job)}]}
    return import_contacts.respond(event, office, lambda: remaining_ms)


def test_a_list_is_imported_across_runs_and_its_report_can_be_fetched(cloud, office):
    upload(cloud, a_list())
    assert office.runs.add(ORDER)
    assert not office.runs.add(ORDER)
    job, runs = import_job(ORDER), 0
    while job:
        assert deliver(office, job, remaining_ms=0) == {"batchItemFailures": []}
        job, runs = (office.jobs.jobs.pop() if office.jobs.jobs else None), runs + 1
    assert runs == 4  # three parts, and one that finds nothing more
    run = office.runs.find("acme", "i1")
    assert (run.state, run.share) == (ImportState.DONE, 1.0)
    assert (run.position.rows, run.position.rejected) == (ROWS, 10)
    found = {item.phone: item for item in office.imports.contacts.of_campaign("spring")}
    assert run.position.added == len(found)
    assert run.position.added + run.position.merged + run.position.rejected == ROWS
    assert found["+12125550001"].variables == {"first_name": "name 1"}
    report = cloud.s3.get_object(Bucket=BUCKET, Key=ORDER.report_key)["Body"].read().decode()
    payload = list(csv.DictReader(io.StringIO(report)))
    assert [int(item["row"]) for item in payload] == [n + 2 for n in range(ROWS) if not n % 23]
    assert office.runs.of_campaign("acme", "spring") == [run]
    assert office.runs.of_campaign("other", "spring") == []


def test_a_message_that_comes_again_changes_nothing(cloud, office):
    upload(cloud, a_list())
    office.runs.add(ORDER)
    deliver(office, import_job(ORDER))
    before = office.runs.find("acme", "i1")
    assert deliver(office, import_job(ORDER)) == {"batchItemFailures": []}
    assert office.runs.find("acme", "i1") == before


def test_a_list_that_was_not_uploaded_fails_with_a_reason(office):
    office.runs.add(ORDER)
    assert deliver(office, import_job(ORDER)) == {"batchItemFailures": []}
    run = office.runs.find("acme", "i1")
    assert (run.state, run.problem) == (ImportState.FAILED, "the list is not there, or empty")


@pytest.mark.parametrize("body", [{}, {"company_id": "acme", "import_id": "i2"}, {"kind": "dance"}])
def test_an_unreadable_message_becomes_a_dead_letter(office, body):
    assert deliver(office, body) == {"batchItemFailures": [{"itemIdentifier": "m1"}]}


def test_notes_are_kept_for_their_company(cloud):
    notes = NotesTable(Directory(cloud.dynamodb, DIRECTORY), lambda: NOW)
    notes.write("acme", "preview-spring", {"will_dial": 3, "usd": "0.30"})
    assert notes.read("acme", "preview-spring") == {"will_dial": 3, "usd": "0.30"}
    assert notes.read("other", "preview-spring") is None


def test_the_presigned_url_takes_one_upload(moto_server):
    s3 = boto3.client("s3", endpoint_url=moto_server, config=Config(signature_version="s3v4"))
    s3.create_bucket(Bucket=BUCKET)
    files = ContactFiles(lambda: s3, BUCKET)
    url = files.upload_link(ORDER.key, 60)
    sent = httpx.put(url, content=a_list().encode(), headers={"Content-Type": "text/csv"})
    assert sent.status_code == 200
    assert b"".join(files.read(ORDER.key, 6)) == a_list().encode()[6:]
    assert "content-type" in url.lower(), "what the list is was signed, too"
