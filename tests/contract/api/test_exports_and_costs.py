"""Exports and costs over the API: asked for, listed, fetched; by day and agent, and line by line."""

import asyncio
from datetime import date
from decimal import Decimal

import httpx
import pytest

import export_transcripts
from tests.contract.api.conftest import ApiWorld
from tests.contract.conftest import BUCKET, CALLS, DIRECTORY
from tests.fakes.exporting import record, transcript
from trunkline.accounts.adapters.companies_table import CompaniesTable
from trunkline.aws.directory_table import Directory
from trunkline.aws.dynamodb_values import to_item
from trunkline.bootstrap.export_transcripts import ExportTranscriptsDeps
from trunkline.bootstrap.watch_budgets import WatchBudgetsDeps
from trunkline.calls.adapters.call_index import CallIndex
from trunkline.exports.adapters.export_bucket import CallsToExport, ExportBucket

API = "/api/v1"
REQUEST = {"first_day": "2026-11-10", "last_day": "2026-11-19", "formats": ["csv", "jsonl", "csv"]}
DAY = date(2026, 11, 15)


def fill(api: ApiWorld, calls: int, day: date = DAY) -> None:
    for number in range(calls):
        payload = record(number, day)
        api.dynamodb.put_item(TableName=CALLS, Item=to_item(payload))
        api.s3.put_object(Bucket=BUCKET, Key=payload["transcript_key"], Body=transcript(payload["call_id"]))


def work(api: ApiWorld) -> None:
    """What the function does with the first job in the queue."""
    import json

    source = CallsToExport(CallIndex(api.dynamodb, CALLS), api.s3, BUCKET)
    companies = CompaniesTable(Directory(api.dynamodb, DIRECTORY))
    store, jobs = ExportBucket(api.s3, BUCKET), api.services.export_jobs
    services = ExportTranscriptsDeps(source, api.services.exports, store, jobs, companies)
    event = {"Records": [{"messageId": "m1", "body": json.dumps(api.jobs[0])}]}
    assert export_transcripts.respond(event, services, lambda: 900_000) == {"batchItemFailures": []}


async def test_an_export_is_asked_for_and_fetched_by_links(api):
    fill(api, 4)
    asked = await api.ask("POST", f"{API}/exports", json=REQUEST)
    assert asked.status_code == 202, asked.text
    export = asked.json()["export_id"]
    assert asked.json()["filters"]["formats"] == ["csv", "jsonl"]
    assert (await api.ask("GET", f"{API}/exports/{export}")).json()["status"] == "running"
    work(api)
    done = (await api.ask("GET", f"{API}/exports/{export}")).json()
    assert (done["status"], done["rows"], done["files_left_out"]) == ("done", 4, 0)
    assert [(file["format"], file["rows"]) for file in done["files"]] == [("csv", 4), ("jsonl", 4)]
    for link in (done["manifest_url"], *(file["url"] for file in done["files"])):
        assert {"X-Amz-Signature", "X-Amz-Expires"} <= set(httpx.URL(link).params)
        assert httpx.URL(link).params["X-Amz-Expires"] == "900"
    listed = (await api.ask("GET", f"{API}/exports", key="read")).json()
    assert [item["export_id"] for item in listed] == [export]


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"formats": ["docx"]}, 400),
        ({"formats": []}, 400),
        ({"first_day": "soon"}, 400),
        ({"surprise": 1}, 400),
        ({"first_day": "2026-11-20", "last_day": "2026-11-01"}, 400),
        ({"last_day": "2027-01-01"}, 400),
        ({"first_day": "2020-01-01"}, 400),
    ],
)
async def test_an_export_that_makes_no_sense_is_refused(api, wrong, status):
    answer = await api.ask("POST", f"{API}/exports", json=REQUEST | wrong)
    assert answer.status_code == status, answer.text
    assert api.jobs == []


async def test_costs_are_listed_by_day_and_agent_and_unknown_is_not_zero(api):
    fill(api, 10)
    body = (await api.ask("GET", f"{API}/costs", key="read")).json()
    assert (body["first_day"], body["last_day"], body["calls"]) == ("2026-11-01", "2026-11-20", 10)
    assert body["calls_unknown"] == 2, "two of ten have no credits"
    assert sum(day["calls"] for day in body["days"]) == 10
    assert {day["agent_id"] for day in body["days"]} == {f"agent_{n}" for n in range(4)}
    assert {day["campaign_id"] for day in body["days"]} == {None}
    assert body["known_usd"] == pytest.approx(sum(body["by_part"].values()))
    item = (await api.ask("GET", f"{API}/costs?agent_id=agent_1")).json()
    assert item["calls"] == sum(day["calls"] for day in body["days"] if day["agent_id"] == "agent_1")
    assert (await api.ask("GET", f"{API}/costs", key="other")).json()["calls"] == 0
    assert (await api.ask("GET", f"{API}/costs?first_day=2026-01-01")).status_code == 400


async def test_costs_of_a_call_are_listed_line_by_line(api):
    fill(api, 2)
    known, unknown = [(await api.ask("GET", f"{API}/costs/calls/{record(n, DAY)['call_id']}")).json() for n in (1, 0)]
    assert known["usd"] == pytest.approx(sum(line["usd"] for line in known["lines"]))
    assert unknown["usd"] is None
    assert [line["part"] for line in unknown["lines"] if line["usd"] is None] == ["voice provider"]
    assert (await api.ask("GET", f"{API}/costs/calls/CA0")).status_code == 404


async def test_a_settled_day_is_added_up_once_and_a_late_report_still_counts(api):
    fill(api, 3, date(2026, 11, 10))
    fill(api, 3, date(2026, 11, 19))
    assert (await api.ask("GET", f"{API}/costs")).json()["calls"] == 6
    fill(api, 5, date(2026, 11, 10))
    fill(api, 5, date(2026, 11, 19))
    assert (await api.ask("GET", f"{API}/costs")).json()["calls"] == 3 + 5


async def test_a_budget_that_is_used_up_is_counted_and_others_are_watched_all_the_same(api, capsys):
    import watch_budgets

    fill(api, 4)
    companies = CompaniesTable(Directory(api.dynamodb, DIRECTORY))
    companies.set_budget("acme", Decimal("0.10"))
    calls = CallIndex(api.dynamodb, CALLS).oldest_first
    services = WatchBudgetsDeps(companies, calls, api.services.costs, api.clock)
    assert await asyncio.to_thread(watch_budgets.respond, {}, services) == {"watched": 1}
    output = capsys.readouterr().out
    assert '"BudgetExceeded"' in output
    companies.set_budget("acme", Decimal(10_000))
    watch_budgets.respond({}, services)
    assert '"BudgetExceeded"' not in capsys.readouterr().out
    assert (await api.ask("GET", f"{API}/costs")).json()["monthly_budget_usd"] == 10_000
    companies.set_budget("acme", None)
    assert watch_budgets.respond({}, services) == {"watched": 0}

    def broken(company_id: str, day: date):
        raise RuntimeError("the table is away")

    companies.set_budget("other", Decimal(1))
    companies.set_budget("acme", Decimal(1))
    api.clock.passes(days=31)
    with pytest.raises(ExceptionGroup) as failed:
        watch_budgets.respond({}, WatchBudgetsDeps(companies, broken, api.services.costs, api.clock))
    assert len(failed.value.exceptions) == 2
