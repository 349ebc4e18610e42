"""Documents run on a call: prompts, messages, transfers and their reports."""

import pytest

from local.twilio import Person
from tests.unit.local.twilio.conftest import CALLER, COLLEAGUE, NUMBER

pytestmark = pytest.mark.enable_socket


async def ring(twilio, play=None):
    call = twilio.ring(NUMBER, CALLER, play)
    await call.settled(8)
    return call


@pytest.mark.parametrize(("reason", "status"), [("busy", "busy"), ("rejected", "no-answer")])
async def test_a_rejected_call_is_never_answered(twilio, customer, reason, status):
    customer.documents["/voice"] = f'<Response><Reject reason="{reason}"/></Response>'
    call = await ring(twilio)
    assert call.status == status
    assert "answered" not in [kind for _, kind, _ in call.events]


async def test_redirect_moves_on_and_relative_addresses_resolve(twilio, customer):
    customer.documents["/voice"] = "<Response><Redirect>deep/next</Redirect><Say>never</Say></Response>"
    customer.documents["/deep/next"] = "<Response><Redirect>../last</Redirect></Response>"
    call = await ring(twilio)
    assert [url for url, _ in call.twiml] == [
        "https://customer.test/voice",
        "https://customer.test/deep/next",
        "https://customer.test/last",
    ]


async def test_keys_are_gathered_even_during_the_prompt(twilio, customer):
    customer.documents["/voice"] = (
        '<Response><Gather numDigits="2" action="/menu"><Say>Press two keys</Say></Gather></Response>'
    )

    async def play(caller):
        await caller.presses("12")
        await caller.line_drops()

    await ring(twilio, play)
    assert customer.seen("/menu")[0]["Digits"] == "12"


async def test_words_are_gathered(twilio, customer):
    customer.documents["/voice"] = '<Response><Gather input="speech" speechTimeout="0.2" action="/said"/></Response>'

    async def play(caller):
        await caller.says("I want to talk")
        await caller.line_drops()

    await ring(twilio, play)
    assert customer.seen("/said")[0]["SpeechResult"] == "I want to talk"


async def test_a_gather_without_input_falls_through(twilio, customer):
    customer.documents["/voice"] = '<Response><Gather timeout="0.1" action="/menu"/><Say>nothing</Say></Response>'
    call = await ring(twilio)
    assert not customer.seen("/menu")
    assert [d["text"] for _, kind, d in call.events if kind == "says"] == ["nothing"]


RECORD = '<Response><Record timeout="1" finishOnKey="#" action="/done" recordingStatusCallback="/ready"/></Response>'


async def test_a_recording_ends_with_its_finish_key(twilio, customer):
    customer.documents["/voice"] = RECORD

    async def play(caller):
        await caller.hears_for(0.2)
        await caller.says("x" * 60)
        await caller.presses("#")
        await caller.line_drops()

    call = await ring(twilio, play)
    done, ready = customer.seen("/done")[0], customer.seen("/ready")[0]
    assert done["Digits"] == "#"
    assert (ready["RecordingStatus"], ready["RecordingSource"]) == ("completed", "RecordVerb")
    assert ready["RecordingUrl"] == done["RecordingUrl"]
    recording = twilio.recordings[ready["RecordingSid"]]
    assert recording.call_sid == call.sid
    assert 0.5 <= len(recording.audio) / 8000 <= 0.7


async def test_hanging_up_keeps_the_message_and_still_reports_it(twilio, customer):
    customer.documents["/voice"] = RECORD

    async def play(caller):
        await caller.hears_for(0.2)
        await caller.says("x" * 60)
        await caller.hangs_up()

    await ring(twilio, play)
    assert customer.seen("/done")[0]["Digits"] == "hangup"
    assert customer.seen("/done")[0]["CallStatus"] == "completed"
    assert customer.seen("/ready")[0]["RecordingStatus"] == "completed"


async def test_a_silent_caller_leaves_an_empty_recording_and_a_warning(twilio, customer):
    customer.documents["/voice"] = RECORD.replace('timeout="1"', 'timeout="0.1"')
    call = await ring(twilio)
    assert [entry.code for entry in call.debugger] == [16101]
    assert customer.seen("/done")[0]["RecordingDuration"] == "0"


DIAL = (
    '<Response><Dial action="/dialled" timeout="1"><Number url="/whisper" statusCallback="/leg" '
    f'statusCallbackEvent="initiated ringing answered completed">{COLLEAGUE}</Number></Dial></Response>'
)


async def speak_and_hang_up(caller):
    await caller.hears_for(0.1)
    await caller.says("hello from your colleague")
    await caller.hangs_up()


async def test_a_human_who_listens_to_the_whisper_is_bridged(twilio, customer):
    customer.documents["/voice"] = DIAL
    customer.documents["/whisper"] = "<Response><Say>A caller</Say></Response>"
    twilio.people[COLLEAGUE] = Person(answers_after_s=0.05, play=speak_and_hang_up)

    call = await ring(twilio)
    report = customer.seen("/dialled")[0]
    assert (report["DialCallStatus"], report["DialBridged"]) == ("completed", "true")
    assert call.heard.segments  # the caller heard the colleague
    legs = customer.seen("/leg")
    assert sorted((leg["SequenceNumber"], leg["CallStatus"]) for leg in legs) == [
        ("0", "initiated"),
        ("1", "ringing"),
        ("2", "in-progress"),
        ("3", "completed"),
    ]
    assert {leg["ParentCallSid"] for leg in legs} == {call.sid}
    assert legs[0]["CallSid"] == report["DialCallSid"]


async def test_a_whisper_that_hangs_up_is_completed_but_not_bridged(twilio, customer):
    customer.documents["/voice"] = DIAL
    customer.documents["/whisper"] = "<Response><Say>Not for you</Say><Hangup/></Response>"
    twilio.people[COLLEAGUE] = Person()
    await ring(twilio)
    report = customer.seen("/dialled")[0]
    assert (report["DialCallStatus"], report["DialBridged"]) == ("completed", "false")


@pytest.mark.parametrize(
    ("person", "status"),
    [
        (Person(busy=True), "busy"),
        (Person(answers=False), "no-answer"),
        (Person(answers_after_s=5), "no-answer"),
        (Person(unreachable=True), "failed"),
        (None, "failed"),
    ],
    ids=["busy", "never answers", "answers too late", "unreachable", "unknown"],
)
async def test_a_dial_without_an_answer_has_its_status(twilio, customer, person, status):
    customer.documents["/voice"] = DIAL.replace('timeout="1"', 'timeout="0.2"')
    if person:
        twilio.people[COLLEAGUE] = person
    await ring(twilio)
    report = customer.seen("/dialled")[0]
    assert (report["DialCallStatus"], report["DialBridged"]) == (status, "false")


async def test_a_foreign_caller_id_and_a_bad_number_are_warnings_and_failures(twilio, customer):
    customer.documents["/voice"] = (
        f'<Response><Dial callerId="+19995550000">{COLLEAGUE}</Dial><Dial>555</Dial></Response>'
    )
    twilio.people[COLLEAGUE] = Person()
    call = await ring(twilio)
    assert [entry.code for entry in call.debugger] == [13214, 13223]


async def test_all_phones_ring_and_the_first_to_answer_wins(twilio, customer):
    other = "+14155550188"
    customer.documents["/voice"] = (
        f'<Response><Dial action="/dialled"><Number>{COLLEAGUE}</Number><Number>{other}</Number></Dial></Response>'
    )
    twilio.people[COLLEAGUE] = Person(answers_after_s=5)
    twilio.people[other] = Person(answers_after_s=0.05, play=speak_and_hang_up)
    await ring(twilio)
    legs = {call.to: call for call in twilio.calls.values()}
    assert customer.seen("/dialled")[0]["DialCallSid"] == legs[other].sid
    assert legs[COLLEAGUE].status == "canceled"


async def test_an_empty_conference_lasts_until_the_caller_leaves(twilio, customer):
    customer.documents["/voice"] = "<Response><Dial><Conference>room</Conference></Dial></Response>"

    async def play(caller):
        await caller.hears_for(0.1)
        await caller.hangs_up()

    assert (await ring(twilio, play)).status == "completed"


async def test_a_recording_started_beside_the_document_holds_both_sides(twilio, customer):
    customer.documents["/voice"] = (
        '<Response><Start><Recording recordingStatusCallback="https://customer.test/ready"/></Start>'
        '<Say>A sentence of fifty characters lasts sixty millis.</Say><Pause length="50"/></Response>'
    )

    async def play(caller):
        await caller.agent_starts()
        await caller.agent_finishes(quiet_s=0.1)
        await caller.says("x" * 20)

    await ring(twilio, play)
    ready = customer.seen("/ready")[0]
    assert ready["RecordingSource"] == "StartCallRecordingTwiML"
    audio = twilio.recordings[ready["RecordingSid"]].audio
    assert 0.25 <= (len(audio) - audio.count(0xFF)) / 8000 <= 0.3


async def test_a_colleague_whose_screenplay_fails_fails_the_call(twilio, customer):
    async def play(caller):
        raise AssertionError("this is not what I expected")

    customer.documents["/voice"] = DIAL
    twilio.people[COLLEAGUE] = Person(play=play)
    with pytest.raises(AssertionError, match="not what I expected"):
        await ring(twilio)
