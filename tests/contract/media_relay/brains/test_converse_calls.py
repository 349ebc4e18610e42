"""Calls over ConversationRelay on a real relay: tickets, words, interruptions, keys, transfers, ends, drains."""

import asyncio
import json

import aiohttp
import pytest

from tests.fakes.brain_lines import SteeredModel
from tests.fakes.converse_relay import AGENT, CALL, house, signed, until
from tests.fakes.relays import RELAY_URL
from trunkline.brain.domain.model_events import StreamEnded, TextArrived
from trunkline.calls.domain.dtmf import Keypad


async def test_a_caller_is_greeted_and_answered(carriers_home):
    side = await carriers_home.ring()
    await until(lambda: side.spoken() == ["Hello Ana."])
    await side.says("What is your name?")
    await until(lambda: side.spoken()[1:] == ["I am the front desk."])
    await side.says("When do you open?")
    await until(lambda: side.spoken()[2:] == ["We are open from nine."])


async def test_partial_prompts_are_waited_for(carriers_home):
    side = await carriers_home.ring()
    await until(side.spoken)
    await side.send(type="prompt", voicePrompt="What is your", last=False)
    await side.says("What is your name?")
    await until(lambda: side.spoken()[1:] == ["I am the front desk."])


async def test_an_interruption_keeps_what_was_heard_and_no_stale_word_follows():
    model = SteeredModel()
    async with house(model) as home:
        side = await home.ring()
        await until(side.spoken)
        await side.says("All of it, please")
        await until(lambda: model.queues)
        model.queues[0].put_nowait(TextArrived("First of all, second, "))
        await until(lambda: len(side.of_type("text")) == 2)
        await side.send(type="interrupt", utteranceUntilInterrupt="First of", durationUntilInterruptMs=460)
        await until(lambda: model.cancelled == 1)
        model.queues[0].put_nowait(TextArrived("third."))
        await side.says("Stop")
        await until(lambda: len(model.queues) == 2)
        model.queues[1].put_nowait(TextArrived("Yes?"))
        model.queues[1].put_nowait(StreamEnded())
        await until(lambda: side.frames[-1]["type"] == "text" and side.frames[-1]["last"])
        assert "third" not in str(side.frames)
        messages = model.asked[1][0]
        assert [item["content"] for item in messages if item["role"] == "assistant"] == ["Hello Ana.", "First of"]


async def test_the_agent_hangs_up_after_its_last_word():
    now_s = [1000.0]
    async with house(clock=lambda: now_s[0]) as home:
        side = await home.ring()
        await until(side.spoken)
        await side.says("Bye")
        await until(lambda: side.spoken()[1:] == ["Bye."])
        await asyncio.sleep(0.05)
        assert not side.of_type("end")
        now_s[0] += 10
        await until(lambda: side.of_type("end"))
        assert home.relay.outcome(CALL) == "agent-ended"


async def test_a_transfer_is_on_file_before_the_session_ends():
    now_s = [1000.0]
    async with house(clock=lambda: now_s[0]) as home:
        side = await home.ring()
        await side.says("A colleague, please")
        await until(lambda: "One moment." in side.spoken())
        now_s[0] += 10
        await until(lambda: side.of_type("end"))
        record = home.relay.tables.records[CALL]
        assert record["stream_outcome"] == "transferred"
        assert (record["transfer_to"], record["transfer_summary"]) == ("billing", "Refund")
        assert json.loads(side.of_type("end")[0]["handoffData"]) == {"reason": "transferred"}


async def test_keys_are_pressed_for_the_agent_and_keys_of_the_caller_are_gathered(carriers_home):
    side = await carriers_home.ring()
    await side.says("You are in a menu")
    await until(lambda: side.of_type("sendDigits") == [{"type": "sendDigits", "digits": "2#"}])
    for digit in "42#":
        await side.send(type="dtmf", digit=digit)
    await until(lambda: "Thank you." in side.spoken())


async def test_ignored_keys_do_nothing(carriers_home):
    side = await carriers_home.ring(keypad=Keypad.IGNORE)
    await until(side.spoken)
    await side.send(type="dtmf", digit="#")
    await side.says("What is your name?")
    await until(lambda: len(side.spoken()) == 2)
    assert "Thank you." not in side.spoken()


async def test_the_opt_out_key_is_filed(carriers_home):
    side = await carriers_home.ring(opt_out_key="9", person="+14155550123")
    await until(side.spoken)
    for digit in "9#":
        await side.send(type="dtmf", digit=digit)
    await until(lambda: carriers_home.relay.tables.opt_outs)


async def test_a_caller_who_hangs_up_is_on_file_with_what_was_said(carriers_home):
    side = await carriers_home.ring()
    await until(side.spoken)
    await side.says("What is your name?")
    await until(lambda: len(side.spoken()) == 2)
    await side.hang_up()
    await until(lambda: carriers_home.reports)
    [report] = carriers_home.reports
    assert report.end_reason == carriers_home.relay.outcome(CALL) == "caller-hung-up"
    assert [turn.text for turn in report.turns] == ["Hello Ana.", "What is your name?", "I am the front desk."]


async def test_a_call_ends_after_its_longest_time():
    now_s = [1000.0]
    async with house(clock=lambda: now_s[0]) as home:
        side = await home.ring(max_duration_s=60)
        await until(side.spoken)
        now_s[0] += 61
        await until(lambda: side.of_type("end"))
        assert home.relay.outcome(CALL) == "max-duration"


async def test_a_relay_that_leaves_files_its_outcome_first_so_that_another_one_takes_the_call_up(carriers_home):
    side = await carriers_home.ring()
    await until(side.spoken)
    await carriers_home.relay.server.drain()
    assert carriers_home.relay.outcome(CALL) == "relay-stopped"
    assert side.of_type("end")


async def test_a_resumed_call_is_not_greeted_again(carriers_home):
    side = await carriers_home.ring(is_resumed=True)
    await side.says("What is your name?")
    await until(lambda: "I am the front desk." in side.spoken())
    assert "Hello Ana." not in side.spoken()


@pytest.mark.parametrize(("token", "call_sid"), [("t2", CALL), ("t1", "CA2"), ("", CALL)])
async def test_a_wrong_token_or_another_call_closes_the_socket(carriers_home, token, call_sid):
    carriers_home.relay.ticket("t1", CALL, provider="brain")
    side = await carriers_home.connect()
    await side.set_up(token, call_sid)
    await until(lambda: side.is_over)
    assert side.close_code == 1008
    assert side.frames == []


async def test_a_token_opens_one_session(carriers_home):
    await carriers_home.ring()
    second = await carriers_home.connect()
    await second.set_up("t1")
    await until(lambda: second.is_over)
    assert second.close_code == 1008


async def test_an_agent_of_another_company_does_not_speak(carriers_home):
    carriers_home.store.agents["agent_2"] = AGENT
    side = await carriers_home.ring(agent_id="agent_9")
    await until(lambda: side.is_over)
    assert side.frames == []


@pytest.mark.parametrize("headers", [{}, {"X-Twilio-Signature": "forged"}, signed(RELAY_URL + "/twilio/media-stream")])
async def test_an_upgrade_without_the_carriers_signature_is_refused(carriers_home, headers):
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await carriers_home.connect(headers)
    assert refused.value.status == 403


@pytest.mark.parametrize("first", [{"type": "prompt", "voicePrompt": "Hi", "last": True}, {"type": "setup"}, {"x": 1}])
async def test_nothing_is_spoken_before_a_valid_setup(carriers_home, first):
    carriers_home.relay.ticket("t1", CALL, provider="brain")
    side = await carriers_home.connect()
    await side.send(**first)
    await asyncio.sleep(0.05)
    assert side.frames == []
    await side.set_up()
    await until(side.spoken)


async def test_a_socket_that_never_sets_up_is_closed():
    now_s = [1000.0]
    async with house(clock=lambda: now_s[0]) as home:
        side = await home.connect()
        await asyncio.sleep(0.02)
        now_s[0] += 6
        await until(lambda: side.is_over)
        assert side.close_code == 1008


@pytest.mark.parametrize("garbage", [{"type": "error", "description": "64107"}, {"type": "info"}, {"type": "dtmf"}, {}])
async def test_other_messages_are_passed_over(carriers_home, garbage):
    side = await carriers_home.ring()
    await until(side.spoken)
    await side.send(**garbage)
    await side.says("What is your name?")
    await until(lambda: side.spoken()[1:] == ["I am the front desk."])
