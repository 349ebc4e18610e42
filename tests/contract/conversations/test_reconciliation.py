"""What is fetched after calls, from the fake vendors over real sockets: lost reports, lost ends, recordings."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio
from botocore.exceptions import ClientError

from local.elevenlabs import Agent, FakeElevenLabs, RouteFault, reports, webhooks
from local.elevenlabs.agents.agent import Webhook
from local.elevenlabs.agents.conversation import DONE, IN_PROGRESS, Conversation, Turn
from local.elevenlabs.faults import WebhookFaults
from local.twilio import FakeTwilio
from local.twilio.calls.call_state import CallState
from local.world.addresses import AddressBook
from tests.contract.conftest import BUCKET, Cloud
from tests.fakes.providers import providers
from tests.fakes.tables import InMemoryCalls, InMemoryConversations, InMemoryTables
from tests.fakes.webhooks import Bucket
from trunkline.aws import s3 as storage
from trunkline.calls.domain.calls import Progress, TimelineEvent
from trunkline.calls.use_cases.record_call_status import record_call_status
from trunkline.conversations.domain.reconciliation import Checkpoint
from trunkline.conversations.use_cases.fetch_recording import Fetched, fetch_recording
from trunkline.conversations.use_cases.file_report import file_report
from trunkline.conversations.use_cases.reconcile_calls import Budget, ReconcileCallsDeps, Reconciled, reconcile_calls
from trunkline.errors import ProviderError
from trunkline.ids import CallId
from trunkline.vendors.elevenlabs.conversations_client import ElevenLabsConversations
from trunkline.vendors.elevenlabs.post_call_webhook import read_report
from trunkline.vendors.twilio.client import Account, TwilioClient
from trunkline.vendors.twilio.signatures import read_form
from trunkline.vendors.twilio.webhooks import read_status_update
from trunkline.web.vendor_client import VendorClient

ACCOUNT, TOKEN = "AC" + "a" * 32, "0123456789abcdef0123456789abcdef"
NOW = datetime.now(UTC).replace(microsecond=0)
WEBHOOK = Webhook("https://voice.example.com/webhooks/elevenlabs", "wsec_test")
AGENT = Agent("agent_1")


class KeptPositions(dict[str, Checkpoint]):
    def read(self, name: str) -> Checkpoint | None:
        return self.get(name)

    def write(self, name: str, position: Checkpoint) -> None:
        self[name] = position


class Inbox(Bucket):
    """Files what it is given, as the queue behind it does."""

    def __init__(self, file: Callable[[bytes], Any]) -> None:
        super().__init__()
        self._file = file

    def keep(self, key: str, body: bytes) -> None:
        super().keep(key, body)
        self._file(body)


@dataclass
class Office:
    """Our side: tables in memory, the real clients, the real use cases."""

    vendor: FakeElevenLabs
    twilio: FakeTwilio
    tables: InMemoryTables = field(default_factory=InMemoryTables)
    archive: Bucket = field(default_factory=Bucket)
    positions: KeptPositions = field(default_factory=KeptPositions)

    def __post_init__(self) -> None:
        self.calls, self.conversations = InMemoryCalls(self.tables), InMemoryConversations(self.tables)
        self.inbox = Inbox(self.file)
        self.provider = ElevenLabsConversations(VendorClient(self.vendor.base_url), lambda: "key")
        self.carrier = TwilioClient(self.twilio.base_url, lambda: Account(ACCOUNT, [TOKEN]))

    def file(self, body: bytes) -> None:
        file_report(read_report(body), self.conversations, self.archive)

    def answer(self, call: CallState) -> None:
        facts = {"company_id": "acme", "started_at": call.started_at.isoformat()}
        self.calls.open(CallId(call.sid), TimelineEvent("answer", NOW - timedelta(hours=1), "relay"), facts)

    def ended(self, call: CallState) -> None:
        """The carrier's last callback."""
        ended = call.ended_at.strftime("%a%%2C+%d+%b+%Y+%H%%3A%M%%3A%S+%%2B0000")
        body = f"CallSid={call.sid}&CallStatus=completed&CallDuration={call.duration_s}&Timestamp={ended}"
        record_call_status(read_status_update(read_form(body.encode()), NOW), self.calls)

    async def reconcile(self, requests: int = 200, now: datetime = NOW) -> Reconciled:
        deps = ReconcileCallsDeps(
            providers(self.provider),
            self.carrier,
            self.conversations,
            self.calls,
            self.inbox,
            self.positions,
            lambda: now,
        )
        return await asyncio.to_thread(reconcile_calls, deps, Budget(requests), now)

    def on_file(self) -> Any:
        return self.tables.records, self.tables.events, dict(self.archive)


@pytest_asyncio.fixture
async def vendors():
    vendor = FakeElevenLabs({"key": {"convai_read"}}, AddressBook())
    twilio = FakeTwilio(ACCOUNT, TOKEN, AddressBook())
    await vendor.start()
    await twilio.start()
    yield vendor, twilio
    await twilio.stop()
    await vendor.stop()


def conversation(vendor: FakeElevenLabs, number: int, call_sid: str, ago_s: int = 3600, **more: Any) -> Conversation:
    """One that was had."""
    began = NOW.timestamp() - ago_s + number
    item = Conversation(f"conv_{number:04}", AGENT, began, status=DONE, started_unix_s=began, duration_s=42.0)
    item.client_data = {"dynamic_variables": {"call_sid": call_sid}}
    item.transcript = [Turn("agent", "Hello.", 0.0), Turn("user", f"My number is {number}.", 2.0)]
    item.tape.hear_caller(b"\xff" * 8000, 1.0)
    for name, value in more.items():
        setattr(item, name, value)
    vendor.conversations[item.conversation_id] = item
    return item


def phone_call(twilio: FakeTwilio, number: int, ago_s: int = 3600) -> CallState:
    call = CallState(ACCOUNT, "+15005550006", "+14155550123", "inbound", "completed", sid=f"CA{number:032}")
    call.started_at = NOW - timedelta(seconds=ago_s - number)
    call.ended_at = call.started_at + timedelta(seconds=60)
    call.answered_s, call.ended_s = 0.0, 60.0
    twilio.calls[call.sid] = call
    return call


def webhook_of(item: Conversation) -> bytes:
    [payload] = webhooks.reports_of(item, WEBHOOK, WebhookFaults(), int(NOW.timestamp()))
    return payload.body


async def test_one_run_restores_the_reports_of_lost_webhooks(vendors):
    vendor, twilio = vendors
    lucky, unlucky = Office(vendor, twilio), Office(vendor, twilio)
    for number in range(40):
        call = phone_call(twilio, number)
        item = conversation(vendor, number, call.sid)
        for office in (lucky, unlucky):
            office.answer(call)
        lucky.file(webhook_of(item))
        lucky.ended(call)
        if number % 2:
            unlucky.file(webhook_of(item))
        if number % 4 < 2:
            unlucky.ended(call)
    assert unlucky.on_file() != lucky.on_file()
    done = await unlucky.reconcile()
    assert (done.fetched, done.ended, done.troubles, done.is_finished) == (20, 20, [], True)
    assert records(unlucky) == records(lucky)
    assert unlucky.tables.events == lucky.tables.events
    assert unlucky.archive == lucky.archive


def records(office: Office) -> Any:
    return {call_id: dict(record) for call_id, record in office.tables.records.items()}


async def test_a_webhook_that_comes_after_all_changes_nothing_but_nothing_is_doubled(vendors):
    vendor, twilio = vendors
    office = Office(vendor, twilio)
    call = phone_call(twilio, 1)
    item = conversation(vendor, 1, call.sid)
    office.answer(call)
    await office.reconcile()
    restored = records(office), {key: set(events) for key, events in office.tables.events.items()}
    office.file(webhook_of(item))
    office.ended(call)
    assert (records(office), {key: set(events) for key, events in office.tables.events.items()}) == restored
    again = await office.reconcile(now=NOW + timedelta(hours=1))
    assert (again.fetched, again.ended) == (0, 0)


async def test_a_run_stops_at_its_budget_and_the_next_goes_on_where_it_was(vendors):
    vendor, twilio = vendors
    office = Office(vendor, twilio)
    for number in range(130):
        conversation(vendor, number, f"CA{number:032}")
    fetched, runs = 0, 0
    while fetched < 130 and runs < 20:
        done = await office.reconcile(requests=25)
        assert done.fetched <= 25
        fetched, runs = fetched + done.fetched, runs + 1
    assert fetched == 130
    assert len(office.tables.records) == 130
    assert (await office.reconcile(now=NOW + timedelta(minutes=30))).fetched == 0


async def test_what_was_not_over_is_looked_at_again(vendors):
    vendor, twilio = vendors
    office = Office(vendor, twilio)
    item = conversation(vendor, 1, "CA1", status=IN_PROGRESS)
    assert (await office.reconcile()).fetched == 0
    item.status = DONE
    later = await office.reconcile(now=NOW + timedelta(hours=5))
    assert (later.fetched, office.positions["conversations/elevenlabs"].waiting) == (1, {})


async def test_one_calls_trouble_is_not_anothers(vendors):
    vendor, twilio = vendors
    office = Office(vendor, twilio)
    for number in range(4):
        conversation(vendor, number, f"CA{number}")
    vendor.faults.routes["get_conversation"] = RouteFault(status=500, times=1)
    done = await office.reconcile()
    assert (done.fetched, len(done.troubles)) == (3, 1)
    done = await office.reconcile(now=NOW + timedelta(minutes=15))
    assert (done.fetched, done.troubles, len(office.tables.records)) == (1, [], 4)


async def test_a_vendor_that_is_away_does_not_keep_the_other_one_waiting(vendors):
    vendor, twilio = vendors
    office = Office(vendor, twilio)
    call = phone_call(twilio, 1)
    office.answer(call)
    conversation(vendor, 1, call.sid)
    vendor.faults.routes["list_conversations"] = RouteFault(status=503, times=1)
    done = await office.reconcile()
    assert (done.fetched, done.ended, done.is_finished) == (0, 1, False)
    assert office.tables.records[call.sid]["progress"] == Progress.OVER
    assert (await office.reconcile()).fetched == 1


async def test_what_can_never_be_had_is_given_up_in_the_end(vendors):
    vendor, twilio = vendors
    office = Office(vendor, twilio)
    conversation(vendor, 1, "CA1", status=IN_PROGRESS)
    await office.reconcile()
    done = await office.reconcile(now=NOW + timedelta(days=3))
    assert (done.given_up, office.positions["conversations/elevenlabs"].waiting) == (1, {})


async def test_legs_and_strangers_calls_are_left_alone(vendors):
    vendor, twilio = vendors
    office = Office(vendor, twilio)
    phone_call(twilio, 1)
    leg = phone_call(twilio, 2)
    leg.parent_sid = "CA9"
    assert (await office.reconcile()).ended == 0
    assert office.tables.records == {}


# --- recordings --------------------------------------------------------------------------------------------------


class Store(dict[str, bytes]):
    def upload_stream(self, key: str, pieces: Any, content_type: str) -> None:
        self[key] = b"".join(pieces)


def transcript_of(item: Conversation, *, has_audio: bool = True) -> dict[str, Any]:
    return {"conversation_id": item.conversation_id, "provider": "elevenlabs", "has_audio": has_audio}


async def test_a_recording_is_fetched_once_and_attached_to_its_call(vendors):
    vendor, twilio = vendors
    office, store = Office(vendor, twilio), Store()
    item = conversation(vendor, 1, "CA1")
    office.file(webhook_of(item))
    payload = transcript_of(item)
    for expected in (Fetched.FETCHED, Fetched.KNOWN):
        done = await asyncio.to_thread(
            fetch_recording, payload, office.conversations, providers(office.provider), store
        )
        assert done is expected
    [key] = store
    assert office.tables.records["CA1"]["provider_recording"] == key == "recordings/conv_0001/elevenlabs.mp3"
    assert len(store[key]) > 1000


async def test_a_recording_that_is_not_ready_is_asked_for_again(vendors):
    vendor, twilio = vendors
    office, store = Office(vendor, twilio), Store()
    item = conversation(vendor, 1, "CA1")
    vendor.faults.routes["conversation_audio"] = RouteFault(status=404, times=1)
    with pytest.raises(ProviderError):
        await asyncio.to_thread(
            fetch_recording, transcript_of(item), office.conversations, providers(office.provider), store
        )
    assert store == {}
    done = await asyncio.to_thread(
        fetch_recording, transcript_of(item), office.conversations, providers(office.provider), store
    )
    assert done is Fetched.FETCHED


async def test_a_transcript_without_audio_sends_no_request(vendors):
    vendor, twilio = vendors
    office = Office(vendor, twilio)
    payload = transcript_of(conversation(vendor, 1, "CA1"), has_audio=False)
    vendor.faults.routes["conversation_audio"] = RouteFault(status=500)
    assert fetch_recording(payload, office.conversations, providers(office.provider), Store()) is Fetched.NO_RECORDING


def test_a_long_recording_is_never_whole_in_memory(cloud: Cloud):
    length, sizes = 40 * 1024 * 1024, list[int]()

    def pieces():
        for _ in range(length // 65536):
            yield bytes(65536)

    def watch(params: dict[str, Any], **_: Any) -> None:
        assert not isinstance(params["Body"], bytes)
        sizes.append(params["Body"].seek(0, 2))
        params["Body"].seek(0)

    cloud.s3.meta.events.register("provide-client-params.s3.PutObject", watch)
    storage.Bucket(cloud.s3, BUCKET).upload_stream("recordings/long.mp3", pieces(), "audio/mpeg")
    assert cloud.s3.head_object(Bucket=BUCKET, Key="recordings/long.mp3")["ContentLength"] == length
    assert sizes == [length]


def test_a_recording_that_breaks_off_leaves_no_object(cloud: Cloud):
    def pieces():
        for _ in range(200):
            yield bytes(65536)
        raise ProviderError("unreachable", retryable=True)

    with pytest.raises(ProviderError):
        storage.Bucket(cloud.s3, BUCKET).upload_stream("recordings/cut.mp3", pieces(), "audio/mpeg")
    assert "Contents" not in cloud.s3.list_objects_v2(Bucket=BUCKET)


def test_a_recording_that_could_not_be_stored_is_an_error(cloud: Cloud):
    with pytest.raises(ClientError, match="NoSuchBucket"):
        storage.Bucket(cloud.s3, "not-there").upload_stream("recordings/a.mp3", iter([b"plain"]), "audio/mpeg")


def test_a_second_delivery_does_not_write_over_a_recording_that_is_sealed_by_now(cloud: Cloud):
    bucket = storage.Bucket(cloud.s3, BUCKET)
    bucket.upload_stream("recordings/a.mp3", iter([b"pla", b"in"]), "audio/mpeg")
    assert bucket.read("recordings/a.mp3") == b"plain"
    bucket.write("recordings/a.mp3", b"sealed", "application/octet-stream")
    bucket.upload_stream("recordings/a.mp3", iter([b"plain"]), "audio/mpeg")
    assert bucket.read("recordings/a.mp3") == b"sealed"


def test_what_is_removed_is_found_no_more_and_what_lies_beside_it_stays(cloud: Cloud):
    bucket = storage.Bucket(cloud.s3, BUCKET)
    keys = ["inbox/p/k/a/1.json", "inbox/p/k/a/2.json", "recordings/a/1.mp3", "inbox/p/k/ab/1.json"]
    for key in keys:
        bucket.write(key, b"{}", "application/json")
    for _ in range(2):
        bucket.remove_folder("inbox/p/k/a/")
        bucket.remove(keys[2])
    assert [bucket.find(key) for key in keys] == [None, None, None, b"{}"]


@pytest.mark.parametrize("folder", ["", "/", "inbox/", "inbox/p/", "inbox/p/k/", "inbox/p/k/a", "recordings/"])
def test_no_folder_of_more_than_one_conversation_is_removed(cloud: Cloud, folder):
    with pytest.raises(ValueError, match="not one conversation's"):
        storage.Bucket(cloud.s3, BUCKET).remove_folder(folder)


def test_the_fake_lists_what_the_reference_lists():
    assert set(reports.summary(Conversation("conv_1", AGENT, time.time()), with_summary=False)) >= {
        "conversation_id", "status", "start_time_unix_secs",
    }  # fmt: skip
