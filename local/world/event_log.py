"""Records events/: one JSON per situation, as the local gateway and queues handed them to the real functions."""

import asyncio
import base64
import json
import re
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import aiohttp

from local.cloud.events import scheduled_event
from local.commands.running import COMPANY_KEY
from local.commands.terminal import Terminal
from local.scenarios import Scenario, retell_tools, support_call, warm_transfer, wrong_format
from local.twilio import Caller, Person
from local.world.world import ACCOUNT_SID, AUTH_TOKEN, COLLEAGUE, CONTEXT_SECRET, PUBLIC_BASE_URL, ROOT, World

CUSTOMER = "+14155550177"
CLOCKS = {
    "ReapOrphansFunction": "EveryMinute",
    "ReconcileCallsFunction": "EveryQuarterHour",
    "ExportTranscriptsFunction": "EveryDay",
    "TendRelayFunction": "EveryMinute",
    "WatchBudgetsFunction": "EveryHour",
}
WORD = re.compile("[a-z-]+")  # … and no name: those have digits
EVENTS = ROOT / "events"
ATTEMPT_ID = f"spring-{'0' * 20}-1"  # of a campaign that is gone, as the job below
OUTBOUND_FAILURE = {"CallSid": "CA" + "0" * 32, "CallStatus": "no-answer", "From": "+15005550006", "To": "+14155550123"}


async def record(terminal: Terminal) -> None:
    """Plays every mode once and keeps the first event of each situation. Files that are no longer met are removed."""
    world, met = World(say_speed=8.0), {}
    try:
        world.on_event = lambda function, event: met.setdefault(_situation(function, event), event)
        await world.start()
        await _live_through_everything(world)
    finally:
        await world.stop()
    _write(met)
    terminal.line(f"Recorded {len(met)} situations in {EVENTS.relative_to(ROOT)}/")


async def _live_through_everything(world: World) -> None:
    world.twilio.people[COLLEAGUE] = Person(answers=False)
    world.vendor.webhook.events |= {"audio", "call_initiation_failure"}
    world.twilio.people[CUSTOMER] = Person(play=_waits, answered_by="machine_start", detection_s=0.1)
    for scenario in (*SPOKEN, *BRIEF):
        world.ring(scenario)
    world.twilio.own_number("+15005550099", f"{PUBLIC_BASE_URL}/twilio/voice")
    world.ring(Scenario("a number without a route", "+15005550099", _waits))
    world.vendor.report_initiation_failure("agent_front_desk", "conv_neverstarted", "no-answer", OUTBOUND_FAILURE)
    await _dial_out(world)
    await _dial_out(world, f"/{ATTEMPT_ID}")
    await ask_the_api(world)
    await look_at_a_campaign(world)
    await _ask_about_a_caller(world)
    await _ask_as_retell(world)
    await _tick_a_campaign(world)
    await _ask_for_the_relay(world)
    await _test_an_event_endpoint(world)
    await world.settled()
    for function, schedule in CLOCKS.items():
        await world.cloud.invoke(function, scheduled_event(schedule, str(uuid.uuid4()), datetime.now(UTC)))
    await world.cloud.idle(30)


async def _dial_out(world: World, behind: str = "") -> None:
    """A call placed through the carrier's REST API, every callback asked for, machine detection on.

    `behind` stands behind both addresses where the call is an attempt of a campaign.
    """
    status = [("StatusCallbackEvent", event) for event in ("initiated", "ringing", "answered", "completed")]
    form = [
        ("To", CUSTOMER),
        ("From", "+15005550012"),
        ("Url", f"{PUBLIC_BASE_URL}/twilio/voice"),
        ("StatusCallback", f"{PUBLIC_BASE_URL}/api/v1/twilio/call-status{behind}"),
        ("MachineDetection", "Enable"),
        ("AsyncAmd", "true"),
        ("AsyncAmdStatusCallback", f"{PUBLIC_BASE_URL}/twilio/amd{behind}"),
        *status,
    ]
    url = f"{world.twilio.base_url}/2010-04-01/Accounts/{ACCOUNT_SID}/Calls.json"
    auth = aiohttp.BasicAuth(ACCOUNT_SID, AUTH_TOKEN)
    async with aiohttp.ClientSession(auth=auth) as http, http.post(url, data=form) as answer:
        answer.raise_for_status()


async def ask_the_api(world: World) -> None:
    """One request of each kind a newcomer would try first; none places a call."""
    seed = f"{world.cloud.base_url}/api/v1/elevenlabs-twilio"
    ringing = {"call_sid": "CA1234567890abcdef", "from_number": CUSTOMER, "to_number": "+15005550006"}
    ringing |= {"voice_id": "IKne3meq5aSn9XLyUdCD", "voice_settings": {"stability": 0.8}}
    async with aiohttp.ClientSession(headers={"X-API-Key": COMPANY_KEY}) as http:
        for method, url, body in (
            ("GET", f"{seed}/health", None),
            ("GET", f"{seed}/voices", None),
            ("POST", f"{seed}/calls/incoming", ringing),
            ("GET", f"{seed}/calls/CA1234567890abcdef", None),
            ("GET", f"{world.cloud.base_url}/api/v1/conversations?page_size=5&search=invoice", None),
            ("GET", f"{world.cloud.base_url}/api/v1/routes", None),
            ("GET", f"{world.cloud.base_url}/api/v1/costs", None),
            ("POST", f"{world.cloud.base_url}/api/v1/exports", EXPORT),
            ("POST", f"{world.cloud.base_url}/api/v1/erasures", {"number": "+14155550100"}),
        ):
            async with http.request(method, url, json=body) as answer:
                answer.raise_for_status()


EXPORT = {"first_day": "2026-11-01", "last_day": "2026-11-19", "formats": ["jsonl", "parquet"], "deidentified": True}


async def look_at_a_campaign(world: World) -> None:
    """A draft and its preview: its list is empty, and no call is placed."""
    base = f"{world.cloud.base_url}/api/v1/campaigns"
    request = {"name": "Spring", "channel": "relay", "from_number": "+15005550006", "agent_id": "agent_front_desk"}
    async with aiohttp.ClientSession(headers={"X-API-Key": COMPANY_KEY}) as http:
        async with http.post(base, json=request) as answer:
            campaign_id = (await answer.json())["campaign_id"]
        async with http.post(f"{base}/{campaign_id}/preview") as answer:
            answer.raise_for_status()


async def _ask_about_a_caller(world: World) -> None:
    """As the voice provider does before a call on a number of its own."""
    question = {"caller_id": CUSTOMER, "called_number": "+15005550006", "agent_id": "agent_front_desk"}
    headers = {"x-trunkline-secret": CONTEXT_SECRET}
    url = f"{world.cloud.base_url}/webhooks/elevenlabs/personalization"
    body = question | {"call_sid": "CA" + "0" * 32}
    async with aiohttp.ClientSession(headers=headers) as http, http.post(url, json=body) as answer:
        answer.raise_for_status()


async def _ask_as_retell(world: World) -> None:
    """As Retell does before it answers a number of its own."""
    numbers = {"from_number": CUSTOMER, "to_number": "+15005550019", "agent_id": "agent_at_retell"}
    body = json.dumps({"event": "call_inbound", "call_inbound": numbers}).encode()
    url = f"{PUBLIC_BASE_URL}/webhooks/retell/inbound"
    webhooks = world.retell.lifecycle.webhooks
    await webhooks.post(url, body, webhooks.signed(body), 10)


async def _tick_a_campaign(world: World) -> None:
    """A schedule and a dial job as the API and the tick make them, of a campaign that is gone: no call is placed."""
    cloud = world.cloud
    target = {
        "Arn": cloud.template.attribute("CampaignTickFunction", "Arn"),
        "RoleArn": "arn:aws:iam::123456789012:role/r",
    }
    about = {"ScheduleExpression": "rate(1 minute)", "FlexibleTimeWindow": {"Mode": "OFF"}}
    event = {"campaign_id": "spring"}
    group = cloud.resource_name("CampaignSchedules")
    schedule = {**about, "Target": {**target, "Input": json.dumps(event)}}
    await asyncio.to_thread(cloud.client("scheduler").create_schedule, Name="spring", GroupName=group, **schedule)
    job = {"company_id": "acme", "contact_id": "0" * 20, "number": 1, "phone": CUSTOMER}
    payload = json.dumps({**event, **job, "starts_at": datetime.now(UTC).isoformat()})
    queue = cloud.template.reference("DialQueue")
    await asyncio.to_thread(cloud.client("sqs").send_message, QueueUrl=queue, MessageBody=payload)


async def _test_an_event_endpoint(world: World) -> None:
    """A test event to an address that leads nowhere: the endpoint is removed before the second attempt."""
    table, dynamodb = world.cloud.resource_name("DirectoryTable"), world.cloud.client("dynamodb")
    item = {name: {"S": value} for name, value in ENDPOINT.items()}
    item |= {"types": {"L": [{"S": "endpoint.test"}]}, "secrets": {"L": []}}
    item |= {"is_enabled": {"BOOL": True}, "failures": {"N": "0"}}
    await asyncio.to_thread(dynamodb.put_item, TableName=table, Item=item)
    detail = {"id": "0" * 32, "type": "endpoint.test", "time": datetime.now(UTC).isoformat(), "company": "acme"}
    entry = {
        "EventBusName": world.cloud.resource_name("EventBus"),
        "Source": "trunkline",
        "DetailType": "endpoint.test",
    }
    entry["Detail"] = json.dumps(detail)
    await asyncio.to_thread(world.cloud.client("events").put_events, Entries=[entry])
    await asyncio.sleep(1)  # the first attempt has begun
    await asyncio.to_thread(dynamodb.delete_item, TableName=table, Key={"pk": item["pk"]})


ENDPOINT = {
    "pk": "ENDPOINT#acme#0123456789abcdef", "endpoint_id": "0123456789abcdef", "company_id": "acme",
    "of_company": "acme#endpoint", "url": "https://crm.example.invalid/", "created_at": "2026-11-28T12:00:00+00:00",
    "disabled_reason": "", "failing_since": "", "rests_until": "",
}  # fmt: skip


async def _ask_for_the_relay(world: World) -> None:
    """As the answer to a call that rings while the relay sleeps."""
    item = {"pk": {"S": f"WAKE#{datetime.now(UTC).isoformat(timespec='microseconds')}#CA{'0' * 32}"}}
    table = world.cloud.resource_name("DirectoryTable")
    await asyncio.to_thread(world.cloud.client("dynamodb").put_item, TableName=table, Item=item)


async def _waits(caller: Caller) -> None:
    await caller.line_drops(timeout_s=60)


async def _leaves_a_message(caller: Caller) -> None:
    await caller.agent_finishes(timeout_s=30)
    await caller.says("Please call me back.", "en-gb+f3")
    await caller.presses("#")
    await caller.line_drops(timeout_s=30)


SPOKEN = (
    *(support_call.RELAYED, support_call.REGISTERED, support_call.AT_RETELL),
    *(retell_tools.SCENARIO, wrong_format.SCENARIO, warm_transfer.DECLINED),
)
BRIEF = (
    Scenario("forwarded to a colleague who does not answer", "+15005550010", _leaves_a_message),
    Scenario("voicemail", "+15005550011", _leaves_a_message),
    Scenario("rejected", "+15005550012", _waits),
)


ALWAYS = {"archive_audit": "entry_written", "campaign_tick": "by_the_clock", "place_call": "due"}
ALWAYS |= {"tend_patients": "call_ended"}


def _situation(function: str, event: dict[str, Any]) -> str:
    """<function>__<situation>, or nothing for an event that has no name of its own."""
    name = _snake(function.removesuffix("Function"))
    if event.get("source") == "aws.events":
        return f"{name}__by_the_clock"
    if name in ALWAYS:
        return f"{name}__{ALWAYS[name]}"
    if name in {"export_transcripts", "erase_person", "import_contacts", "tend_relay"}:
        return f"{name}__asked"
    if name in {"queue_deliveries", "deliver_event"}:
        return f"{name}__{'event_published' if name == 'queue_deliveries' else 'delivery_due'}"
    if name == "publish_events":
        return f"{name}__{_written(event)}"
    if "Records" in event:
        return f"{name}__{_queued(event)}"
    if name == "caller_context":
        return f"{name}__{'retell_call_inbound' if '/retell/' in event['rawPath'] else 'a_caller_rings'}"
    if name == "rest_api":
        return f"{name}__{_asked(event)}"
    body = base64.b64decode(event["body"]) if event["isBase64Encoded"] else event["body"].encode()
    return f"{name}__{_report(body) if name == 'provider_report' else _webhook(event['rawPath'], body)}"


def _queued(event: dict[str, Any]) -> str:
    body = json.loads(event["Records"][0]["body"])
    if "detail-type" in body:
        return "voicemail_received"
    if "Records" not in body:
        return "s3_test_event"
    prefix, *folders = body["Records"][0]["s3"]["object"]["key"].replace("%2F", "/").split("/")
    return _kind(*folders[:2]) if prefix == "inbox" else "transcript_filed"


def _kind(provider: str, kind: str) -> str:
    """A report's kind: bare at the provider of the first recordings, else with the provider's name before it."""
    return kind if provider == "elevenlabs" else f"{provider}_{kind}"


def _written(event: dict[str, Any]) -> str:
    """call_written, campaign_written: by the first item of the batch."""
    key = event["Records"][0]["dynamodb"]["Keys"]["pk"]["S"]
    return f"{key.partition('#')[0].lower()}_written"


def _asked(event: dict[str, Any]) -> str:
    """get_health, post_calls_incoming: the method and the words of the path, without names."""
    path = event["rawPath"].removeprefix("/api/v1/").removeprefix("elevenlabs-twilio/")
    words = [word for word in path.split("/") if WORD.fullmatch(word)]
    return "_".join([event["requestContext"]["http"]["method"].lower(), *words])


def _report(body: bytes) -> str:
    payload = json.loads(body)
    return payload["type"] if "type" in payload else _kind("retell", payload["event"])


def _webhook(path: str, body: bytes) -> str:
    form = {name: values[0] for name, values in parse_qs(body.decode(), keep_blank_values=True).items()}
    place, last = path.replace("-", "_").rsplit("/", 1)
    if last == ATTEMPT_ID.replace("-", "_"):
        endpoint = place.rsplit("/", 1)[-1]
        about = form["AnsweredBy"] if endpoint == "amd" else form["CallStatus"]
        return f"attempt_{endpoint}_{about.replace('-', '_')}"
    match last:
        case "voice":
            return f"ringing_{MODES.get(form['To'], 'unknown_number')}"
        case "call_status":
            return f"call_{form['CallStatus'].replace('-', '_')}"
        case "stream_status":
            return form["StreamEvent"].replace("-", "_")
        case "recording":
            return f"recording_{form['RecordingStatus']}"
        case "transcription":
            return f"voicemail_transcription_{form['TranscriptionStatus']}"
        case "after_dial" | "after_transfer":
            return f"{last}_{form['DialCallStatus'].replace('-', '_')}"
    return last


MODES = {
    "+15005550006": "relay",
    "+15005550007": "register",
    "+15005550010": "forward",
    "+15005550011": "voicemail",
    "+15005550012": "reject",
    "+15005550013": "relay",
    "+15005550016": "relay",
    "+15005550019": "register",
    "+15005550020": "register",
}


def _snake(name: str) -> str:
    return "".join("_" + letter.lower() if letter.isupper() else letter for letter in name).lstrip("_")


def _write(met: dict[str, dict[str, Any]]) -> None:
    EVENTS.mkdir(exist_ok=True)
    for old in EVENTS.glob("*__*.json"):
        old.unlink()
    for situation, event in met.items():
        Path(EVENTS / f"{situation}.json").write_text(json.dumps(event, indent=1) + "\n")
