"""A call is handed to a colleague: whispered about, taken or not, and what follows."""

from xml.etree import ElementTree

import pytest

from tests.fakes.tables import InMemoryCalls, InMemoryStories, InMemorySwitchboard, InMemoryTables
from tests.fakes.webhooks import NOW, ScriptedLine, render
from trunkline.calls.domain.calls import RingingCall, StreamOutcome
from trunkline.calls.domain.routes import Mode, Route
from trunkline.calls.domain.transfers import (
    NOT_TAKEN,
    DialResult,
    NoAnswerAction,
    TransferAcceptance,
    TransferMode,
)
from trunkline.calls.domain.turns import SpokenTurn
from trunkline.calls.use_cases.answer_call import AnswerCallDeps, Answered
from trunkline.calls.use_cases.continue_call import after_stream
from trunkline.calls.use_cases.transfer_call import after_transfer, whisper, whisper_answered
from trunkline.ids import CallId

CALL = RingingCall(CallId("CA1"), "+14155550123", "+15005550006")
TAKEN, DECLINED, NO_ANSWER = (
    DialResult("completed"),
    DialResult("completed", was_bridged=False),
    DialResult("no-answer", False),
)


def desk(summary: str = "", **route: object) -> InMemoryTables:
    tables = InMemoryTables()
    given = {"mode": Mode.RELAY, **route}
    known = Route("+1", company_id="acme", agent_id="agent_1", transfer_targets={"billing": "+14155550198"}, **given)
    facts = {"stream_outcome": StreamOutcome.TRANSFERRED.value, "transfer_to": "billing", "transfer_summary": summary}
    tables.flat[CALL.call_id] = {"route": known, **facts}
    return tables


def answering(tables: InMemoryTables) -> AnswerCallDeps:
    return AnswerCallDeps(InMemorySwitchboard(tables), {"elevenlabs": ScriptedLine()}, new_token=lambda: "token")


def come_back(tables: InMemoryTables, dialled: DialResult, webhook: str = "w1") -> Answered:
    return after_transfer(CALL, dialled, webhook, InMemoryCalls(tables), answering(tables), NOW)


def whispered(tables: InMemoryTables) -> ElementTree.Element:
    payload = whisper(CALL.call_id, InMemoryCalls(tables), InMemoryStories(tables))
    return ElementTree.fromstring(render(payload.instruction))


def verbs(document: str) -> list[str]:
    return [verb.tag for verb in ElementTree.fromstring(document)]


@pytest.mark.parametrize(
    ("transfer", "url"),
    [(TransferMode.COLD, None), (TransferMode.WARM, "https://voice.example.com/twilio/voice/whisper")],
)
def test_a_warm_transfer_whispers_and_a_cold_one_does_not(transfer, url):
    tables = desk(transfer=transfer)
    dial = ElementTree.fromstring(
        render(after_stream(CALL, "w0", InMemoryCalls(tables), answering(tables), NOW).instruction)
    ).find("Dial")
    assert (dial.find("Number").text, dial.find("Number").get("url")) == ("+14155550198", url)
    assert dial.get("action").endswith("/twilio/voice/after-transfer")


def test_the_colleague_hears_the_agents_summary_and_is_asked_twice_to_press_a_key():
    document = whispered(desk("Ana wants a refund & an apology."))
    assert [verb.tag for verb in document] == ["Gather", "Gather", "Hangup"]
    first, second = document.findall("Gather")
    assert first.findtext("Say") == (
        "A call from our assistant. Ana wants a refund & an apology. Press 1 to take the call."
    )
    assert second.findtext("Say") == "Press 1 to take the call."
    assert first.get("action").endswith("/twilio/voice/whisper-answer")


def test_without_a_summary_the_callers_last_words_are_whispered():
    tables = desk(transfer_accept=TransferAcceptance.ANSWER)
    InMemoryStories(tables).note_turn(CALL.call_id, NOW, SpokenTurn(0, "caller", "My bill is wrong."))
    document = whispered(tables)
    assert [verb.tag for verb in document] == ["Say"]  # running off its end puts the call through
    assert document.findtext("Say") == "A call from our assistant. The caller said: My bill is wrong."


def test_a_whisper_without_a_call_on_file_ends():
    assert [verb.tag for verb in whispered(InMemoryTables())] == ["Hangup"]


@pytest.mark.parametrize(("digits", "payload"), [("1", []), ("2", ["Hangup"]), ("", ["Hangup"]), ("11", ["Hangup"])])
def test_only_the_one_key_takes_the_call(digits, payload):
    tables = desk()
    answered = whisper_answered(CALL.call_id, CallId("CA2"), digits, InMemoryCalls(tables), NOW)
    assert verbs(render(answered.instruction)) == payload
    assert tables.records[CALL.call_id]["transfer_taken"] is (not payload)
    assert list(tables.events[CALL.call_id]) == ["transfer-answer-CA2"]


def test_a_call_that_was_taken_is_over_and_on_the_timeline():
    tables = desk(transfer_untaken=NoAnswerAction.AGENT)
    assert verbs(render(come_back(tables, TAKEN).instruction)) == ["Hangup"]
    assert tables.records[CALL.call_id]["transfer_taken"] is True
    assert [event.kind for event in tables.events[CALL.call_id].values()] == ["transfer taken"]


@pytest.mark.parametrize("dialled", [DECLINED, NO_ANSWER, DialResult("busy"), DialResult("failed"), DialResult("")])
def test_a_call_that_is_not_taken_returns_to_its_agent_with_a_note(dialled):
    tables = desk(transfer_untaken=NoAnswerAction.AGENT, resume_message="Where were we?", return_message="I am back.")
    answered = come_back(tables, dialled)
    assert (verbs(render(answered.instruction)), answered.reason) == (["Connect", "Say", "Hangup"], "resumed")
    [ticket] = tables.tickets.values()
    assert (ticket.is_resumed, ticket.resume_note, ticket.resume_message) == (True, NOT_TAKEN, "I am back.")
    assert (tables.records[CALL.call_id]["resumes"], tables.records[CALL.call_id]["cuts"]) == (1, 0)
    assert "stream_outcome" not in tables.records[CALL.call_id]
    assert tables.records[CALL.call_id]["transfer_taken"] is False


def test_a_call_does_not_go_back_and_forth_for_ever():
    tables = desk(transfer_untaken=NoAnswerAction.AGENT, fallback=Mode.VOICEMAIL)
    reason = [come_back(tables, NO_ANSWER, f"w{n}").reason for n in range(4)]
    assert reason == ["resumed", "resumed", "transfer not taken", "transfer not taken"]
    assert (tables.records[CALL.call_id]["resumes"], tables.records[CALL.call_id]["cuts"]) == (2, 0)


def test_a_call_that_was_cut_before_a_transfer_that_is_not_taken_stays_one_that_was_cut():
    tables = desk(transfer_untaken=NoAnswerAction.AGENT)
    tables.set(CALL.call_id, {"resumes": 1, "cuts": 1, "resume_webhook": "w0"})
    assert come_back(tables, NO_ANSWER).reason == "resumed"
    assert (tables.records[CALL.call_id]["resumes"], tables.records[CALL.call_id]["cuts"]) == (2, 1)


class LineBySip(ScriptedLine):
    has_socket = False


@pytest.mark.parametrize(("fallback", "payload"), [(Mode.VOICEMAIL, ["Say", "Record"]), (None, ["Say", "Hangup"])])
def test_a_call_of_an_agent_without_a_socket_is_not_sent_to_a_relay_that_cannot_reach_it(fallback, payload):
    tables = desk(mode=Mode.REGISTER, provider="retell", transfer_untaken=NoAnswerAction.AGENT, fallback=fallback)
    deps = AnswerCallDeps(InMemorySwitchboard(tables), {"retell": LineBySip()}, new_token=lambda: "token")
    answered = after_transfer(CALL, NO_ANSWER, "w1", InMemoryCalls(tables), deps, NOW)
    assert (verbs(render(answered.instruction)), answered.reason) == (payload, "transfer not taken")
    assert tables.tickets == {}
    assert tables.records[CALL.call_id]["transfer_taken"] is False
    assert [event.kind for event in tables.events[CALL.call_id].values()] == ["transfer not taken"]


def test_a_registered_call_of_an_agent_with_a_socket_returns_to_it_through_the_relay():
    tables = desk(mode=Mode.REGISTER, transfer_untaken=NoAnswerAction.AGENT)
    assert come_back(tables, NO_ANSWER).reason == "resumed"
    [ticket] = tables.tickets.values()
    assert ticket.resume_note == NOT_TAKEN


def test_the_carriers_retry_gets_the_same_document():
    tables = desk(transfer_untaken=NoAnswerAction.AGENT)
    first, again = come_back(tables, NO_ANSWER), come_back(tables, NO_ANSWER)
    assert (render(again.instruction), again.reason, len(tables.tickets)) == (
        render(first.instruction),
        "answered before",
        1,
    )


@pytest.mark.parametrize(
    ("route", "payload"),
    [
        ({"transfer_untaken": NoAnswerAction.VOICEMAIL}, ["Say", "Record"]),
        ({"fallback": Mode.VOICEMAIL}, ["Say", "Record"]),
        ({"fallback": Mode.FORWARD, "forward_to": "+14155550199"}, ["Say", "Hangup"]),  # never another phone
        ({}, ["Say", "Hangup"]),
    ],
)
def test_a_call_that_is_not_taken_ends_as_the_route_says(route, payload):
    assert verbs(render(come_back(desk(**route), NO_ANSWER).instruction)) == payload


def test_an_unknown_call_gets_an_apology():
    assert verbs(render(come_back(InMemoryTables(), NO_ANSWER).instruction)) == ["Say", "Hangup"]
