"""AWS requests per unit of work: this is the bill, and no noise touches it."""

import json
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, cast

import pytest

from tests.contract.conftest import BUCKET, CALLS, DIRECTORY, Cloud
from tests.fakes import reports
from tests.fakes.agent_tools import TOOL, ScriptedTools, asked
from tests.fakes.attempts import OneAttempt
from tests.fakes.providers import providers
from tests.fakes.retell_webhooks import AGENT, CALL_ID
from tests.fakes.webhooks import NOW, ScriptedLine, render
from trunkline.aws import table_keys
from trunkline.aws.directory_table import Directory
from trunkline.aws.dynamodb_values import to_item
from trunkline.aws.retention import Retention
from trunkline.aws.s3 import Bucket, InboxBucket
from trunkline.bootstrap.shared.dialling import linking
from trunkline.calls.adapters.answers_table import AnswersTable
from trunkline.calls.adapters.call_index import CallIndex
from trunkline.calls.adapters.call_plans_table import PlansTable
from trunkline.calls.adapters.calls_table import CallsTable
from trunkline.calls.adapters.relay_fleet_table import RelayFleetTable
from trunkline.calls.adapters.route_items import route_values
from trunkline.calls.adapters.routes_table import RoutesTable
from trunkline.calls.adapters.turns_table import TurnsTable
from trunkline.calls.domain.call_instructions import RegisteredCall
from trunkline.calls.domain.calls import Progress, RingingCall, TimelineEvent
from trunkline.calls.domain.outbound.destinations import Destinations
from trunkline.calls.domain.outbound.outbound_calls import OutboundCallRequest, PlacedCall
from trunkline.calls.domain.relay_fleet import Fleet, FleetState
from trunkline.calls.domain.routes import Mode, Route
from trunkline.calls.domain.transfers import DialResult as PutThrough
from trunkline.calls.domain.transfers import NoAnswerAction
from trunkline.calls.domain.turns import SpokenTurn
from trunkline.calls.use_cases.answer_call import AnswerCallDeps, answer_call
from trunkline.calls.use_cases.take_from_provider import TakeFromProviderDeps
from trunkline.calls.use_cases.transfer_call import after_transfer, whisper, whisper_answered
from trunkline.campaigns.domain.dialling import DialRequest, PlacedDial
from trunkline.campaigns.use_cases.dial_by_carrier import CarrierDialler
from trunkline.conversations.adapters.claims_table import ClaimsTable
from trunkline.conversations.adapters.conversations_table import ConversationsTable
from trunkline.conversations.adapters.tool_uses_table import ToolUsesTable
from trunkline.conversations.use_cases.fetch_recording import fetch_recording
from trunkline.conversations.use_cases.file_report import file_report
from trunkline.conversations.use_cases.run_agent_tool import RunAgentToolDeps, run_agent_tool
from trunkline.ids import CallId, ConversationId
from trunkline.speech.domain.voices import VoiceChoice
from trunkline.vendors.elevenlabs.post_call_webhook import read_report
from trunkline.vendors.retell.custom_functions import read_request

CALL = RingingCall(CallId("CA1"), "+14155550123", "+15005550006")


@pytest.mark.parametrize("mode", Mode)
def test_answering_a_call_takes_two_requests_and_its_retry_one(cloud: Cloud, mode):
    route = Route("+15005550006", mode, "acme", "agent_1", forward_to="+15005550009")
    cloud.dynamodb.put_item(TableName=DIRECTORY, Item=to_item(table_keys.number(route.number) | route_values(route)))
    switchboard = AnswersTable(cloud.dynamodb, CALLS, DIRECTORY, render)
    answering = AnswerCallDeps(switchboard, {"elevenlabs": ScriptedLine()}, new_token=lambda: "token")
    cloud.requests.clear()
    first = answer_call(CALL, answering, NOW)
    assert cloud.requests == ["dynamodb.BatchGetItem", "dynamodb.TransactWriteItems"]
    cloud.requests.clear()
    assert render(answer_call(CALL, answering, NOW).instruction) == render(first.instruction)
    assert cloud.requests == ["dynamodb.BatchGetItem"]


@pytest.mark.parametrize("state", FleetState)
@pytest.mark.parametrize("mode", [Mode.RELAY, Mode.VOICE])
def test_a_call_is_answered_by_as_many_requests_whether_the_relay_sleeps_or_not(cloud: Cloud, mode, state):
    route = Route("+15005550006", mode, "acme", "agent_1", voice=VoiceChoice("v"))
    fleets = RelayFleetTable(Directory(cloud.dynamodb, DIRECTORY))
    cloud.dynamodb.put_item(TableName=DIRECTORY, Item=to_item(table_keys.number(route.number) | route_values(route)))
    assert fleets.write(None, Fleet(state, NOW, NOW))
    switchboard, line = AnswersTable(cloud.dynamodb, CALLS, DIRECTORY, render), ScriptedLine()
    cloud.requests.clear()
    answer_call(CALL, AnswerCallDeps(switchboard, {"elevenlabs": line}, new_token=lambda: "token"), NOW)
    assert cloud.requests == ["dynamodb.BatchGetItem", "dynamodb.TransactWriteItems"]
    assert len(line.asked) == (mode is Mode.RELAY and state is not FleetState.AWAKE)
    assert fleets.asked_at() == (None if state is FleetState.AWAKE else NOW)


def test_a_call_of_a_campaign_takes_one_request_beside_the_vendors(cloud: Cloud):
    """The other three of `place_call` are the engine's."""
    store = OneAttempt()
    store.begin()
    campaign = store.store.campaigns["c1"]
    plans = PlansTable(Directory(cloud.dynamodb, DIRECTORY))
    cloud.requests.clear()
    CarrierDialler(RingsAlways(), plans, "https://voice.example.com").dial(DialRequest(store.now, campaign))
    assert cloud.requests == ["dynamodb.PutItem"]
    cloud.requests.clear()
    linking(ConversationsTable(cloud.dynamodb, CALLS))(campaign, store.now, PlacedDial(CallId("CA1"), "conv_1"))
    assert cloud.requests == ["dynamodb.TransactWriteItems"]


class RingsAlways:
    def place(self, order: OutboundCallRequest) -> PlacedCall:
        return PlacedCall(CallId("CA1"), "queued", order.to_number, order.from_number)


@pytest.mark.parametrize(
    ("dialled", "requests"),
    [
        (PutThrough("completed"), ["GetItem", "TransactWriteItems"]),
        (PutThrough("no-answer", was_bridged=False), ["GetItem", "TransactWriteItems", "TransactWriteItems"]),
    ],
    ids=["taken", "back to the agent"],
)
def test_handing_a_call_over_takes_a_request_for_each_thing_that_is_kept(cloud: Cloud, dialled, requests):
    targets = {"billing": "+14155550198"}
    route = Route(
        CALL.to_number, Mode.RELAY, "acme", "a", transfer_targets=targets, transfer_untaken=NoAnswerAction.AGENT
    )
    cloud.dynamodb.put_item(TableName=DIRECTORY, Item=to_item(table_keys.number(route.number) | route_values(route)))
    tokens = iter(("first", "second"))
    switchboard = AnswersTable(cloud.dynamodb, CALLS, DIRECTORY, render)
    answering = AnswerCallDeps(switchboard, {"elevenlabs": ScriptedLine()}, new_token=lambda: next(tokens))
    answer_call(CALL, answering, NOW)
    calls, stories = CallsTable(cloud.dynamodb, CALLS), TurnsTable(cloud.dynamodb, CALLS)
    cloud.requests.clear()
    whisper(CALL.call_id, calls, stories)
    whisper_answered(CALL.call_id, CallId("CA2"), "1", calls, NOW)
    assert cloud.requests == ["dynamodb.GetItem", "dynamodb.Query", "dynamodb.TransactWriteItems"]
    cloud.requests.clear()
    after_transfer(CALL, dialled, "w1", calls, answering, NOW)
    assert cloud.requests == [f"dynamodb.{request}" for request in requests]


ORDERS = [
    ["transcription", "audio"], ["audio", "transcription"], ["initiation_failure"], ["traces"],
    ["machine_detection", "transcription"], ["unknown"],
]  # fmt: skip
NATIVE = {"phone_call": {"direction": "inbound", "agent_number": "+15005550006", "phone_number_id": "phnum_1"}}


@pytest.mark.parametrize("order", ORDERS, ids=str)
@pytest.mark.parametrize("call_sid", ["CA1", None])
@pytest.mark.parametrize("whose", ["unowned", "a company's", "answered by the provider"])
def test_filing_a_report_takes_seven_requests_at_most(cloud: Cloud, order, call_sid, whose):
    bucket, conversations = Bucket(cloud.s3, BUCKET), ConversationsTable(cloud.dynamodb, CALLS, DIRECTORY)
    if whose == "a company's":
        values = {"call_id": "CA1", "company_id": "acme", "started_at": NOW.isoformat()}
        cloud.dynamodb.put_item(TableName=CALLS, Item=to_item(table_keys.call(CallId("CA1")) | values))
        conversations.link("conv_1", CallId("CA1"))
    phone = to_item(table_keys.phone("phnum_1") | {"company_id": "acme"})
    cloud.dynamodb.put_item(TableName=DIRECTORY, Item=phone)
    more = {"metadata": NATIVE} if whose == "answered by the provider" else {}
    for name in order:
        body = getattr(reports, name)()
        if name == "transcription":
            body = reports.transcription(call_sid=call_sid, **more)
        cloud.s3.put_object(Bucket=BUCKET, Key="inbox/x", Body=body)
        cloud.requests.clear()
        file_report(read_report(bucket.read("inbox/x")), conversations, bucket)
        assert 1 <= len(cloud.requests) <= 7, cloud.requests
    call_id = CallId("CA1" if call_sid or whose == "a company's" else "conv_1")
    words = cloud.dynamodb.get_item(TableName=CALLS, Key=to_item(table_keys.words(call_id)))
    assert ("Item" in words) == ("transcription" in order and whose != "unowned")


class Provider:
    """Has every recording, three bytes long."""

    @contextmanager
    def recording(self, _conversation_id):
        yield iter((b"ID3",))


def test_fetching_a_recording_takes_five_requests_and_looking_at_a_transcript_without_one_takes_one(cloud: Cloud):
    bucket, conversations = Bucket(cloud.s3, BUCKET), ConversationsTable(cloud.dynamodb, CALLS)
    file_report(read_report(reports.transcription()), conversations, bucket)
    key = "transcripts/dt=2025-12-31/CA1/conv_1.json"
    cloud.requests.clear()
    transcript = json.loads(bucket.read(key))
    fetch_recording(transcript, conversations, providers(Provider()), bucket)
    first = list(cloud.requests)
    assert len(first) <= 6, first
    assert first[0] == "s3.GetObject"
    cloud.requests.clear()
    transcript = json.loads(bucket.read(key)) | {"has_audio": False}
    fetch_recording(transcript, conversations, providers(Provider()), bucket)
    assert cloud.requests == ["s3.GetObject"]


def test_everything_that_is_kept_of_a_call_says_when_it_may_go(cloud: Cloud):
    retention = Retention(90, lambda: NOW)
    expiry = int((NOW + timedelta(days=90)).timestamp())
    calls = CallsTable(cloud.dynamodb, CALLS, retention)
    conversations = ConversationsTable(cloud.dynamodb, CALLS, DIRECTORY, retention)
    route = Route("+15005550006", Mode.RELAY, "acme", "agent_1")
    cloud.dynamodb.put_item(TableName=DIRECTORY, Item=to_item(table_keys.number(route.number) | route_values(route)))
    switchboard = AnswersTable(cloud.dynamodb, CALLS, DIRECTORY, render, retention)
    answer_call(CALL, AnswerCallDeps(switchboard, {"elevenlabs": ScriptedLine()}, new_token=lambda: "token"), NOW)
    TurnsTable(cloud.dynamodb, CALLS, retention).note_turn(CALL.call_id, NOW, SpokenTurn(0, "agent", "Hello."))
    calls.add_event(CALL.call_id, TimelineEvent("e", NOW, "e"))
    calls.advance(CALL.call_id, Progress.OVER, "completed", {})
    file_report(read_report(reports.transcription()), conversations, Bucket(cloud.s3, BUCKET))
    file_report(read_report(reports.audio()), conversations, Bucket(cloud.s3, BUCKET))
    items = cloud.dynamodb.scan(TableName=CALLS)["Items"]
    kinds = {item["sk"]["S"].split("#")[0] for item in items}
    assert kinds == {"CALL", "EVENT", "TURN", "WORDS"}
    assert {item["expires_at"]["N"] for item in items} == {str(expiry)}


def test_keeping_a_report_takes_one_request():
    sent = []

    class Wire:
        def send(self, *request: object) -> bytes:
            sent.append(request)
            return b""

    InboxBucket(Wire(), BUCKET).keep("inbox/elevenlabs/x/y/z.json", json.dumps({}).encode())
    assert [(method, path) for method, path, *_ in sent] == [("PUT", f"/{BUCKET}/inbox/elevenlabs/x/y/z.json")]


@pytest.mark.parametrize(("is_registered", "requests"), [(True, 5), (False, 6)])
def test_a_tool_of_an_agent_at_a_provider_takes_five_requests_or_six_on_a_trunk(cloud: Cloud, is_registered, requests):
    directory, agents = Directory(cloud.dynamodb, DIRECTORY), ClaimsTable(Directory(cloud.dynamodb, DIRECTORY))
    route = Route(CALL.to_number, Mode.REGISTER, "acme", AGENT, provider="retell", tools={"orders": TOOL})
    RoutesTable(directory).add(route)
    agents.claim("agent", AGENT, "acme")
    if is_registered:
        lines = {"retell": AtRetell()}
        switchboard = AnswersTable(cloud.dynamodb, CALLS, DIRECTORY, render)
        answer_call(CALL, AnswerCallDeps(switchboard, lines, new_token=lambda: "token"), NOW)
    tools = ScriptedTools()
    deps = running_tools(cloud, tools)
    metadata = {"call_sid": CALL.call_id} if is_registered else None
    body = asked("orders", {"order": "7"}, metadata=metadata)
    cloud.requests.clear()
    result = run_agent_tool(read_request(body, "orders"), deps, NOW)
    assert (result.text, len(cloud.requests)) == (tools.result.text, requests)
    cloud.requests.clear()
    assert run_agent_tool(read_request(body, "orders"), deps, NOW) == result
    assert [call_id for _, _, call_id, _ in tools.asked] == [CALL.call_id if is_registered else CALL_ID]


class AtRetell:
    def register_call(self, *_: object) -> RegisteredCall:
        return RegisteredCall(ConversationId(CALL_ID), sip_uri=f"sip:{CALL_ID}@sip.example.com")


def running_tools(cloud: Cloud, tools: ScriptedTools) -> RunAgentToolDeps:
    nothing = cast("Any", None)
    return RunAgentToolDeps(
        conversations=ConversationsTable(cloud.dynamodb, CALLS, DIRECTORY),
        calls=CallIndex(cloud.dynamodb, CALLS),
        taking=TakeFromProviderDeps(CallsTable(cloud.dynamodb, CALLS), nothing, nothing, ""),
        route_of=RoutesTable(Directory(cloud.dynamodb, DIRECTORY)).find,
        uses=ToolUsesTable(cloud.dynamodb, CALLS),
        tools=tools,
        destinations=Destinations(),
        opt_out=nothing,
        caller_context=nothing,
    )
