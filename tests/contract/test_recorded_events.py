"""Every file in events/ is fed to the function it is named for, and gets a meaningful answer."""

import asyncio
import base64
import importlib
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any, cast

import pytest
from mangum import Mangum

from local.elevenlabs import Agent
from local.world.world import (
    AUTH_TOKEN,
    COMPANY_KEY,
    CONTEXT_SECRET,
    PUBLIC_BASE_URL,
    RELAY_BASE_URL,
    RETELL_KEY,
    WEBHOOK_SECRET,
    routes,
)
from tests.contract.api.conftest import Sent, api, aws  # noqa: F401 - fixtures
from tests.contract.conftest import BUCKET, CALLS, CAMPAIGNS, DIRECTORY
from tests.contract.recorded_events import EVENTS, names, read, respond
from tests.fakes import reports, retell_webhooks
from tests.fakes.agent_tools import CARRIERS, TOOL, Desk
from tests.fakes.attempts import OneAttempt
from tests.fakes.callers import InMemoryCallers
from tests.fakes.campaign_world import CampaignWorld
from tests.fakes.nothing_remembered import NothingRemembered
from tests.fakes.providers import providers
from tests.fakes.tables import (
    InMemoryCalls,
    InMemoryConversations,
    InMemoryLeases,
    InMemoryStories,
    InMemorySwitchboard,
    InMemoryTables,
)
from tests.fakes.webhooks import Bucket, ScriptedLine, secrets
from trunkline.accounts.adapters.callers_table import CallersTable
from trunkline.accounts.adapters.companies_table import CompaniesTable
from trunkline.accounts.domain.callers import Caller
from trunkline.accounts.domain.companies import ApiKey, Company, Scope
from trunkline.accounts.use_cases.ownership import AGENT
from trunkline.aws.directory_table import Directory
from trunkline.aws.secrets import ProviderSecrets, SecretCache
from trunkline.aws.wake_notices import asked_at
from trunkline.bootstrap.answer_call import AnswerCallHandlerDeps
from trunkline.bootstrap.call_progress import CallProgressDeps
from trunkline.bootstrap.caller_context import CallerContextDeps
from trunkline.bootstrap.export_transcripts import ExportTranscriptsDeps
from trunkline.bootstrap.fetch_recording import FetchRecordingDeps
from trunkline.bootstrap.file_report import FileReportDeps
from trunkline.bootstrap.place_call import PlaceCallDeps
from trunkline.bootstrap.provider_report import ProviderReportDeps
from trunkline.bootstrap.shared.common import utc_now
from trunkline.bootstrap.shared.providers import personalization_webhooks
from trunkline.bootstrap.watch_budgets import WatchBudgetsDeps
from trunkline.calls.adapters.call_index import CallIndex
from trunkline.calls.adapters.route_items import route_from
from trunkline.calls.domain.public_urls import Addresses
from trunkline.calls.domain.relay_fleet import SleepRules
from trunkline.calls.domain.routes import Mode, Route
from trunkline.calls.domain.stream_tickets import fingerprint
from trunkline.calls.use_cases.answer_call import AnswerCallDeps
from trunkline.calls.use_cases.reap_orphans import ReapOrphansDeps
from trunkline.calls.use_cases.tend_relay import TendRelayDeps
from trunkline.campaigns.adapters.imports_table import ImportsTable
from trunkline.campaigns.domain.campaigns import Campaign, Channel
from trunkline.campaigns.use_cases.order_agent_call import OrderAgentCallDeps
from trunkline.conversations.use_cases.fetch_voicemail import FetchVoicemailDeps
from trunkline.conversations.use_cases.reconcile_calls import Budget, ReconcileCallsDeps
from trunkline.costs.adapters.daily_costs_table import DailyCostsTable
from trunkline.exports.adapters.export_bucket import CallsToExport, ExportBucket
from trunkline.exports.adapters.exports_table import ExportsTable
from trunkline.exports.domain.exports import Export
from trunkline.privacy.adapters.contact_erasure import ErasablePeople
from trunkline.privacy.adapters.erasure_tables import ErasableCalls, ErasableObjects, ReceiptsTable
from trunkline.privacy.domain.erasures import ErasureReport
from trunkline.privacy.use_cases.erase_person import ErasePersonDeps
from trunkline.vendors.retell.provider import RetellProvider
from trunkline.vendors.twilio import twiml

SAID = {"relay": "<Stream", "register": "<Stream", "forward": "<Dial", "voicemail": "<Record", "reject": "<Reject"}


class NoCarrier:
    """Nothing recorded is about a call on file: the carrier must not be asked."""

    def __getattr__(self, name: str) -> object:
        raise AssertionError(f"asked the carrier for {name}")


def answer_call(event: dict[str, Any]) -> str:
    tables = InMemoryTables(routes={route["number"]: route_from(route) for route in routes()})
    addresses = Addresses(PUBLIC_BASE_URL, RELAY_BASE_URL)
    answering = AnswerCallDeps(
        InMemorySwitchboard(tables, partial(twiml.render, addresses=addresses)),
        {"elevenlabs": ScriptedLine()},
        new_token=lambda: "token",
    )
    services = AnswerCallHandlerDeps(
        answering, InMemoryCalls(tables), InMemoryStories(tables), addresses, secrets(twilio=AUTH_TOKEN)
    )
    answer = respond("answer_call", event, services)
    assert answer["statusCode"] == 200
    return answer["body"]


def test_no_event_is_without_a_function():
    functions = {path.parent.name for path in (Path(__file__).parents[2] / "functions").glob("*/*.py")}
    assert {path.stem.split("__")[0] for path in EVENTS} == functions


@pytest.mark.parametrize("path", names(EVENTS, "answer_call"))
def test_a_ringing_call_is_answered_in_its_mode(path):
    document = answer_call(read(path))
    mode = path.stem.split("__ringing_")[-1]
    assert SAID.get(mode, "<Response>") in document


@pytest.mark.parametrize("path", names(EVENTS, "call_progress"))
def test_a_callback_is_on_the_timeline(path):
    tables = InMemoryTables()
    services = CallProgressDeps(
        InMemoryCalls(tables), NoCarrier(), PUBLIC_BASE_URL, secrets(twilio=AUTH_TOKEN), OneAttempt().store
    )
    assert respond("call_progress", read(path), services)["statusCode"] == 204
    assert len(tables.events) == 1


RETELL_SECRETS = {"twilio_auth_tokens": [], "providers": {"retell": {"webhook_secrets": [RETELL_KEY]}}}


def of_retell() -> dict[str, Any]:
    return {"retell": RetellProvider("https://provider.invalid", ProviderSecrets)}


def signed_at(event: dict[str, Any]) -> datetime:
    if proof := event["headers"].get("x-retell-signature"):
        return datetime.fromtimestamp(int(proof.split(",")[0].removeprefix("v=")) / 1000, UTC)
    return datetime.fromtimestamp(int(event["headers"]["elevenlabs-signature"].split(",")[0].removeprefix("t=")), UTC)


@pytest.mark.parametrize("path", names(EVENTS, "provider_report"))
def test_a_report_is_kept_when_it_is_fresh_and_refused_when_it_is_not(path):
    event, bucket = read(path), Bucket()
    for moment, status in ((signed_at(event), 200), (signed_at(event) + timedelta(hours=1), 401)):
        is_retells = event["rawPath"].endswith("retell")
        cache = SecretCache(lambda: json.dumps(RETELL_SECRETS)) if is_retells else secrets(webhook=WEBHOOK_SECRET)
        services = ProviderReportDeps(bucket, cache, providers() | of_retell(), now=lambda moment=moment: moment)
        assert respond("provider_report", event, services)["statusCode"] == status
    assert len(bucket) == 1


@pytest.mark.parametrize("path", names(EVENTS, "rest_api"))
async def test_a_request_is_answered_by_the_api(path, api):  # noqa: F811
    """Through Mangum, in a thread, as Lambda has no loop of its own."""
    key = ApiKey("local", fingerprint(COMPANY_KEY), "acme", Scope.ADMIN, "the demo's key", api.clock())
    api.services.companies.add_key(key)
    api.vendor.add_agent(Agent("agent_front_desk"))
    api.services.owners.claims.claim(AGENT, "agent_front_desk", "acme")
    adapter = Mangum(api.app, lifespan="off")
    for name in ("post_calls_incoming", path.stem.split("__")[1]):  # the call that is asked for has to ring first
        event = read(path.with_name(f"rest_api__{name}.json"))
        if "/campaigns/" in event["rawPath"]:
            campaign_id = event["rawPath"].split("/campaigns/")[1].split("/")[0]
            api.services.campaigns.add(
                Campaign(campaign_id, "acme", "Spring", Channel.RELAY, "+15005550006", api.clock())
            )
        answer = await asyncio.to_thread(_in_a_loop, adapter, event)
        assert answer["statusCode"] in {200, 201, 202}, answer["body"]


def _in_a_loop(adapter: Mangum, event: dict[str, Any]) -> dict[str, Any]:
    asyncio.set_event_loop(asyncio.new_event_loop())
    try:
        return adapter(event, None)
    finally:
        asyncio.get_event_loop().close()


@pytest.mark.parametrize("path", names(EVENTS, "file_report"))
def test_a_notice_from_the_inbox_is_filed(path):
    kind, tables = path.stem.split("__")[1], InMemoryTables()
    body = {
        "post_call_transcription": reports.transcription(),
        "post_call_audio": reports.audio(),
        "call_initiation_failure": reports.initiation_failure(),
        "retell_call_started": retell_webhooks.webhook("call_started"),
        "retell_call_ended": retell_webhooks.webhook("call_ended"),
        "retell_call_analyzed": retell_webhooks.webhook("call_analyzed", call_analysis=retell_webhooks.analysis()),
        "retell_transcript_updated": retell_webhooks.webhook("transcript_updated"),
    }.get(kind, b"")
    bucket = Bucket()
    conversations = InMemoryConversations(tables)
    services = FileReportDeps(
        lambda _key: body,
        bucket,
        conversations,
        OneAttempt().opting_out(),
        providers() | of_retell(),
    )
    assert respond("file_report", read(path), services) == {"batchItemFailures": []}
    assert bool(bucket or tables.records or conversations.turns) == (kind != "s3_test_event")


@pytest.mark.parametrize("path", names(EVENTS, "caller_context"))
def test_the_stored_caller_overrides_reach_the_provider(path):
    event = read(path)
    asked = json.loads(base64.b64decode(event["body"]) if event["isBase64Encoded"] else event["body"])
    is_retells = "call_inbound" in asked
    number = asked["call_inbound"]["from_number"] if is_retells else asked["caller_id"]
    numbers = dict.fromkeys(("+15005550006", "+15005550019"), "acme")
    callers = InMemoryCallers(numbers, [Caller("acme", number, {"first_name": "Ana"})])
    cache = SecretCache(lambda: json.dumps(RETELL_SECRETS)) if is_retells else secrets(context=CONTEXT_SECRET)
    webhooks = personalization_webhooks(providers() | of_retell())
    now = (lambda: signed_at(event)) if is_retells else utc_now
    answer = respond(
        "caller_context", event, CallerContextDeps(callers, NoCarrier(), cache, now=now, webhooks=webhooks)
    )
    said = json.loads(answer["body"])
    variables = said["call_inbound"]["dynamic_variables"] if is_retells else said["dynamic_variables"]
    assert (answer["statusCode"], variables) == (200, {"first_name": "Ana"})


@pytest.mark.parametrize("path", names(EVENTS, "agent_tool"))
def test_a_tool_of_an_agent_is_run_for_its_call(path):
    event, desk = read(path), Desk()
    asked = json.loads(base64.b64decode(event["body"]) if event["isBase64Encoded"] else event["body"])
    call = asked["call"]
    route = Route(call["to_number"], Mode.REGISTER, "acme", agent_id=call["agent_id"], tools={"opening_hours": TOOL})
    desk.tables.claims["agent", call["agent_id"]] = "acme"
    desk.tables.routes[route.number] = route
    desk.register(route=route, agent_id=call["agent_id"], from_number=call["from_number"], to_number=route.number)
    desk.tables.conversations[call["call_id"]] = {"call_id": CARRIERS}
    cache = SecretCache(lambda: json.dumps(RETELL_SECRETS))
    services = replace(desk.services, secrets=cache, now=lambda: signed_at(event))
    assert respond("agent_tool", event, services)["statusCode"] == 200
    assert bool(desk.tools.asked) != bool(desk.attempt.stopped)
    stale = replace(services, now=lambda: signed_at(event) + timedelta(minutes=6))
    assert respond("agent_tool", event, stale)["statusCode"] == 401


@pytest.mark.parametrize("path", names(EVENTS, "fetch_recording"))
def test_a_transcript_without_audio_and_a_voicemail_of_no_call_leave_the_vendors_alone(path):
    kind = path.stem.split("__")[1]
    transcript = json.dumps({"conversation_id": "conv_1", "provider": "elevenlabs", "has_audio": False}).encode()
    read_keys: list[str] = []
    conversations = InMemoryConversations(InMemoryTables())
    voicemails = FetchVoicemailDeps(InMemoryCalls(InMemoryTables()), NoCarrier(), NoCarrier())
    services = FetchRecordingDeps(
        lambda key: read_keys.append(key) or transcript, NoCarrier(), conversations, providers(NoCarrier()), voicemails
    )
    assert respond("fetch_recording", read(path), services) == {"batchItemFailures": []}
    assert [key.split("/")[0] for key in read_keys] == (["transcripts"] if kind == "transcript_filed" else [])


@pytest.mark.parametrize("path", names(EVENTS, "reconcile_calls"))
def test_the_clock_compares_what_the_vendors_remember(path):
    read(path)
    tables = InMemoryTables()
    nothing = NothingRemembered()
    reconciling = ReconcileCallsDeps(
        providers(nothing), nothing, InMemoryConversations(tables), InMemoryCalls(tables), Bucket(), nothing, utc_now
    )
    module = importlib.import_module("reconcile_calls")
    assert module.respond(reconciling, Budget(9)) == {"fetched": 0, "ended": 0}
    assert set(nothing.written) == {"conversations/elevenlabs", "calls"}


@pytest.mark.parametrize("path", names(EVENTS, "reap_orphans"))
def test_the_schedule_finds_no_orphans(path):
    tables = InMemoryTables()
    leases, calls = InMemoryLeases(tables), InMemoryCalls(tables)
    reaping = ReapOrphansDeps(leases, calls, NoCarrier(), Addresses(PUBLIC_BASE_URL, RELAY_BASE_URL), utc_now)
    read(path)
    module = importlib.import_module("reap_orphans")
    assert module.respond(reaping) == {"reaped": 0}


@pytest.mark.parametrize("path", names(EVENTS, "export_transcripts"))
def test_an_export_that_is_asked_for_is_written(path, cloud):
    event, sent = read(path), Sent()
    directory = Directory(cloud.dynamodb, DIRECTORY)
    companies, runs = CompaniesTable(directory), ExportsTable(directory, utc_now)
    companies.add(Company("acme", "Acme", utc_now()))
    source = CallsToExport(CallIndex(cloud.dynamodb, CALLS), cloud.s3, BUCKET)
    services = ExportTranscriptsDeps(source, runs, ExportBucket(cloud.s3, BUCKET), sent, companies)
    module = importlib.import_module("export_transcripts")
    if "Records" not in event:
        assert module.respond(event, services, lambda: 900_000) == {"asked": 1}
        assert len(sent.jobs) == 1
        return
    job = json.loads(event["Records"][0]["body"])
    runs.add(Export(job["export_id"], job["company_id"], date(2026, 11, 1), date(2026, 11, 2), ("jsonl",), utc_now()))
    assert module.respond(event, services, lambda: 900_000) == {"batchItemFailures": []}
    assert runs.of_company("acme")[0].finished_at


@pytest.mark.parametrize("path", names(EVENTS, "campaign_tick"))
def test_the_clock_of_a_campaign_that_is_gone_is_stopped(path):
    world, event = CampaignWorld(), read(path)
    world.schedules.create(event["campaign_id"])
    module = importlib.import_module("campaign_tick")
    payload = module.respond(event, world.ticking)
    assert payload == {"state": None, "claimed": 0, "refused": 0, "swept": 0}
    assert not world.schedules.ticking


@pytest.mark.parametrize("path", names(EVENTS, "place_call"))
def test_a_job_of_a_deleted_campaign_rings_no_phone(path):
    world = CampaignWorld()
    module = importlib.import_module("place_call")
    services = PlaceCallDeps(world.placing, cast("OrderAgentCallDeps", None))
    assert module.respond(read(path), services) == {"batchItemFailures": []}
    assert world.vendor.rang == []


class NoCluster:
    """Of a stage without a relay."""

    def observe(self, *, with_least: bool) -> None:
        assert with_least


class NoFleet:
    def read(self) -> None:
        return None


@pytest.mark.parametrize("path", names(EVENTS, "tend_relay"))
def test_a_relay_is_looked_after_by_the_clock_and_when_it_is_asked_for(path):
    nothing = cast("Any", None)
    event = read(path)
    fleet, cluster = cast("Any", NoFleet()), cast("Any", NoCluster())
    deps = TendRelayDeps(fleet, cluster, nothing, SleepRules(sleeps=True), nothing, utc_now)
    assert respond("tend_relay", event, deps) == {"state": "no relay"}
    assert (asked_at(event) is not None) == path.stem.endswith("asked")


@pytest.mark.parametrize("path", names(EVENTS, "watch_budgets"))
def test_the_clock_adds_up_every_company_that_has_a_budget(path, cloud):
    companies = CompaniesTable(Directory(cloud.dynamodb, DIRECTORY))
    companies.add(Company("acme", "Acme", utc_now()))
    companies.set_budget("acme", Decimal(10))
    calls = CallIndex(cloud.dynamodb, CALLS).oldest_first
    services = WatchBudgetsDeps(companies, calls, DailyCostsTable(cloud.dynamodb, CALLS))
    assert respond("watch_budgets", read(path), services) == {"watched": 1}


@pytest.mark.parametrize("path", names(EVENTS, "erase_person"))
def test_an_erasure_that_is_asked_for_ends_in_a_receipt(path, cloud):
    event, directory = read(path), Directory(cloud.dynamodb, DIRECTORY)
    job, receipts = json.loads(event["Records"][0]["body"]), ReceiptsTable(directory, utc_now)
    receipts.keep(ErasureReport(job["erasure_id"], job["company_id"], "person", dry_run=True))
    calls, objects = ErasableCalls(cloud.dynamodb, CALLS), ErasableObjects(cloud.s3, BUCKET)
    callers = CallersTable(directory)
    people, lists = ErasablePeople(cloud.dynamodb, CAMPAIGNS), ImportsTable(directory)
    no_vendor = NoVendor()
    eraser = ErasePersonDeps(
        calls,
        objects,
        no_vendor,
        providers(delete=no_vendor.delete_conversation),
        callers,
        people,
        lists,
        receipts,
        lambda _company: [],
        utc_now,
    )
    assert respond("erase_person", event, eraser) == {"batchItemFailures": []}
    receipt = receipts.find(job["company_id"], job["erasure_id"])
    assert receipt
    assert (receipt.status, receipt.calls) == ("not-found", 0)


class NoVendor:
    """No vendor is asked in a dry run."""

    def erase_call(self, call_id):
        raise AssertionError

    def delete_conversation(self, conversation_id):
        raise AssertionError
