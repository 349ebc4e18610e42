"""A call rings: every mode, the retry, the unknown number, the provider that is down."""

from datetime import timedelta
from itertools import count
from xml.etree import ElementTree

import pytest

from tests.fakes.tables import InMemorySwitchboard, InMemoryTables
from tests.fakes.webhooks import NOW, REGISTERED, ScriptedLine, render
from trunkline.calls.domain.calls import RingingCall
from trunkline.calls.domain.carrier_speech import CarrierSpeech, Interruptible
from trunkline.calls.domain.relay_fleet import Fleet, FleetState
from trunkline.calls.domain.routes import NEEDS_RELAY, Mode, Route
from trunkline.calls.domain.stream_tickets import fingerprint
from trunkline.calls.use_cases.answer_call import AnswerCallDeps, Answered, answer_call
from trunkline.errors import ProviderError
from trunkline.ids import CallId
from trunkline.speech.domain.voices import VoiceChoice

NUMBER = "+15005550006"
CALL = RingingCall(CallId("CA1"), "+14155550123", NUMBER)


class Desk:
    """Answering with everything in memory."""

    def __init__(self, line: ScriptedLine | None = None, **route: object) -> None:
        self.tables = InMemoryTables()
        if route:
            self.tables.routes[NUMBER] = Route(NUMBER, company_id="acme", agent_id="agent_1", **route)
        self.line = line or ScriptedLine()
        tokens = count(1)
        self.answering = AnswerCallDeps(
            InMemorySwitchboard(self.tables), {"elevenlabs": self.line}, new_token=lambda: f"token-{next(tokens)}"
        )

    def answer(self, call: RingingCall = CALL) -> Answered:
        return answer_call(call, self.answering, NOW)


def verbs(answered: Answered) -> list[str]:
    return [verb.tag for verb in ElementTree.fromstring(render(answered.instruction))]


def test_a_relayed_call_gets_a_stream_with_a_one_shot_token():
    desk = Desk(mode=Mode.RELAY, record=True, max_duration_s=600, dynamic_variables={"first_name": "Ana"})
    document = ElementTree.fromstring(render(desk.answer().instruction))
    connect, stream = document.find("Connect"), document.find("Connect/Stream")
    assert connect.get("action") == "https://voice.example.com/twilio/voice/after-stream"
    assert stream.get("url") == "wss://relay.example.com/twilio/media-stream"
    assert stream.find("Parameter").attrib == {"name": "token", "value": "token-1"}
    ticket = desk.tables.tickets[fingerprint("token-1")]
    assert (ticket.call_id, ticket.record, ticket.max_duration_s) == ("CA1", True, 600)
    assert ticket.expires_at == NOW + timedelta(minutes=2)
    assert ticket.dynamic_variables == {
        "call_sid": "CA1",
        "caller_number": "+14155550123",
        "called_number": NUMBER,
        "first_name": "Ana",
    }


def test_the_token_itself_is_not_what_is_stored():
    desk = Desk(mode=Mode.RELAY)
    desk.answer()
    assert "token-1" not in desk.tables.tickets


def test_a_registered_call_gets_the_providers_document_untouched():
    desk = Desk(mode=Mode.REGISTER)
    assert render(desk.answer().instruction) == REGISTERED
    assert desk.tables.conversations["conv_1"] == {"call_id": "CA1"}
    _, agent_id, variables = desk.line.asked[0]
    assert (agent_id, variables["call_sid"]) == ("agent_1", "CA1")


@pytest.mark.parametrize("mode", [Mode.RELAY, Mode.REGISTER])
def test_the_carriers_retry_gets_the_same_document_and_costs_no_second_conversation(mode):
    desk = Desk(mode=mode)
    first, second = desk.answer(), desk.answer()
    assert (render(second.instruction), second.reason) == (render(first.instruction), "answered before")
    assert len(desk.line.asked) <= 1
    assert len(desk.tables.tickets) <= 1


def test_two_answers_at_the_same_moment_agree_on_the_first():
    desk = Desk(mode=Mode.RELAY)
    winner = render(desk.answer().instruction)
    desk.answering.answers.look_up = lambda call: Desk(mode=Mode.RELAY).answering.answers.look_up(call)
    assert render(desk.answer().instruction) == winner


@pytest.mark.parametrize(
    ("fallback", "expected"), [(None, ["Say", "Hangup"]), (Mode.VOICEMAIL, ["Say", "Record"]), (Mode.FORWARD, ["Dial"])]
)
def test_a_provider_that_is_down_leads_to_the_routes_fallback(fallback, expected):
    line = ScriptedLine(error=ProviderError("timeout", retryable=True))
    desk = Desk(line, mode=Mode.REGISTER, fallback=fallback, forward_to="+15005550009")
    answered = desk.answer()
    assert verbs(answered) == expected
    assert (answered.reason, answered.detail) == ("fallback", "timeout")


def test_a_forwarded_call_rings_the_other_phone_and_shows_the_caller():
    dial = ElementTree.fromstring(render(Desk(mode=Mode.FORWARD, forward_to="+15005550009").answer().instruction)).find(
        "Dial"
    )
    assert dial.find("Number").text == "+15005550009"
    assert dial.get("callerId") == "+14155550123"
    assert dial.get("action").endswith("/twilio/voice/after-dial")


@pytest.mark.parametrize("payload", ["anonymous", "", "+266696687", "Restricted", "sip:ana@example.com", "+2562533"])
def test_instead_of_a_withheld_number_or_an_address_the_dialled_one_is_shown(payload):
    answered = Desk(mode=Mode.FORWARD, forward_to="+15005550009").answer(RingingCall(CallId("CA2"), payload, NUMBER))
    assert ElementTree.fromstring(render(answered.instruction)).find("Dial").get("callerId") == NUMBER


def test_voicemail_records_with_both_callbacks():
    record = ElementTree.fromstring(render(Desk(mode=Mode.VOICEMAIL).answer().instruction)).find("Record")
    assert record.get("action").endswith("/twilio/voice/voicemail")
    assert record.get("recordingStatusCallback").endswith("/twilio/recording")
    assert record.get("transcribe") is record.get("transcribeCallback") is None


def test_a_route_may_have_its_voicemails_transcribed():
    desk = Desk(mode=Mode.VOICEMAIL, voicemail_transcript=True)
    record = ElementTree.fromstring(render(desk.answer().instruction)).find("Record")
    assert record.get("transcribe") == "true"
    assert record.get("transcribeCallback").endswith("/twilio/transcription")


@pytest.mark.parametrize(("reason", "expected"), [("busy", "busy"), ("anything", "rejected")])
def test_a_rejected_call_is_not_answered(reason, expected):
    document = ElementTree.fromstring(render(Desk(mode=Mode.REJECT, reject_reason=reason).answer().instruction))
    assert [verb.tag for verb in document] == ["Reject"]
    assert document.find("Reject").get("reason") == expected


@pytest.mark.parametrize(
    "route", [{"mode": Mode.RELAY, "agent": ""}, {"mode": Mode.REGISTER, "agent": ""}, {"mode": Mode.FORWARD}]
)
def test_a_route_with_a_part_missing_leads_to_its_fallback_and_says_so(route):
    desk = Desk()
    desk.tables.routes[NUMBER] = Route(NUMBER, route["mode"], "acme", route.get("agent", "agent_1"))
    answered = desk.answer()
    assert (verbs(answered), answered.reason, answered.detail) == (["Say", "Hangup"], "fallback", "incomplete route")


def test_an_unknown_number_gets_a_polite_answer_and_no_record():
    desk = Desk()
    answered = desk.answer()
    assert (verbs(answered), answered.reason) == (["Say", "Hangup"], "unknown number")
    assert not desk.tables.records


def test_a_call_we_placed_is_routed_by_the_number_we_called_from():
    placed = RingingCall(CallId("CA3"), from_number=NUMBER, to_number="+14155550199", direction="outbound")
    assert Desk(mode=Mode.RELAY).answer(placed).reason == "relay"


def test_a_document_starts_with_the_xml_declaration():
    assert render(Desk(mode=Mode.RELAY).answer().instruction).startswith("<?xml")


ASLEEP = [state for state in FleetState if state is not FleetState.AWAKE]


@pytest.mark.parametrize("state", ASLEEP)
def test_while_the_relay_does_not_take_calls_the_provider_takes_the_media_and_the_relay_is_woken(state):
    desk = Desk(mode=Mode.RELAY, record=True)
    desk.tables.fleet = Fleet(state, NOW, NOW)
    answered = desk.answer()
    assert (render(answered.instruction), answered.reason, answered.detail) == (REGISTERED, "register", "relay asleep")
    assert desk.tables.wakes == {"CA1": NOW}
    assert not desk.tables.tickets
    assert desk.tables.records["CA1"]["mode"] == "register"


@pytest.mark.parametrize("mode", [Mode.RELAY, Mode.VOICE])
def test_a_call_that_nothing_but_the_relay_could_take_gets_its_fallback_and_wakes_it(mode):
    desk = Desk(
        ScriptedLine(error=ProviderError("timeout")), mode=mode, fallback=Mode.VOICEMAIL, voice=VoiceChoice("v")
    )
    desk.tables.fleet = Fleet(FleetState.ASLEEP, NOW, NOW)
    answered = desk.answer()
    assert verbs(answered) == ["Say", "Record"]
    assert answered.reason == "fallback"
    assert desk.tables.wakes == {"CA1": NOW}


@pytest.mark.parametrize("mode", [mode for mode in Mode if mode not in NEEDS_RELAY])
def test_a_call_that_needs_no_relay_lets_it_sleep(mode):
    desk = Desk(mode=mode, forward_to="+15005550009")
    desk.tables.fleet = Fleet(FleetState.ASLEEP, NOW, NOW)
    desk.answer()
    assert not desk.tables.wakes


def test_a_call_that_meets_a_relay_that_is_awake_wakes_nothing():
    desk = Desk(mode=Mode.RELAY)
    desk.tables.fleet = Fleet(FleetState.AWAKE, NOW, NOW)
    assert verbs(desk.answer()) == ["Connect", "Say", "Hangup"]
    assert not desk.tables.wakes


WELCOME = 'This call is recorded & kept <90 days>; say "no" to object.'
SAYS = {"welcome": WELCOME, "say_voice": "Polly.Joanna-Neural", "say_language": "en-US"}
WITH_WELCOME = [
    (Mode.RELAY, ["Say", "Connect", "Say", "Hangup"]),
    (Mode.VOICE, ["Say", "Connect", "Say", "Hangup"]),
    (Mode.REGISTER, ["Say", "Connect"]),
    (Mode.FORWARD, ["Say", "Dial"]),
]


@pytest.mark.parametrize(("mode", "expected"), WITH_WELCOME)
def test_a_welcome_is_said_before_the_agent_in_the_voice_of_the_route(mode, expected):
    answered = Desk(mode=mode, voice=VoiceChoice("v"), forward_to="+14155550199", **SAYS).answer()
    assert verbs(answered) == expected
    said = ElementTree.fromstring(render(answered.instruction)).find("Say")
    assert (said.text, said.attrib) == (WELCOME, {"voice": "Polly.Joanna-Neural", "language": "en-US"})


@pytest.mark.parametrize("mode", [Mode.RELAY, Mode.VOICEMAIL])
def test_every_text_of_a_route_is_said_in_its_voice(mode):
    document = render(Desk(mode=mode, **SAYS).answer().instruction)
    assert document.count("<Say ") == document.count('voice="Polly.Joanna-Neural"') > 0


def test_a_route_without_a_voice_is_said_in_the_carriers_usual_one():
    document = render(Desk(mode=Mode.VOICEMAIL).answer().instruction)
    assert "<Say>Please leave a message after the tone.</Say>" in document


def test_a_call_that_the_brain_holds_gets_its_words_relayed_and_the_carriers_own_voice():
    speech = CarrierSpeech("Google", "en-US-Journey-O", "en-US", "Deepgram", "Trunkline", Interruptible.SPEECH)
    desk = Desk(mode=Mode.CONVERSE, carrier_speech=speech, welcome="One moment.")
    answered = desk.answer()
    assert verbs(answered) == ["Say", "Connect", "Say", "Hangup"]
    document = ElementTree.fromstring(render(answered.instruction))
    assert document.find("Connect").get("action") == "https://voice.example.com/twilio/voice/after-stream"
    assert document.find("Connect/ConversationRelay").attrib == {
        "url": "wss://relay.example.com/twilio/conversation-relay",
        "ttsProvider": "Google",
        "voice": "en-US-Journey-O",
        "language": "en-US",
        "transcriptionProvider": "Deepgram",
        "hints": "Trunkline",
        "interruptible": "speech",
        "dtmfDetection": "true",
    }
    assert document.find("Connect/ConversationRelay/Parameter").attrib == {"name": "token", "value": "token-1"}
    assert desk.tables.tickets[fingerprint("token-1")].provider == "brain"


def test_a_route_without_carrier_speech_leaves_voice_and_language_to_the_carrier():
    document = ElementTree.fromstring(render(Desk(mode=Mode.CONVERSE).answer().instruction))
    assert set(document.find("Connect/ConversationRelay").attrib) == {"url", "interruptible", "dtmfDetection"}
