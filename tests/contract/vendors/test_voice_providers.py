"""What every voice provider keeps: a report is received and filed, its recording is fetched, what was not reported is
found by the clock, an erasure takes all of it away. Asked of ElevenLabs, of Retell and of a vendor that is only a
package and a line in the registry: no feature has its name.
"""

import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest

import fetch_recording
import file_report
import provider_report
import reconcile_calls
from tests.contract.conftest import BUCKET, CALLS, CAMPAIGNS, DIRECTORY, Cloud
from tests.fakes import reports, retell_webhooks
from tests.fakes.nothing_remembered import NothingRemembered
from tests.fakes.providers import ScriptedProvider
from tests.fakes.retell_api import MemoryRetell, RememberingRetell
from tests.fakes.second_vendor import Parrot, ParrotProvider, signature
from tests.fakes.tables import InMemorySwitchboard, InMemoryTables
from tests.fakes.webhooks import NOW, ScriptedLine, http_event
from trunkline.accounts.adapters.callers_table import CallersTable
from trunkline.aws.directory_table import Directory
from trunkline.aws.s3 import Bucket
from trunkline.aws.secrets import ProviderSecrets, SecretCache
from trunkline.bootstrap.fetch_recording import FetchRecordingDeps
from trunkline.bootstrap.file_report import FileReportDeps, opting_out
from trunkline.bootstrap.provider_report import ProviderReportDeps
from trunkline.bootstrap.shared import providers as registry
from trunkline.calls.adapters.call_index import CallIndex
from trunkline.calls.adapters.calls_table import CallsTable
from trunkline.calls.domain.calls import RingingCall, TimelineEvent
from trunkline.calls.domain.routes import Mode, Route
from trunkline.calls.use_cases.answer_call import AnswerCallDeps, answer_call
from trunkline.campaigns.adapters.imports_table import ImportsTable
from trunkline.conversations.adapters.conversations_table import ConversationsTable
from trunkline.conversations.domain.reconciliation import ConversationPage, ListedConversation
from trunkline.conversations.use_cases.fetch_voicemail import FetchVoicemailDeps
from trunkline.conversations.use_cases.reconcile_calls import Budget, ReconcileCallsDeps
from trunkline.ids import CallId, ConversationId, company_day
from trunkline.privacy.adapters.contact_erasure import ErasablePeople
from trunkline.privacy.adapters.erasure_tables import ErasableCalls, ErasableObjects, ReceiptsTable
from trunkline.privacy.domain.erasures import ErasureReport
from trunkline.privacy.use_cases.erase_person import ErasePersonDeps, erase_person

PERSON = "+14155550187"
CALL = RingingCall(CallId("CA1"), PERSON, "+15005550006")
SECRETS = {
    "elevenlabs": {"api_key": "xi", "webhook_secrets": ["w1"]},
    "parrot": {"api_key": "p", "webhook_secrets": ["w2"]},
    "retell": {"api_key": "key_1", "webhook_secrets": ["key_2"]},
}


@dataclass
class Example:
    """One conversation at one provider: conv_1 of call CA1, that is over."""

    name: str
    body: bytes
    headers: dict[str, str]
    recording: str
    remembers: Callable[[], set[str]]


class Memory:
    """ElevenLabs as far as it is asked here."""

    def __init__(self) -> None:
        self.names = {"conv_1"}

    def page(self, *_: object) -> ConversationPage:
        return ConversationPage(tuple(ListedConversation(ConversationId(name), "done") for name in self.names), None)

    def as_report(self, _name: ConversationId) -> tuple[str, bytes]:
        return "done", reports.transcription()

    recording = staticmethod(ParrotProvider("", dict).conversations().recording)  # type: ignore[arg-type]

    def delete(self, name: ConversationId) -> bool:
        self.names.discard(name)
        return True


class Office:
    """Every function that concerns a provider, with the providers of the registry."""

    def __init__(self, cloud: Cloud, providers: dict[str, Any], secrets: SecretCache) -> None:
        self.cloud, self.providers = cloud, providers
        self.bucket, self.secrets = Bucket(cloud.s3, BUCKET), secrets
        self.conversations = ConversationsTable(cloud.dynamodb, CALLS, DIRECTORY)
        self.calls = CallsTable(cloud.dynamodb, CALLS)
        facts = {
            "company_id": "acme", "company_day": company_day("acme", NOW), "started_at": NOW.isoformat(),
            "from_number": PERSON, "agent_id": "agent_1", "mode": "register",
        }  # fmt: skip
        self.calls.open(CallId("CA1"), TimelineEvent("answer", NOW, "register"), facts)

    def keep(self, key: str, body: bytes) -> None:
        self.cloud.s3.put_object(Bucket=BUCKET, Key=key, Body=body)

    def receive(self, path: str, body: bytes, headers: dict[str, str]) -> int:
        services = ProviderReportDeps(self, self.secrets, self.providers, now=lambda: NOW)
        status: int = provider_report.respond(http_event(path, body, headers), services)["statusCode"]
        return status

    def file(self) -> dict[str, Any]:
        out = opting_out(self.cloud.dynamodb, CAMPAIGNS)
        services = FileReportDeps(self.bucket.read, self.bucket, self.conversations, out, self.providers)
        return file_report.respond(self.notices("inbox/"), services)

    def fetch(self) -> dict[str, Any]:
        voicemails = FetchVoicemailDeps(self.calls, NoCarrier(), self.bucket)
        services = FetchRecordingDeps(self.bucket.read, self.bucket, self.conversations, self.providers, voicemails)
        return fetch_recording.respond(self.notices("transcripts/"), services)

    def reconcile(self) -> dict[str, int]:
        nothing = NothingRemembered()
        deps = ReconcileCallsDeps(self.providers, nothing, self.conversations, self.calls, self, nothing, lambda: NOW)
        return reconcile_calls.respond(deps, Budget(9))

    def erase(self) -> ErasureReport:
        directory = Directory(self.cloud.dynamodb, DIRECTORY)
        deps = ErasePersonDeps(
            ErasableCalls(self.cloud.dynamodb, CALLS), ErasableObjects(self.cloud.s3, BUCKET), NoCarrier(),
            self.providers, CallersTable(directory), ErasablePeople(self.cloud.dynamodb, CAMPAIGNS),
            ImportsTable(directory), ReceiptsTable(directory, lambda: NOW), lambda _company: [], lambda: NOW,
        )  # fmt: skip
        return erase_person(PERSON, ErasureReport("e1", "acme", "person", dry_run=False), deps)

    def keys(self, prefix: str = "") -> list[str]:
        listed = self.cloud.s3.list_objects_v2(Bucket=BUCKET, Prefix=prefix).get("Contents", [])
        return [item["Key"] for item in listed]

    def notices(self, prefix: str) -> dict[str, Any]:
        keys = self.keys(prefix)
        body = json.dumps({"Records": [{"s3": {"object": {"key": key.replace("=", "%3D")}}} for key in keys]})
        return {"Records": [{"messageId": "m1", "body": body}]}

    def record(self) -> dict[str, Any]:
        [call] = list(CallIndex(self.cloud.dynamodb, CALLS).oldest_first("acme", NOW.date()))
        return dict(call.facts)


class NoCarrier:
    content_type = "audio/mpeg"

    def media(self, recording_sid: str) -> Any:
        raise AssertionError(recording_sid)

    def erase_call(self, _call_id: CallId) -> int:
        return 0


@pytest.fixture
def known(monkeypatch) -> tuple[dict[str, Any], SecretCache, Memory]:
    """The registry with one line more, made as functions make it: out of settings and the secret."""
    monkeypatch.setattr(registry, "PROVIDERS", {**registry.PROVIDERS, ParrotProvider.name: ParrotProvider})
    monkeypatch.setattr(ParrotProvider, "vendor", Parrot())
    cache = SecretCache(lambda: json.dumps({"twilio_auth_tokens": [], "providers": SECRETS}))
    made = registry.voice_providers(
        lambda name: f"https://{name}.invalid", lambda name: cache.current(0).of_provider(name)
    )
    memory = Memory()
    own = {"elevenlabs": ScriptedProvider(memory, memory.delete), "retell": RememberingRetell(MemoryRetell())}
    return {**made, **own}, cache, memory


@pytest.fixture
def office(cloud: Cloud, known) -> Office:
    return Office(cloud, known[0], known[1])


def of_retell(known: dict[str, Any]) -> Example:
    retell, ended = MemoryRetell(), int((NOW - timedelta(minutes=30)).timestamp() * 1000)
    known["retell"] = RememberingRetell(retell)
    times = {"start_timestamp": ended - 20_000, "end_timestamp": ended, "duration_ms": 20_000}
    call = retell_webhooks.call(call_id="conv_1", recording_url="https://files.invalid/conv_1", **times)
    retell.calls["conv_1"] = call
    body = json.dumps({"event": "call_ended", "call": call}).encode()
    signed = retell_webhooks.signed(body, round(NOW.timestamp() * 1000), "key_2")
    return Example("retell", body, signed, "recordings/conv_1/retell.wav", lambda: set(retell.calls))


@pytest.fixture(params=["elevenlabs", "parrot", "retell"])
def example(request, known) -> Example:
    if request.param == "retell":
        known[2].names.clear()
        return of_retell(known[0])
    if request.param == "parrot":
        known[2].names.clear()
        vendor = ParrotProvider.vendor
        body = vendor.have_conversation("conv_1", "CA1", "agent_1", NOW - timedelta(minutes=30))
        signed = {"x-parrot-signature": signature("w2", body)}
        return Example("parrot", body, signed, "recordings/conv_1/parrot.wav", lambda: set(vendor.calls))
    body, at = reports.transcription(), str(int(NOW.timestamp()))
    mac = hmac.new(b"w1", at.encode() + b"." + body, sha256).hexdigest()
    signed = {"elevenlabs-signature": f"t={at},v0={mac}"}
    return Example("elevenlabs", body, signed, "recordings/conv_1/elevenlabs.mp3", lambda: known[2].names)


def test_a_report_is_received_filed_and_its_recording_fetched(office, example):
    assert office.receive(f"/webhooks/{example.name}", example.body, example.headers) == 200
    assert [key.split("/")[1] for key in office.keys("inbox/")] == [example.name]
    assert office.file() == office.fetch() == {"batchItemFailures": []}
    record = office.record()
    assert (record["provider"], record["conversation_id"]) == (example.name, "conv_1")
    assert record["provider_recording"] == example.recording
    assert office.bucket.read(example.recording) == b"RIFFconv_1"


def test_a_report_that_is_not_signed_is_refused(office, example):
    unsigned = dict.fromkeys(example.headers, "0" * 64)
    for headers in ({}, unsigned):
        assert office.receive(f"/webhooks/{example.name}", example.body, headers) == 401
    assert office.keys() == []


def test_a_provider_cannot_report_as_another(office, example):
    other = {"elevenlabs": "parrot", "parrot": "retell", "retell": "elevenlabs"}[example.name]
    assert office.receive(f"/webhooks/{other}", example.body, example.headers) == 401
    assert office.keys() == []


def test_what_was_never_reported_is_found_by_the_clock_once(office, example):
    assert office.reconcile()["fetched"] == 1
    office.file()
    assert office.record()["provider"] == example.name
    assert office.reconcile()["fetched"] == 0


def test_an_erasure_leaves_nothing_of_it_here_or_there(office, example):
    office.receive(f"/webhooks/{example.name}", example.body, example.headers)
    office.file()
    office.fetch()
    done = office.erase()
    assert (done.status, done.failures) == ("done", 0)
    assert office.keys() == []
    assert example.remembers() == set()


def test_reports_of_an_unknown_kind_are_erased_as_well(office, example):
    """A kind that a vendor invents later names the same conversation."""
    invented = json.loads(example.body) | {"type": "post_call_smell", "event": "call_smelled"}
    body = json.dumps(invented).encode()
    office.receive(f"/webhooks/{example.name}", example.body, example.headers)
    office.file()
    office.keep(office.providers[example.name].inbox_key(body), body)
    assert len(office.keys("inbox/")) == 2
    office.erase()
    assert office.keys("inbox/") == []


def test_a_call_of_a_provider_that_is_gone_stays_on_file(office, example):
    office.receive(f"/webhooks/{example.name}", example.body, example.headers)
    office.file()
    office.providers.pop(example.name)
    done = office.erase()
    assert (done.status, [failure["why"] for failure in done.failed]) == ("incomplete", ["no such provider"])
    assert office.record()["provider"] == example.name


@pytest.mark.parametrize("name", ["unknown", "", "twilio", "elevenlabs/x", "..", "ElevenLabs"])
def test_an_unknown_provider_has_no_webhook(office, name):
    assert office.receive(f"/webhooks/{name}", b"{}", {}) == 404
    assert office.keys() == []


def test_a_registrar_says_whether_its_agents_speak_through_the_relay_as_well():
    providers = registry.voice_providers(lambda name: f"https://{name}.invalid", lambda _name: ProviderSecrets("key"))
    registrars = registry.registrars_of(providers)
    assert {name: registrar.has_socket for name, registrar in registrars.items()} == {
        name: providers[name].realtime() is not None for name in registrars
    }
    assert {registrar.has_socket for registrar in registrars.values()} == {True, False}


@pytest.mark.parametrize("provider", ["elevenlabs", "parrot", "unknown"])
def test_a_route_names_the_provider_that_takes_its_calls(known, provider):
    tables, line = InMemoryTables(), ScriptedLine()
    registrars = registry.registrars_of(known[0]) | {"elevenlabs": line}
    tables.routes[CALL.to_number] = Route(CALL.to_number, Mode.REGISTER, "acme", "agent_1", provider=provider)
    answered = answer_call(CALL, AnswerCallDeps(InMemorySwitchboard(tables), registrars, lambda: "token"), NOW)
    assert answered.reason == ("fallback" if provider == "unknown" else "register")
    assert bool(line.asked) == (provider == "elevenlabs")
    assert ("parrot.invalid" in str(answered.instruction)) == (provider == "parrot")
