"""The queue behind the inbox: one bad message fails alone, and nothing is filed twice."""

import json
from itertools import permutations

import pytest

from tests.fakes import reports
from tests.fakes.attempts import ANA, ATTEMPT
from tests.fakes.filing import Office, collected, dialled, filed, notice, provided
from tests.fakes.webhooks import NOW, Bucket
from trunkline.campaigns.domain.attempts import AnsweredBy, Outcome
from trunkline.campaigns.domain.campaigns import Channel, MachinePolicy
from trunkline.campaigns.use_cases.settle_from_report import VERDICT_BY
from trunkline.ids import NO_CALL, CallId


def test_a_kept_report_is_filed():
    office = Office()
    assert office.work(notice(office.kept(reports.transcription()))) == []
    assert office.tables.records["CA1"]["conversation_status"] == "done"


def test_one_bad_message_fails_alone():
    office = Office()
    good, bad = office.kept(reports.transcription()), "inbox/elevenlabs/x/y/bad.json"
    office.bucket[bad] = b"{"
    assert office.work(notice(bad), notice(good), "not json") == ["0", "2"]
    assert "CA1" in office.tables.records


def test_a_report_that_was_removed_meanwhile_is_no_failure():
    assert Office().work(notice("inbox/elevenlabs/post_call_transcription/conv_1/gone.json")) == []


WITHOUT_CALL = {
    "post_call_transcription": reports.transcription(call_sid=NO_CALL),
    "post_call_audio": reports.audio(),
    "post_call_transcription_otel": reports.traces(),
    "answering_machine_detection": reports.machine_detection(),
    "of next year": reports.unknown(),
}


@pytest.mark.parametrize("order", list(permutations(WITHOUT_CALL))[::7], ids=str)
def test_nothing_of_a_conversation_without_a_call_stays_and_a_message_may_come_again(order):
    office, other = Office(), reports.transcription(conversation_id="conv_2")
    kept = office.kept(other)
    messages = [notice(office.kept(WITHOUT_CALL[name])) for name in order]
    assert office.work(*messages, *messages) == []
    assert (list(office.bucket), office.tables.records) == ([kept], {})


def test_a_removal_that_fails_comes_again(monkeypatch):
    office, removed = Office(), []

    def remove_folder(folder: str) -> None:
        removed.append(folder)
        if len(removed) == 2:
            raise ConnectionError
        Bucket.remove_folder(office.bucket, folder)

    monkeypatch.setattr(office.bucket, "remove_folder", remove_folder)
    audio, said = (notice(office.kept(WITHOUT_CALL[name])) for name in ("post_call_audio", "post_call_transcription"))
    assert office.work(audio, said) == ["1"]
    assert office.work(said) == []
    assert not office.bucket


def test_what_a_report_had_that_could_not_be_read_is_named_in_the_log_and_its_value_is_not(capsys, caplog):
    office, payload = Office(), json.loads(reports.transcription())
    payload["data"]["metadata"]["cost"] = "private words"
    assert office.work(notice(office.kept(json.dumps(payload).encode()))) == []
    assert [record.left_out for record in caplog.records if hasattr(record, "left_out")] == [("data.metadata.cost",)]
    shown = capsys.readouterr().out
    assert "ReportReadInPart" in shown
    assert "private words" not in shown + str([vars(record) for record in caplog.records])
    assert office.tables.records["CA1"]["conversation_status"] == "done"


def test_an_unknown_provider_goes_back_to_the_queue():
    assert Office().work(notice("inbox/unknown/x/y/z.json")) == ["0"]


def test_s3s_test_event_is_nothing_to_file():
    assert Office().work(json.dumps({"Service": "Amazon S3", "Event": "s3:TestEvent"})) == []


def test_a_redelivered_message_changes_nothing():
    office = Office()
    message = notice(office.kept(reports.transcription()))
    office.work(message)
    before = json.dumps(office.tables.records, default=str)
    assert office.work(message, message) == []
    assert json.dumps(office.tables.records, default=str) == before


# --- campaigns --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        (provided(), Outcome.HUMAN),
        (provided("voicemail"), Outcome.MACHINE),
        (provided("busy"), Outcome.BUSY),
        (provided("no_answer"), Outcome.NO_ANSWER),
        (provided("failed"), Outcome.FAILED),
        (provided(analysis=collected(answered_by="screening")), Outcome.SCREENING),
        (provided(analysis=collected(answered_by="ivr")), Outcome.IVR),
        (reports.initiation_failure(), Outcome.BUSY),
        (reports.initiation_failure(reason="no-answer"), Outcome.NO_ANSWER),
        (reports.initiation_failure(reason="unknown", body={}), Outcome.FAILED),
        (reports.initiation_failure(reason="unknown", body={"CallStatus": "busy"}), Outcome.BUSY),
        (reports.initiation_failure(reason="unknown", body={"SipResponseCode": "600"}), Outcome.BUSY),
        (reports.initiation_failure(reason="unknown", body={"sip_status_code": 480}), Outcome.NO_ANSWER),
    ],
)  # fmt: skip
def test_a_report_is_the_end_of_a_call_the_provider_placed(body, outcome):
    attempt = filed(dialled(), body, body)
    assert attempt.now.outcome is outcome
    assert attempt.store.tallies["c1"].outcomes == {outcome: 1}


def test_the_carriers_verdict_counts_before_what_the_agent_believed():
    verdict = reports.machine_detection(answered_by="machine_start")
    attempt = filed(dialled(), verdict, provided(analysis=collected(answered_by="ivr")))
    assert (attempt.now.outcome, attempt.now.answered_by) == (Outcome.MACHINE, AnsweredBy.MACHINE)


def test_a_verdict_that_came_before_the_link_counts_as_well():
    office = dialled(linked=False)
    filed(office, reports.machine_detection(answered_by="machine_start"))
    assert office.attempt.now.answered_by is None
    attempt = filed(office, provided(variables={"attempt_id": ATTEMPT}))
    assert attempt.now.outcome is Outcome.MACHINE


def test_a_report_finds_its_attempt_by_the_variable_when_the_link_was_never_made():
    assert filed(dialled(linked=False), provided(variables={"attempt_id": ATTEMPT})).now.outcome is Outcome.HUMAN


@pytest.mark.parametrize("name", [ATTEMPT, "nonsense", "c9-p1-1", ""])
def test_a_variable_alone_settles_no_attempt(name):
    """Companies choose their variables: a variable with another company's attempt has no effect."""
    attempt = filed(dialled(linked=False), provided(to="+14155550177", variables={"attempt_id": name}))
    assert not attempt.now.is_over
    inbound = reports.transcription(conversation_id="conv_2", call_sid="CA2")
    body = json.loads(inbound)
    body["data"]["conversation_initiation_client_data"]["dynamic_variables"]["attempt_id"] = name
    assert not filed(dialled(linked=False), json.dumps(body).encode()).now.is_over


def test_the_report_of_a_call_the_carrier_placed_leaves_its_end_to_the_carrier():
    assert not filed(dialled(Channel.RELAY), provided()).now.is_over


def test_a_campaigns_call_says_whose_it_is():
    office = dialled()
    filed(office, provided())
    values = {"campaign_id": "c1", "contact_id": "p1", "attempt_id": ATTEMPT, "company_id": "acme"}
    assert office.tables.records["CA1"].items() >= values.items()


@pytest.mark.parametrize(
    "said",
    [
        {"analysis": collected(stop_calling=True)},
        {"analysis": collected(stop_calling="Yes")},
        {"transcript": [{"role": "agent", "message": "Noted.", "tool_calls": [{"tool_name": "stop_calling"}]}]},
    ],
)
@pytest.mark.parametrize("channel", [Channel.PROVIDER, Channel.RELAY])
def test_a_report_with_an_opt_out_closes_every_gate(said, channel):
    attempt = filed(dialled(channel), provided(**said), provided(**said))
    assert attempt.stopped == {ANA}
    assert attempt.now.outcome is Outcome.OPTED_OUT
    assert attempt.contact.state == "done"


@pytest.mark.parametrize(
    "value", [1, 1.0, "yes.", "Yes, she asked twice", "TRUE", "Ja", "sí", "oui, il insiste", " 'yes' "]
)
def test_a_yes_closes_every_gate_however_the_model_writes_it(value):
    assert filed(dialled(), provided(analysis=collected(stop_calling=value))).stopped == {ANA}


@pytest.mark.parametrize(
    "value", [False, "no", None, "", 0, 0.0, "No, yes to calls", "not yes", "false", "nein", [], {}]
)
def test_a_no_to_the_question_stops_nothing(value):
    assert not filed(dialled(), provided(analysis=collected(stop_calling=value))).stopped


def test_an_inbound_caller_may_opt_out_as_well():
    office = dialled()
    record = {
        "company_id": "acme",
        "direction": "inbound",
        "from_number": "+14155550177",
        "started_at": NOW.isoformat(),
        "agent_id": "agent_1",
    }
    office.tables.set(CallId("CA7"), record)
    body = reports.transcription("conv_7", "CA7", analysis=collected(stop_calling=True))
    assert filed(office, body).stopped == {"+14155550177"}
    assert not office.attempt.now.is_over


def test_no_suppression_is_added_without_a_number_and_a_company():
    office = Office()
    assert not filed(office, reports.transcription(analysis=collected(stop_calling=True))).stopped
    record = {"company_id": "acme", "direction": "inbound", "from_number": "anonymous", "started_at": NOW.isoformat()}
    office.tables.set(CallId("CA1"), record)
    later = reports.transcription(analysis=collected(stop_calling=True), status="failed")
    assert not filed(office, later).stopped


DETECTING = {"machines": {AnsweredBy.MACHINE: MachinePolicy.HANG_UP}}


@pytest.mark.parametrize(("word", "outcome"), [("machine_start", Outcome.MACHINE), ("human", Outcome.HUMAN)])
@pytest.mark.parametrize("verdict_first", [True, False])
def test_report_and_verdict_come_in_either_order_and_the_outcome_is_the_same(verdict_first, word, outcome):
    office, verdict = dialled(**DETECTING), reports.machine_detection(answered_by=word)
    first, second = (verdict, provided()) if verdict_first else (provided(), verdict)
    assert not filed(office, first).now.is_over
    attempt = filed(office, second, first, second)
    assert attempt.now.outcome is outcome
    assert attempt.store.tallies["c1"].outcomes == {outcome: 1}


def test_a_verdict_that_never_comes_is_not_waited_for_until_the_lease_of_the_call():
    attempt = filed(dialled(**DETECTING), provided())
    assert not attempt.now.is_over
    assert attempt.now.lease_until == NOW + VERDICT_BY


def test_a_report_with_a_verdict_settles_at_once():
    assert filed(dialled(**DETECTING), provided("voicemail")).now.outcome is Outcome.MACHINE
    assert filed(dialled(**DETECTING), provided("busy")).now.outcome is Outcome.BUSY
