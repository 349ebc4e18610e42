"""A report reaches the call of its own company alone, with any variables."""

import json

import pytest

from tests.fakes import reports
from tests.fakes.attempts import ATTEMPT
from tests.fakes.filing import Office, collected, dialled, filed, provided
from tests.fakes.webhooks import NOW
from trunkline.ids import CallId, ConversationId

ACMES, MALLORYS = CallId("CA" + "a" * 32), CallId("CA" + "b" * 32)
PERSON = "+14155550177"


def two_companies(*, claims: bool = True) -> Office:
    """A call of each company, answered by an agent of its own."""
    office = Office()
    for call, company, agent in ((ACMES, "acme", "agent_acme"), (MALLORYS, "mallory", "agent_mallory")):
        facts = {"company_id": company, "agent_id": agent, "direction": "inbound", "from_number": PERSON}
        office.tables.set(call, facts | {"started_at": NOW.isoformat()})
        if claims:
            office.tables.claims["agent", agent] = company
    return office


def report(agent: str, variables: dict | None = None, phone: dict | None = None, **data) -> bytes:
    """Of a conversation of the agent named, with what its company may have written into it."""
    body = json.loads(reports.transcription("conv_m", None, agent_id=agent, **data))
    body["data"]["conversation_initiation_client_data"]["dynamic_variables"] = variables or {}
    body["data"]["metadata"]["phone_call"] = phone
    return json.dumps(body).encode()


CLAIMING = [
    {"variables": {"call_sid": ACMES}},
    {"variables": {"system__call_sid": ACMES}},
    {"phone": {"call_sid": ACMES}},
]


@pytest.mark.parametrize("claiming", CLAIMING, ids=["variable", "system variable", "phone call"])
@pytest.mark.parametrize("claims", [True, False], ids=["claimed agents", "agents without an owner"])
def test_a_report_that_names_another_companys_call_is_filed_by_itself(claiming, claims, capsys):
    office = two_companies(claims=claims)
    before = json.dumps(office.tables.records[ACMES], default=str)
    filed(office, report("agent_mallory", **claiming))
    assert json.dumps(office.tables.records[ACMES], default=str) == before
    assert ACMES not in office.tables.events
    assert ACMES not in office.tables.words
    assert not [key for key in office.bucket if key.startswith("transcripts/") and ACMES in key]
    assert "conversation-conv_m" in office.tables.events["conv_m"]
    assert "ReportParted" in capsys.readouterr().out


def test_an_opt_out_in_another_companys_conversation_stops_no_calls_of_ours():
    office = two_companies()
    office.tables.claims["number", "+15005550001"] = "mallory"
    phone = {"direction": "inbound", "agent_number": "+15005550001", "external_number": PERSON}
    variables = {"call_sid": ACMES}
    filed(office, report("agent_mallory", variables, phone, analysis=collected(stop_calling=True)))
    assert {(stop.owner, stop.phone) for stop in office.attempt.store.stops} == {("mallory", PERSON)}


@pytest.mark.parametrize("claims", [True, False])
def test_a_report_of_the_calls_own_agent_joins_it(claims):
    office = two_companies(claims=claims)
    filed(office, report("agent_mallory", {"call_sid": MALLORYS}))
    assert office.tables.records[MALLORYS]["conversation_id"] == "conv_m"


@pytest.mark.parametrize("claiming", CLAIMING, ids=["variable", "system variable", "phone call"])
def test_a_linked_conversation_overrides_the_call_in_the_report(claiming):
    office = two_companies()
    office.conversations.link(ConversationId("conv_m"), MALLORYS)
    filed(office, report("agent_mallory", **claiming))
    assert office.tables.records[MALLORYS]["conversation_id"] == "conv_m"
    assert "conversation_id" not in office.tables.records[ACMES]


def test_a_conversation_of_an_agent_and_a_number_of_two_companies_has_no_owner():
    office = two_companies()
    office.tables.claims["number", "+15005550001"] = "acme"
    filed(office, report("agent_mallory", {"call_sid": ACMES}, {"agent_number": "+15005550001"}))
    assert "company_id" not in office.tables.records["conv_m"]
    assert "conversation_id" not in office.tables.records[ACMES]


def test_a_failed_start_is_not_filed_with_another_companys_call():
    office = two_companies()
    body = json.loads(reports.initiation_failure("conv_m", {"CallSid": ACMES, "CallStatus": "busy"}))
    body["data"]["agent_id"] = "agent_mallory"
    filed(office, json.dumps(body).encode())
    assert "never_started_because" not in office.tables.records[ACMES]
    assert office.tables.records["conv_m"]["never_started_because"] == "busy"


def test_a_recording_follows_its_conversation_and_not_the_call_it_named():
    office = two_companies()
    filed(office, report("agent_mallory", {"call_sid": ACMES}), reports.audio("conv_m"))
    assert "provider_recording" not in office.tables.records[ACMES]
    assert office.tables.records["conv_m"]["provider_recording"]


@pytest.mark.parametrize("odd", ["../../exports/acme/x", "a/b", "a\x00b", "x" * 1500, '{"a": 1}', "é", " conv_1"])
def test_an_id_that_is_no_plain_name_is_filed_under_its_hash(odd):
    office = two_companies()
    body = json.loads(report("agent_mallory", {"call_sid": odd}))
    body["data"]["conversation_id"] = odd
    filed(office, json.dumps(body).encode())
    [name] = [call for call in office.tables.records if call not in {ACMES, MALLORYS}]
    assert name.startswith("sha256-")
    assert all(len(key) < 300 and ".." not in key and odd not in key for key in office.bucket)


def test_a_noted_conversation_goes_before_another_call_of_the_same_company():
    office, third = two_companies(), CallId("CA" + "c" * 32)
    facts = {"company_id": "mallory", "agent_id": "agent_mallory", "started_at": NOW.isoformat()}
    office.tables.set(third, facts)
    office.conversations.link(ConversationId("conv_m"), MALLORYS)
    filed(office, report("agent_mallory", {"call_sid": third}))
    assert office.tables.records[MALLORYS]["conversation_id"] == "conv_m"
    assert "conversation_id" not in office.tables.records[third]


@pytest.mark.parametrize(
    ("agent", "owner", "is_its"),
    [
        ("agent_1", "acme", True),
        ("agent_1", "mallory", False),
        ("agent_mallory", "mallory", False),
        ("agent_2", "acme", False),
    ],
)
def test_a_variable_that_names_an_attempt_is_believed_of_its_own_campaigns_agent_only(agent, owner, is_its):
    """Neither a call of mallory's to the same person nor another agent's ends acme's attempt."""
    office = dialled(linked=False)
    office.tables.claims["agent", agent] = owner
    body = json.loads(provided(variables={"attempt_id": ATTEMPT}))
    body["data"]["agent_id"] = agent
    assert filed(office, json.dumps(body).encode()).now.is_over is is_its
