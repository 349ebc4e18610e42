"""A call comes back: after the stream, after the other phone, after the message."""

from xml.etree import ElementTree

import pytest

from tests.fakes.tables import InMemoryCalls, InMemorySwitchboard, InMemoryTables
from tests.fakes.webhooks import NOW, ScriptedLine, render
from trunkline.calls.domain.calls import RingingCall, StreamOutcome
from trunkline.calls.domain.routes import Mode, Route
from trunkline.calls.domain.transfers import DialResult
from trunkline.calls.use_cases.answer_call import AnswerCallDeps, Answered
from trunkline.calls.use_cases.continue_call import after_dial, after_stream, after_voicemail
from trunkline.ids import CallId

OURS = "+15005550006"
CALL = RingingCall(CallId("CA1"), "+14155550123", OURS)


def desk(outcome: StreamOutcome | None = None, **route: object) -> InMemoryTables:
    tables = InMemoryTables()
    route = {"mode": Mode.RELAY, "agent_id": "agent_1", **route}
    tables.flat[CALL.call_id] = {"route": Route("+1", company_id="acme", **route)}
    if outcome:
        tables.flat[CALL.call_id]["stream_outcome"] = outcome.value
    return tables


def calls(outcome: StreamOutcome | None = None, **route: object) -> InMemoryCalls:
    return InMemoryCalls(desk(outcome, **route))


def come_back(tables: InMemoryTables, call: RingingCall = CALL, webhook: str = "w1") -> Answered:
    tokens = (f"token-{len(tables.tickets) + 1}" for _ in range(2))
    answering = AnswerCallDeps(
        InMemorySwitchboard(tables), {"elevenlabs": ScriptedLine()}, new_token=lambda: next(tokens)
    )
    return after_stream(call, webhook, InMemoryCalls(tables), answering, NOW)


def verbs(document: str) -> list[str]:
    return [verb.tag for verb in ElementTree.fromstring(document)]


@pytest.mark.parametrize("outcome", [o for o in StreamOutcome if o.is_orderly])
def test_an_orderly_end_hangs_up(outcome):
    assert verbs(render(come_back(desk(outcome)).instruction)) == ["Hangup"]


def test_a_call_that_is_taken_up_again_is_not_welcomed_again():
    tables = desk(welcome="Hello.", say_voice="Polly.Joanna")
    document = render(come_back(tables).instruction)
    assert verbs(document) == ["Connect", "Say", "Hangup"]
    assert "Hello." not in document


@pytest.mark.parametrize("outcome", [None, StreamOutcome.RELAY_STOPPED], ids=str)
def test_a_lost_relay_leads_to_another_with_the_story_so_far(outcome):
    tables = desk(outcome)
    answered = come_back(tables)
    assert (verbs(render(answered.instruction)), answered.reason, answered.detail) == (
        ["Connect", "Say", "Hangup"],
        "resumed",
        "1",
    )
    [ticket] = tables.tickets.values()
    assert ticket.is_resumed
    assert "stream_outcome" not in tables.records[CALL.call_id]


def test_a_call_is_taken_up_twice_at_most_and_then_falls_back():
    tables = desk(fallback=Mode.VOICEMAIL)
    taken = [come_back(tables, webhook=f"w{n}").reason for n in range(4)]
    assert taken == ["resumed", "resumed", "fallback", "fallback"]
    assert (tables.records[CALL.call_id]["resumes"], tables.records[CALL.call_id]["cuts"]) == (2, 2)
    assert len(tables.tickets) == 2


def test_the_carriers_retry_of_one_webhook_is_not_another_loss():
    tables = desk()
    first, again = come_back(tables, webhook="w1"), come_back(tables, webhook="w1")
    assert (render(again.instruction), again.reason) == (render(first.instruction), "answered before")
    assert len(tables.tickets) == 1


@pytest.mark.parametrize(
    "outcome",
    [
        o
        for o in StreamOutcome
        if not o.is_orderly and o not in {StreamOutcome.RELAY_STOPPED, StreamOutcome.TRANSFERRED}
    ],
)
def test_an_agent_that_failed_leads_to_the_fallback(outcome):
    assert verbs(render(come_back(desk(outcome, fallback=Mode.VOICEMAIL)).instruction)) == ["Say", "Record"]


@pytest.mark.parametrize(("whom", "rings"), [("billing", "+14155550198"), ("", "+14155550199")])
def test_a_transferred_call_rings_the_colleague_it_was_handed_to(whom, rings):
    route = {"forward_to": "+14155550199", "transfer_targets": {"billing": "+14155550198"}}
    tables = desk(StreamOutcome.TRANSFERRED, **route)
    tables.flat[CALL.call_id]["transfer_to"] = whom
    answered = come_back(tables)
    assert answered.reason == "transferred"
    assert ElementTree.fromstring(render(answered.instruction)).find("Dial/Number").text == rings


def test_an_unknown_transfer_target_leads_to_the_fallback():
    tables = desk(StreamOutcome.TRANSFERRED, fallback=Mode.VOICEMAIL)
    tables.flat[CALL.call_id]["transfer_to"] = "+19005550000"
    assert verbs(render(come_back(tables).instruction)) == ["Say", "Record"]


def test_an_unknown_call_gets_an_apology():
    assert verbs(render(come_back(InMemoryTables()).instruction)) == ["Say", "Hangup"]


@pytest.mark.parametrize(("number", "shown"), [("+14155550123", "+14155550123"), ("anonymous", OURS), ("", OURS)])
def test_a_withheld_number_is_not_shown_on_the_fallbacks_leg(number, shown):
    tables = desk(StreamOutcome.AGENT_LOST, fallback=Mode.FORWARD, forward_to="+14155550199")
    document = render(come_back(tables, RingingCall(CALL.call_id, number, OURS)).instruction)
    assert ElementTree.fromstring(document).find("Dial").get("callerId") == shown


@pytest.mark.parametrize("status", ["completed", "answered"])
def test_a_forwarded_call_that_was_taken_is_over(status):
    assert verbs(render(after_dial(CALL.call_id, DialResult(status), calls()).instruction)) == ["Hangup"]


@pytest.mark.parametrize("status", ["busy", "no-answer", "failed", "canceled", ""])
def test_an_unanswered_forward_leads_to_voicemail_where_there_is_one(status):
    assert verbs(render(after_dial(CALL.call_id, DialResult(status), calls(fallback=Mode.VOICEMAIL)).instruction)) == [
        "Say",
        "Record",
    ]
    assert verbs(render(after_dial(CALL.call_id, DialResult(status), calls(fallback=Mode.FORWARD)).instruction)) == [
        "Say",
        "Hangup",
    ]
    assert verbs(render(after_dial(CallId("CA9"), DialResult(status), calls()).instruction)) == ["Say", "Hangup"]


def test_after_a_message_the_caller_is_thanked():
    assert verbs(render(after_voicemail().instruction)) == ["Say", "Hangup"]


@pytest.mark.parametrize("outcome", [None, StreamOutcome.RELAY_STOPPED], ids=str)
def test_a_call_of_the_brain_is_taken_up_with_its_words_again(outcome):
    document = render(come_back(desk(outcome, mode=Mode.CONVERSE)).instruction)
    assert ElementTree.fromstring(document).find("Connect/ConversationRelay") is not None


def handed_over(number: str, **route: object) -> str:
    tables = desk(StreamOutcome.TRANSFERRED, mode=Mode.CONVERSE, **route)
    tables.flat[CALL.call_id] |= {"transfer_to": "billing", "transfer_number": number}
    return render(come_back(tables).instruction)


def test_an_agent_of_the_brain_transfers_to_a_target_of_its_own():
    assert "+14155550190" in handed_over("+14155550190")


def test_the_routes_target_of_that_name_goes_before_the_agents():
    assert "+14155550199" in handed_over("+14155550190", transfer_targets={"billing": "+14155550199"})


def test_an_agents_target_that_may_not_be_called_any_more_leads_to_the_fallback():
    document = handed_over("+819012345678")
    assert verbs(document) == ["Say", "Hangup"]
