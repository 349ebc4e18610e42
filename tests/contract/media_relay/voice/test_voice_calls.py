"""Voice calls over real sockets: a carrier, a client, and the fake vendor's voices."""

import asyncio
import json
import threading

import pytest

from tests.fakes.tables import InMemoryWaitingOrders
from tests.fakes.voice_calls import (
    ADA,
    CALL,
    RACHEL,
    STREAM,
    calling,
    client,
    order,
    speaking,
    until,
)
from trunkline.calls.domain.live_commands import LiveCallCommand
from trunkline.speech.domain.prompts import object_key, prompt_id
from trunkline.speech.domain.voice_profiles import VoiceProfiles
from trunkline.speech.domain.voices import VoiceChoice

PROMPT = bytes(range(0x20, 0x7F)) * 168 + b"\xff" * 40  # two seconds


async def test_a_text_of_a_command_is_played_and_reported_until_it_was_heard(relay):
    async with calling(relay) as caller:
        await speaking(relay)
        status, payload = await order(relay, command="speak", text="Hello! How can I help you today?")
        assert (status, payload["audio_queue_size"]) == (200, 1)
        await until(lambda: caller.of("mark"))
        assert len(caller.audio) > 8000
        await until(lambda: relay.server._find(CALL).session.tts.queue_size == 0)
    await until(lambda: relay.outcome(CALL) == "caller-hung-up")
    assert relay.tables.records[CALL]["texts_spoken"] == 1


async def test_a_voice_with_an_opening_says_it_and_ends_the_call(relay):
    relay.ticket("token", CALL, agent_id="", voice=VoiceChoice(RACHEL), opening="Your visit is on Friday.")
    async with calling(relay) as caller:
        await until(lambda: caller.of("mark"))
        assert len(caller.audio) > 8000
        await until(lambda: relay.outcome(CALL) == "agent-ended")
    assert relay.tables.records[CALL]["texts_spoken"] == 1


@pytest.mark.parametrize("person", ["+14155550123", "anonymous"])
async def test_the_opt_out_key_of_a_campaign_suppresses_the_person_who_presses_it(relay, person):
    terms = {"opt_out_key": "9", "person": person, "attempt_id": "c1-p1-1"}
    relay.ticket("token", CALL, agent_id="", voice=VoiceChoice(RACHEL), opening="Press nine to opt out.", **terms)
    async with calling(relay) as caller:
        await speaking(relay)
        pressed = {"event": "dtmf", "streamSid": STREAM, "sequenceNumber": "5"}
        await caller.ws.send_str(json.dumps(pressed | {"dtmf": {"track": "inbound_track", "digit": "9"}}))
        await until(lambda: relay.outcome(CALL) == "agent-ended")
        is_known = person.startswith("+")
        await until(lambda: bool(relay.tables.opt_outs) == is_known)
    assert [(out.company_id, out.phone, out.attempt_id) for out in relay.tables.opt_outs] == (
        [("acme", person, "c1-p1-1")] if is_known else []
    )


async def test_a_relay_that_stops_waits_for_an_opt_out_that_is_being_stored(relay, monkeypatch):
    """The call is over before the table has answered."""
    stored, store = [], relay.server.context.store
    monkeypatch.setattr(type(store), "stop_calling", slowly(stored))
    terms = {"opt_out_key": "9", "person": "+14155550123", "attempt_id": "c1-p1-1"}
    relay.ticket("token", CALL, agent_id="", voice=VoiceChoice(RACHEL), opening="Press nine to opt out.", **terms)
    async with calling(relay) as caller:
        await speaking(relay)
        pressed = {"event": "dtmf", "streamSid": STREAM, "sequenceNumber": "5"}
        await caller.ws.send_str(json.dumps(pressed | {"dtmf": {"track": "inbound_track", "digit": "9"}}))
        await until(lambda: not relay.server.calls)
    assert stored == []
    await relay.server.drain()
    assert stored == ["keypad"]


def slowly(stored: list[str]):
    async def stop_calling(_store, _ticket, source: str) -> str:
        await asyncio.sleep(0.5)
        stored.append(source)
        return ""

    return stop_calling


async def test_a_stop_silences_at_once_and_what_was_stopped_stays_silent(relay):
    async with calling(relay) as caller:
        await speaking(relay)
        await order(relay, command="speak", text="This is a long sentence. " * 20)
        await until(lambda: len(caller.of("media")) >= 3)
        await order(relay, command="stop_speaking")
        await until(lambda: caller.of("clear"))
        cut = caller.heard.index(caller.of("clear")[0])
        await asyncio.sleep(0.5)
        assert not [item for item in caller.heard[cut:] if item["event"] == "media"]
        await order(relay, command="speak", text="Something new.")
        await until(lambda: [item for item in caller.heard[cut:] if item["event"] == "media"])


async def test_another_voice_speaks_from_the_next_text_on(relay, vendor):
    async with calling(relay) as caller:
        await speaking(relay)
        status, payload = await order(
            relay, command="change_voice", voice_id=ADA, voice_settings={"stability": 0.9, "similarity_boost": 0.95}
        )
        assert (status, payload["voice"]["voice_id"]) == (200, ADA)
        await order(relay, command="speak", text="Hello.")
        await until(lambda: caller.of("mark"))
        assert vendor.spoken == ["Hello."]


@pytest.mark.parametrize("voice_id", ["unknown", "../../v1/user", "a b", "x" * 65])
async def test_a_voice_that_is_not_there_is_refused_and_the_call_keeps_its_own(relay, vendor, voice_id):
    async with calling(relay) as caller:
        await speaking(relay)
        async with client(relay) as seat:
            await seat.receives("connection_established")
            await seat.say(type="control", action="update_voice", voice_id=voice_id)
            await seat.say(type="text", text="Still me.")
            answer = await seat.receives("control_response")
            assert (answer["success"], answer["voice_id"]) == (False, RACHEL)
            assert answer["error"].startswith("Invalid voice ID: ")
            await seat.receives("synthesis_started")
            await until(lambda: caller.of("mark"))
        assert vendor.spoken == ["Still me."]


async def test_a_voice_that_cannot_be_looked_up_is_refused_with_the_reason(relay, vendor):
    async with calling(relay), client(relay) as seat:
        await seat.receives("connection_established")
        vendor._workspace.api_keys["xi-key"].discard("voices_read")
        await seat.say(type="control", action="update_voice", voice_id=ADA)
        answer = await seat.receives("control_response")
        assert (answer["success"], answer["error"]) == (False, "the voice could not be looked up; try again")


@pytest.mark.parametrize("fault", ["gone", "away"])
async def test_the_fallback_voice_speaks_where_the_calls_own_cannot_be_had(relay, vendor, fault):
    relay.companies.set_voice_profiles("acme", VoiceProfiles(fallback=VoiceChoice(ADA)))
    wanted = VoiceChoice("no-such-voice" if fault == "gone" else RACHEL)
    if fault == "away":
        vendor.faults.speech_away = frozenset({RACHEL})
    relay.ticket("token", CALL, agent_id="", voice=wanted)
    async with calling(relay) as caller, client(relay) as seat:
        await seat.receives("connection_established")
        await seat.say(type="text", text="Can you hear me?")
        await until(lambda: caller.of("mark"))
        assert vendor.spoken == ["Can you hear me?"]
        await seat.say(type="control", action="get_call_info")
        assert (await seat.receives("control_response"))["call_info"]["voice"]["voice_id"] == ADA
        assert not [message for message in seat.got if message["type"] == "synthesis_error"]


async def test_a_text_with_pauses_has_silence_of_that_length_between_its_sentences(relay, vendor):
    async with calling(relay) as caller:
        await speaking(relay)
        assert (await order(relay, command="speak", text="Hello. How are you?", pauses=True))[0] == 200
        await until(lambda: caller.of("mark"))
    assert vendor.spoken == ["Hello.", "How are you?"]
    assert b"\xff" * 4000 in caller.audio
    await until(lambda: relay.outcome(CALL) == "caller-hung-up")
    assert relay.tables.records[CALL]["texts_spoken"] == 1


async def test_a_kind_of_inquiry_has_its_voice_by_order_and_by_socket(relay, vendor):
    relay.companies.set_voice_profiles("acme", VoiceProfiles(by_inquiry={"sales": VoiceChoice(ADA)}))
    relay.ticket("token", CALL, agent_id="", voice=VoiceChoice(RACHEL))
    async with calling(relay) as caller, client(relay) as seat:
        await seat.receives("connection_established")
        await order(relay, command="speak", text="Buy one.", inquiry_type="sales")
        await until(lambda: len(caller.of("mark")) == 1)
        by_order = relay.server._find(CALL).session.tts._socket_voice
        await seat.say(type="text", text="Thank you.")
        await until(lambda: len(caller.of("mark")) == 2)
        in_between = relay.server._find(CALL).session.tts._socket_voice
        await seat.say(type="text", text="Buy two.", inquiry_type="sales", pauses=True)
        await until(lambda: len(caller.of("mark")) == 3)
        by_socket = relay.server._find(CALL).session.tts._socket_voice
        await seat.say(type="text", text="x", inquiry_type="x" * 65)
        assert "inquiry_type" in (await seat.receives("error"))["error"]
    assert [voice.voice_id for voice in (by_order, in_between, by_socket)] == [ADA, RACHEL, ADA]
    assert vendor.spoken == ["Buy one.", "Thank you.", "Buy two."]


def prompted(relay, *texts: str, missing: bool = False) -> None:
    """Prompts of the company, two seconds each; of `missing` ones the audio is gone."""
    voice = VoiceChoice(RACHEL)
    names = {prompt_id(text, voice) for text in texts}
    relay.companies.set_voice_profiles("acme", VoiceProfiles(prompts=frozenset(names)))
    if not missing:
        relay.prompts.update({object_key("acme", name): PROMPT for name in names})
    relay.ticket("token", CALL, agent_id="", voice=voice)


async def test_a_prompt_is_spoken_at_once_and_without_the_vendor(relay, vendor):
    vendor.faults.speech_away = frozenset({RACHEL})  # no socket can be opened at all
    prompted(relay, "Good morning.")
    async with calling(relay) as caller, client(relay) as seat:
        await seat.receives("connection_established")
        await seat.say(type="text", text="Good morning.")
        assert (await seat.receives("synthesis_started"))["text"] == "Good morning."
        await until(lambda: caller.of("mark"))
    assert caller.audio == PROMPT
    assert vendor.spoken == []
    await until(lambda: relay.outcome(CALL) == "caller-hung-up")
    record = relay.tables.records[CALL]
    assert (record["texts_spoken"], record["speech_characters"], record["speech_credits"]) == (1, 0, 0)


async def test_a_prompt_whose_audio_is_gone_is_spoken_by_the_vendor(relay, vendor):
    prompted(relay, "Good morning.", missing=True)
    async with calling(relay) as caller:
        await speaking(relay)
        await order(relay, command="speak", text="Good morning.")
        await until(lambda: caller.of("mark"))
    assert vendor.spoken == ["Good morning."]


async def test_texts_and_prompts_keep_their_order(relay, vendor):
    prompted(relay, "One moment.")
    async with calling(relay) as caller:
        await speaking(relay)
        for text in ("First.", "One moment.", "Last."):
            await order(relay, command="speak", text=text)
        await until(lambda: len(caller.of("mark")) == 3)
    assert vendor.spoken == ["First.", "Last."]
    assert PROMPT in caller.audio
    assert not caller.audio.startswith(PROMPT)
    assert not caller.audio.endswith(PROMPT)


async def test_personal_data_leaves_no_text_of_a_call_whose_route_says_so(relay, vendor):
    relay.ticket(
        "token", CALL, agent_id="", voice=VoiceChoice(RACHEL), remove_pii=True, dynamic_variables={"name": "Ana"}
    )
    async with calling(relay) as caller, client(relay) as seat:
        await seat.receives("connection_established")
        await seat.say(type="text", text="Ana, call 415 555 0123 or ana@example.com.")
        begun = await seat.receives("synthesis_started")
        await until(lambda: caller.of("mark"))
    redacted = "[name], call [number] or [email]"
    assert (begun["text"], begun["compliance_status"]) == (redacted, "pii_removed")
    assert vendor.spoken == [redacted]


async def test_personal_data_is_removed_from_texts_on_request_of_a_client(relay, vendor):
    async with calling(relay) as caller, client(relay) as seat:
        await seat.receives("connection_established")
        await seat.say(type="text", text="Call 415 555 0123.", remove_pii=True)
        await seat.say(type="text", text="Or 415 555 0124.")
        await until(lambda: len(caller.of("mark")) == 2)
    assert vendor.spoken[1] == "Or 415 555 0124."
    assert "0123" not in vendor.spoken[0]


async def test_a_command_for_an_agent_is_refused_with_the_reason(relay):
    async with calling(relay):
        await speaking(relay)
        status, payload = await order(relay, command="say_context", context="x")
        assert (status, payload["detail"]) == (409, "no agent is in this call: its words come from programs")


async def test_a_vendor_that_breaks_is_reported_and_tried_again(relay, vendor):
    vendor.faults.speech_drop_after_s = 0.3
    async with calling(relay) as caller:
        await speaking(relay)
        async with client(relay) as seat:
            await seat.receives("connection_established")
            await asyncio.sleep(0.5)
            vendor.faults.speech_drop_after_s = None
            await seat.say(type="text", text="Are you there?")
            await seat.receives("audio")
            await until(lambda: caller.of("media"))


async def test_texts_queued_before_the_pick_up_are_spoken_first(relay, vendor):
    relay.tables.waiting[CALL] = {
        "1": LiveCallCommand("speak", "You waited."),
        "2": LiveCallCommand("speak", "So did we."),
    }
    async with calling(relay) as caller:
        await until(lambda: len(caller.of("mark")) == 2)
        assert vendor.spoken == ["You waited.", "So did we."]
        relay.tables.waiting[CALL] = {"3": LiveCallCommand("speak", "And this.")}
        await order(relay, command="collect_texts")
        await until(lambda: len(caller.of("mark")) == 3)


async def test_a_stop_withdraws_texts_that_are_being_collected_but_not_the_voice(relay, vendor, monkeypatch):
    read, may_go_on, collect = threading.Event(), threading.Event(), InMemoryWaitingOrders.collect

    def slowly(orders: InMemoryWaitingOrders, call_id: str) -> list[LiveCallCommand]:
        found = collect(orders, call_id)
        read.set()
        assert may_go_on.wait(20)
        return found

    monkeypatch.setattr(InMemoryWaitingOrders, "collect", slowly)
    relay.tables.waiting[CALL] = {"1": LiveCallCommand("change_voice", ADA), "2": LiveCallCommand("speak", "Too late.")}
    async with calling(relay) as caller:
        await until(read.is_set)
        await order(relay, command="stop_speaking")
        may_go_on.set()
        await order(relay, command="speak", text="In time.")
        await until(lambda: caller.of("mark"))
        assert vendor.spoken == ["In time."]


async def test_words_of_a_zero_retention_company_stay_in_no_history(relay, vendor):
    relay.companies.set_voice_profiles("acme", VoiceProfiles(usual=VoiceChoice(RACHEL), keep_no_record=True))
    async with calling(relay) as caller:
        await speaking(relay)
        async with client(relay, "peer123") as seat:
            await order(relay, command="speak", text="Between us.")
            await until(lambda: caller.of("mark"))
            await seat.say(type="text", text="And us.")
            await seat.receives("audio")
        assert (sorted(vendor.spoken), vendor.history) == (["And us.", "Between us."], [])


# --- peers without a call, and calls on another relay ------------------------------------------------------------
