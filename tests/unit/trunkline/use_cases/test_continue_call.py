"""A call comes back: after the stream, after the other phone, after the message."""

from xml.etree import ElementTree

import pytest

from tests.fakes.doors import ADDRESSES
from tests.fakes.tables import InMemoryCalls, InMemoryTables
from trunkline.domain.calls import CallId, StreamOutcome
from trunkline.domain.routes import Mode, Route
from trunkline.use_cases.continue_call import after_dial, after_stream, after_voicemail

CALL = CallId("CA1")


def calls(outcome: StreamOutcome | None = None, **route: object) -> InMemoryCalls:
    tables = InMemoryTables()
    tables.records[CALL] = {"route": Route("+1", company_id="acme", **{"mode": Mode.RELAY, **route})}
    if outcome:
        tables.records[CALL]["stream_outcome"] = outcome.value
    return InMemoryCalls(tables)


def verbs(document: str) -> list[str]:
    return [verb.tag for verb in ElementTree.fromstring(document)]


@pytest.mark.parametrize("outcome", [o for o in StreamOutcome if o.is_orderly])
def test_an_orderly_end_hangs_up(outcome):
    assert verbs(after_stream(CALL, "+14155550123", calls(outcome), ADDRESSES).document) == ["Hangup"]


@pytest.mark.parametrize("outcome", [None, *(o for o in StreamOutcome if not o.is_orderly)])
def test_any_other_end_and_a_lost_relay_lead_to_the_fallback(outcome):
    known = calls(outcome, fallback=Mode.VOICEMAIL)
    assert verbs(after_stream(CALL, "+14155550123", known, ADDRESSES).document) == ["Say", "Record"]


def test_a_call_nobody_knows_gets_an_apology():
    assert verbs(after_stream(CallId("CA9"), "+14155550123", calls(), ADDRESSES).document) == ["Say", "Hangup"]


@pytest.mark.parametrize(("number", "shown"), [("+14155550123", "+14155550123"), ("anonymous", None), ("", None)])
def test_a_withheld_number_is_not_shown_on_the_fallbacks_leg(number, shown):
    known = calls(StreamOutcome.AGENT_LOST, fallback=Mode.FORWARD, forward_to="+14155550199")
    document = after_stream(CALL, number, known, ADDRESSES).document
    assert ElementTree.fromstring(document).find("Dial").get("callerId") == shown


@pytest.mark.parametrize("status", ["completed", "answered"])
def test_a_forwarded_call_that_was_taken_is_over(status):
    assert verbs(after_dial(CALL, status, calls(), ADDRESSES).document) == ["Hangup"]


@pytest.mark.parametrize("status", ["busy", "no-answer", "failed", "canceled", ""])
def test_nobody_picked_up_leads_to_voicemail_where_there_is_one(status):
    assert verbs(after_dial(CALL, status, calls(fallback=Mode.VOICEMAIL), ADDRESSES).document) == ["Say", "Record"]
    assert verbs(after_dial(CALL, status, calls(fallback=Mode.FORWARD), ADDRESSES).document) == ["Say", "Hangup"]
    assert verbs(after_dial(CallId("CA9"), status, calls(), ADDRESSES).document) == ["Say", "Hangup"]


def test_after_a_message_the_caller_is_thanked():
    assert verbs(after_voicemail().document) == ["Say", "Hangup"]
