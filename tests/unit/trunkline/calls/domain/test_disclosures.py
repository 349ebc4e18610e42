"""Disclosures are said first in every mode, are on the record, and cannot be lost where they are required."""

from dataclasses import replace

import pytest

from trunkline.calls.domain.call_instructions import (
    ConnectConversation,
    ConnectStream,
    DialSip,
    Forward,
    Reject,
    RenderedDocument,
    SayAndHangUp,
    TakeVoicemail,
    connection,
    disclosed,
    fallback,
    voicemail_of,
)
from trunkline.calls.domain.carrier_speech import NO_DISCLOSURES, Disclosures, spoken
from trunkline.calls.domain.routes import Mode, Route
from trunkline.speech.domain.voices import VoiceChoice

AI, RECORDED = "You are speaking with an automated assistant.", "This call is recorded."
BOTH = Disclosures(AI, RECORDED, required=True)
ROUTE = Route(
    "+14155550100",
    Mode.RELAY,
    "acme",
    agent_id="agent_1",
    forward_to="+14155550190",
    voice=VoiceChoice("voice_1"),
    welcome="Welcome to Acme.",
    greeting="Leave a message.",
    disclosures=BOTH,
)


@pytest.mark.parametrize("mode", [Mode.RELAY, Mode.REGISTER, Mode.VOICE, Mode.CONVERSE])
def test_where_a_machine_speaks_both_are_said_before_the_welcome(mode):
    route = replace(ROUTE, mode=mode)
    assert route.said_first == f"{AI} {RECORDED} Welcome to Acme."
    assert route.is_complete
    assert connection(route, "token", route.said_first).welcome == route.said_first


def test_a_person_is_no_machine_and_a_voicemail_is_recorded():
    assert replace(ROUTE, mode=Mode.FORWARD).said_first == f"{RECORDED} Welcome to Acme."
    assert voicemail_of(replace(ROUTE, mode=Mode.VOICEMAIL)).greeting == f"{RECORDED} Leave a message."


@pytest.mark.parametrize("mode", list(Mode))
@pytest.mark.parametrize(
    "known", [Disclosures(required=True), Disclosures(AI, required=True), Disclosures("", RECORDED, True)]
)
def test_a_route_without_what_it_requires_cannot_answer(mode, known):
    route = replace(ROUTE, mode=mode, disclosures=known)
    needs_ai = mode in {Mode.RELAY, Mode.REGISTER, Mode.VOICE, Mode.CONVERSE} and not known.ai
    needs_notice = mode not in {Mode.FORWARD, Mode.REJECT} and not known.recording
    assert route.is_complete is not (needs_ai or needs_notice)
    wanted = ["disclosures.ai"] * needs_ai + ["disclosures.recording"] * needs_notice
    assert route.missing_disclosures == wanted


def test_the_fallback_records_nothing_without_the_notice():
    silent = replace(ROUTE, fallback=Mode.VOICEMAIL, disclosures=Disclosures(AI, required=True))
    assert isinstance(fallback(silent), SayAndHangUp)
    noticed = fallback(replace(silent, disclosures=BOTH))
    assert isinstance(noticed, TakeVoicemail)
    assert noticed.greeting.startswith(RECORDED)
    assert isinstance(fallback(replace(silent, disclosures=NO_DISCLOSURES)), TakeVoicemail)
    assert isinstance(fallback(replace(silent, fallback=Mode.FORWARD)), Forward)


@pytest.mark.parametrize(
    ("instruction", "kinds"),
    [
        (ConnectStream("t", "a", "w"), {"ai", "recording"}),
        (ConnectConversation("t", "a", "w"), {"ai", "recording"}),
        (DialSip("sip:x", "w"), {"ai", "recording"}),
        (RenderedDocument("<Response/>", "w"), {"ai", "recording"}),
        (ConnectStream("t", "a"), set()),
        (TakeVoicemail("g"), {"recording"}),
        (SayAndHangUp("sorry"), set()),
        (Reject("busy"), set()),
    ],
)
def test_the_record_has_what_was_said_and_no_more(instruction, kinds):
    assert set(disclosed(instruction, ROUTE)) == kinds
    assert disclosed(instruction, replace(ROUTE, disclosures=NO_DISCLOSURES)) == {}
    assert "ai" not in disclosed(Forward("+1", welcome="w"), replace(ROUTE, mode=Mode.FORWARD))


def test_a_call_takes_over_what_the_route_of_its_number_demands():
    own = Disclosures("We are a machine.", "", False)
    assert own.inherited_from(BOTH) == Disclosures("We are a machine.", RECORDED, True)
    assert NO_DISCLOSURES.inherited_from(NO_DISCLOSURES) == NO_DISCLOSURES
    assert Disclosures.of(BOTH.values()) == BOTH
    assert spoken("", " a ", "b") == "a b"
