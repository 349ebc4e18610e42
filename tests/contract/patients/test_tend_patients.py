"""A patient's call fails, contacts are called in order, a check-in or a person ends it: real tables, a fake carrier."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

import tend_patients
from local.twilio import Person
from tests.contract.api.conftest import OURS, ApiWorld, api, aws  # noqa: F401 - fixtures
from tests.contract.conftest import BUCKET, CALLS
from tests.fakes.patients import CONTACTS, DAUGHTER, LANDLINE, PHONE, a_patient, answers
from tests.fakes.reports import transcription
from trunkline.aws import table_keys
from trunkline.aws.dynamodb_values import to_item
from trunkline.aws.s3 import Bucket
from trunkline.bootstrap.care.tend_patients import TendPatientsDeps, stored_transcripts
from trunkline.bootstrap.shared.contact_calls import ContactCalls
from trunkline.calls.domain.calls import Progress, TimelineEvent
from trunkline.calls.domain.outbound.destinations import Destinations
from trunkline.calls.domain.routes import Mode, Route
from trunkline.conversations.adapters.conversations_table import ConversationsTable
from trunkline.conversations.use_cases.file_report import file_report
from trunkline.ids import CallId
from trunkline.patients.domain.alerts import AlertKind
from trunkline.patients.use_cases.assess_check_in import NewCheckIn, assess_check_in
from trunkline.patients.use_cases.file_answers import FileAnswersDeps
from trunkline.patients.use_cases.tend_alerts import TendAlertsDeps
from trunkline.vendors.elevenlabs.post_call_webhook import read_report

CALL = CallId("CA" + "5" * 32)


class Ward:
    """The function `tend_patients` beside the API, with a patient of two contacts."""

    def __init__(self, world: ApiWorld) -> None:
        self.world, self.files = world, world.services.patients()
        world.clock.passes(hours=8)  # noon in California: calls are allowed
        world.services.routes.add(Route(OURS, Mode.REGISTER, "acme", agent_id="agent_good"))
        self.patient = a_patient(check_in_route=OURS)
        self.files.patients.add(self.patient)
        for number in (LANDLINE, DAUGHTER):
            world.twilio.people[number] = Person(answers_after_s=60)
        calls = ContactCalls(world.services.routes, world.services.agent_calls, lambda _company: Destinations())
        tending = TendAlertsDeps(self.files.patients, self.files.assessing.alerts, calls)
        self.archive = Bucket(world.s3, BUCKET)
        filing = FileAnswersDeps(self.files.patients, self.files.assessing, stored_transcripts(self.archive.read))
        self.deps = TendPatientsDeps(tending, filing, world.services.list_jobs, world.clock)

    def ends(self, status: str = "completed", call: CallId = CALL, **facts: Any) -> dict[str, Any]:
        """The writes that begin and end the patient's call, as the function gets them from the stream."""
        services, now = self.world.services, self.world.clock()
        about = {"company_id": "acme", "started_at": now.isoformat(), "direction": "outbound", "to_number": PHONE}
        about |= {"agent_id": "agent_1", "clinical": True} | facts
        before = self._image(call)
        services.calls.open(call, TimelineEvent("answer", now, "relay"), about)
        opened = self._image(call)
        services.calls.advance(call, Progress.OVER, status, {})
        writes = [record(before, opened, "1"), record(opened, self._image(call), "2")]
        return tend_patients.respond({"Records": writes}, self.deps)

    def reports(self, collected: Mapping[str, Any], call: CallId = CALL) -> dict[str, Any]:
        """The write that reports the call's conversation, as the function gets it from the stream."""
        before, conversations = self._image(call), ConversationsTable(self.world.dynamodb, CALLS)
        envelope = json.loads(transcription(f"conv_{call}", call))
        data = envelope["data"]
        words = [value for name, value in collected.items() if name.endswith("_words")]
        data["transcript"] += [{"role": "user", "message": text, "time_in_call_secs": 9} for text in words]
        data["analysis"]["data_collection_results"] = {name: {"value": value} for name, value in collected.items()}
        file_report(read_report(json.dumps(envelope).encode()), conversations, self.archive)
        return tend_patients.respond({"Records": [record(before, self._image(call))]}, self.deps)

    def never_starts(self, reason: str = "unknown") -> dict[str, Any]:
        """The write of the voice provider's report that it could not start the call's conversation."""
        before, conversations = self._image(CALL), ConversationsTable(self.world.dynamodb, CALLS)
        about = {"conversation_id": "conv_never", "agent_id": "agent_1", "failure_reason": reason}
        data = about | {"metadata": {"type": "twilio", "body": {"CallSid": CALL}}}
        envelope = {"type": "call_initiation_failure", "event_timestamp": 1760000000, "data": data}
        file_report(read_report(json.dumps(envelope).encode()), conversations, self.archive)
        return tend_patients.respond({"Records": [record(before, self._image(CALL))]}, self.deps)

    def _image(self, call: CallId) -> dict[str, Any] | None:
        key = to_item(table_keys.call(call))
        return self.world.dynamodb.get_item(TableName=CALLS, Key=key).get("Item")

    async def minutes_pass(self, minutes: int) -> int:
        """In a thread: the fake carrier answers in this one."""
        self.world.clock.passes(minutes=minutes)
        return (await asyncio.to_thread(tend_patients.respond, {}, self.deps))["sent"]

    def called(self) -> list[str]:
        return [call.to for call in self.world.twilio.calls.values()]

    def alerts(self) -> list[Any]:
        return self.files.assessing.alerts.of_patient(self.patient.patient_id)


WELL = {"feeling": "same", "dyspnea": "none", "orthopnea": "none", "pnd": "no", "edema": "none", "adherence": "all"}
ANSWERED = WELL | {"red_flags": "none"} | {f"{name}_words": f"about my {name}" for name in (*WELL, "red_flags")}


def record(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None, number: str = "1") -> dict[str, Any]:
    images = {"OldImage": before, "NewImage": after}
    return {"dynamodb": {"SequenceNumber": number} | {name: image for name, image in images.items() if image}}


@pytest.fixture
def ward(api: ApiWorld) -> Ward:  # noqa: F811
    return Ward(api)


async def test_a_torn_stream_reaches_the_contacts_in_order_and_a_check_in_ends_it(ward):
    assert ward.ends(stream_outcome="agent-lost") == {"batchItemFailures": []}
    [alert] = ward.alerts()
    assert (alert.kind, alert.call_id, alert.is_open, ward.called()) == (AlertKind.TECHNICAL, CALL, True, [])
    assert (await ward.minutes_pass(4), ward.called()) == (0, [])
    assert (await ward.minutes_pass(1), ward.called()) == (1, [LANDLINE])
    assert (await ward.minutes_pass(5), ward.called()) == (1, [LANDLINE, DAUGHTER])
    placed = ward.world.services.call_search.find(CallId(list(ward.world.twilio.calls)[-1]))
    assert (placed.is_clinical, placed.facts["metadata"]["alert_id"]) == (True, alert.alert_id)
    check_in = NewCheckIn("CA9", ward.world.clock(), DAUGHTER, answers())
    assess_check_in(ward.patient, check_in, ward.files.assessing, ward.world.clock())
    [alert] = ward.alerts()
    assert (alert.reached_by, alert.is_open, await ward.minutes_pass(600)) == ("CA9", False, 0)


async def test_without_an_answer_staff_are_notified_until_a_person_acknowledges(ward):
    ward.ends(status="failed")
    assert [await ward.minutes_pass(5) for _ in CONTACTS] == [1, 1]
    assert (await ward.minutes_pass(5), await ward.minutes_pass(15), len(ward.called())) == (1, 1, 2)
    [alert] = ward.alerts()
    path = f"/api/v1/patients/{ward.patient.patient_id}/alerts/{alert.alert_id}/acknowledge"
    assert (await ward.world.ask("POST", path, key="operate, clinical")).status_code == 200
    assert await ward.minutes_pass(600) == 0


@pytest.mark.parametrize("is_over_first", [True, False])
async def test_a_conversation_that_the_voice_provider_did_not_start_is_a_technical_failure(ward, is_over_first):
    """The carrier's call was connected: only the provider's report says that the patient heard no agent."""
    steps = [ward.ends, ward.never_starts] if is_over_first else [ward.never_starts, ward.ends]
    for step in steps:
        assert step() == {"batchItemFailures": []}
    [alert] = ward.alerts()
    assert (alert.kind, alert.call_id) == (AlertKind.TECHNICAL, CALL)
    assert (await ward.minutes_pass(5), ward.called()) == (1, [LANDLINE])


async def test_a_patient_whom_the_voice_provider_did_not_reach_is_none(ward):
    ward.ends(status="busy")
    ward.never_starts("busy")
    assert ward.alerts() == []


async def test_a_contact_on_a_stop_list_is_passed_over(ward):
    await ward.world.ask("POST", "/api/v1/suppressions", json={"numbers": [LANDLINE]})
    ward.ends(stream_outcome="agent-lost")
    await ward.minutes_pass(5)
    assert ward.called() == [DAUGHTER]


@pytest.mark.parametrize("relayed", [{}, {"stream_outcome": "caller-hung-up"}])
async def test_a_conversation_that_the_voice_provider_reports_as_failed_is_a_technical_failure_once(ward, relayed):
    facts = relayed | {"conversation_status": "failed"}
    assert ward.ends(**facts) == ward.ends(**facts) == {"batchItemFailures": []}
    assert [alert.kind for alert in ward.alerts()] == [AlertKind.TECHNICAL]
    assert (await ward.minutes_pass(5), ward.called()) == (1, [LANDLINE])


NO_FAILURES: dict[str, dict[str, Any]] = {
    "an orderly end": {"stream_outcome": "caller-hung-up"},
    "no answer": {"status": "no-answer"},
    "another person's call": {"to_number": "+14155550188", "stream_outcome": "agent-lost"},
    "another company's": {"company_id": "other", "stream_outcome": "agent-lost"},
    "not a patient's": {"clinical": None, "stream_outcome": "agent-lost"},
}


async def test_other_ends_of_calls_are_no_alerts(ward):
    for number, (what, facts) in enumerate(NO_FAILURES.items()):
        assert ward.ends(call=CallId(f"CA{number:032}"), **facts) == {"batchItemFailures": []}, what
    assert ward.alerts() == []


async def test_a_record_that_cannot_be_noted_comes_again_and_one_that_cannot_be_read_does_not(ward):
    ended = {"call_id": CALL, "company_id": "acme", "clinical": True, "status": "failed", "progress": 3}
    image = to_item(ended | {"direction": "outbound", "to_number": PHONE})
    away = replace(ward.deps, tending=replace(ward.deps.tending, alerts=None))  # as a table that does not answer
    broken = {"dynamodb": {"SequenceNumber": "1", "NewImage": {"update#x": {"S": "?"}}}}
    records = [broken, record(None, None, "1"), record(None, image, "2"), record(None, image, "3")]
    answer = tend_patients.respond({"Records": records}, away)
    assert answer == {"batchItemFailures": [{"itemIdentifier": "2"}]}
    assert tend_patients.respond({"Records": records}, ward.deps) == {"batchItemFailures": []}
    assert len(ward.alerts()) == 1


async def test_a_repeated_record_is_one_alert(ward):
    for _ in range(2):
        ward.ends(stream_outcome="agent-lost")
    assert [alert.notices for alert in ward.alerts()] == [1]


async def test_a_reported_call_is_a_check_in_once_however_often_its_record_comes(ward):
    ward.ends(agent_id="agent_1")
    assert ward.reports(ANSWERED) == {"batchItemFailures": []}
    again = record(None, ward._image(CALL))
    assert tend_patients.respond({"Records": [again]}, ward.deps) == {"batchItemFailures": []}
    assert [item.level.name for item in ward.files.assessing.assessments.of_patient(ward.patient)] == ["GREEN"]
    path = f"/api/v1/patients/{ward.patient.patient_id}"
    trend = (await ward.world.ask("GET", f"{path}/trend", key="operate, clinical")).json()
    assert (trend["calls_answered"], trend["points"][0]["voice_status"]) == (1, "pending")
    about = {"company_id": "acme", "patient_id": ward.patient.patient_id, "call_id": CALL}
    assert ward.world.jobs == [about, about]  # of its voice
    assert (await ward.world.ask("GET", f"{path}/alerts", key="operate, clinical")).json() == []


async def test_a_transcript_that_is_not_written_yet_is_waited_for(ward):
    ward.ends(agent_id="agent_1")
    ward.reports({"feeling": None})
    ward.world.s3.delete_object(Bucket=BUCKET, Key=ward.world.services.call_search.find(CALL).facts["transcript_key"])
    waits = replace(ward.deps, now=lambda: datetime(2026, 1, 1, tzinfo=UTC))
    answer = tend_patients.respond({"Records": [record(None, ward._image(CALL), "7")]}, waits)
    assert answer == {"batchItemFailures": [{"itemIdentifier": "7"}]}
