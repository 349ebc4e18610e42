"""Dependencies of `file_report` in memory, and reports about a dialled attempt."""

import json

import file_report
from tests.fakes import reports
from tests.fakes.attempts import ANA, OURS, OneAttempt
from tests.fakes.providers import providers
from tests.fakes.tables import InMemoryConversations, InMemoryTables
from tests.fakes.webhooks import NOW, Bucket
from trunkline.bootstrap.file_report import FileReportDeps
from trunkline.calls.domain.calls import TimelineEvent
from trunkline.campaigns.domain.campaigns import Channel
from trunkline.campaigns.domain.dialling import call_facts
from trunkline.ids import CallId, ConversationId
from trunkline.vendors.elevenlabs.report_envelopes import inbox_key


class Office:
    def __init__(self) -> None:
        self.tables, self.bucket = InMemoryTables(), Bucket()
        self.attempt = OneAttempt()
        self.conversations = InMemoryConversations(self.tables)
        out = self.attempt.opting_out()
        self.services = FileReportDeps(self.bucket.get, self.bucket, self.conversations, out, providers())

    def kept(self, body: bytes) -> str:
        key = inbox_key("elevenlabs", body)
        self.bucket[key] = body
        return key

    def work(self, *messages: str) -> list[str]:
        records = [{"messageId": str(n), "body": body} for n, body in enumerate(messages)]
        failures = file_report.respond({"Records": records}, self.services)["batchItemFailures"]
        return [failure["itemIdentifier"] for failure in failures]


def notice(*keys: str) -> str:
    return json.dumps({"Records": [{"s3": {"object": {"key": key.replace("=", "%3D")}}} for key in keys]})


CONVERSATION = ConversationId("conv_1")


def dialled(channel: Channel = Channel.PROVIDER, *, linked: bool = True, call: str = "CA1", **more: object) -> Office:
    office = Office()
    office.attempt.begin(channel, **({"machines": {}} | more))
    if linked:
        facts = call_facts(office.attempt.store.campaigns["c1"], office.attempt.now, NOW)
        office.conversations.open_dialled(CONVERSATION, CallId(call), TimelineEvent("placed", NOW, "placed"), facts)
    return office


def provided(result: str = "answered", to: str = ANA, variables: dict | None = None, **data: object) -> bytes:
    body = json.loads(reports.transcription(call_sid=None, **data))
    phone = {"type": "twilio", "direction": "outbound", "agent_number": OURS, "external_number": to}
    body["data"]["metadata"]["phone_call"] = phone | {"call_sid": "CA1", "call_result": result}
    body["data"]["conversation_initiation_client_data"] = {"dynamic_variables": variables or {}}
    return json.dumps(body).encode()


def collected(**values: object) -> dict:
    return {"data_collection_results": {name: {"value": value} for name, value in values.items()}}


def filed(office: Office, *bodies: bytes) -> OneAttempt:
    for body in bodies:
        assert office.work(notice(office.kept(body))) == []
    return office.attempt
