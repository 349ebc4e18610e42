"""Operators' orders to a call of the brain, its lease, its turns, its story on another relay, and its report."""

import asyncio
import threading
import time
from datetime import timedelta

import pytest

from media_relay.session.messages import (
    HangUpRequested,
    KeysRequested,
    MessageRequested,
    SayRequested,
    StopSpeakingRequested,
    TransferRequested,
)
from tests.fakes.brain_lines import SteeredModel
from tests.fakes.converse_relay import CALL, house, until
from tests.fakes.webhooks import NOW
from trunkline.brain.domain.model_events import StreamEnded, TextArrived


def live(home):
    return home.relay.server._find(CALL)


async def talking(home, **terms):
    side = await home.ring(**terms)
    await until(side.spoken)
    return side


async def test_a_message_is_answered_as_if_the_caller_had_said_it(carriers_home):
    side = await talking(carriers_home)
    live(carriers_home).deliver(MessageRequested("What is your name?"))
    await until(lambda: side.spoken()[1:] == ["I am the front desk."])


async def test_context_is_for_the_models_next_answer_and_not_answered_by_itself():
    model = SteeredModel()
    async with house(model) as home:
        side = await talking(home)
        live(home).deliver(SayRequested("The caller is a gold customer."))
        assert model.asked == []
        await side.says("Hello")
        await until(lambda: model.asked)
        [(messages, _)] = model.asked
        assert messages[-1] == {"role": "system", "content": "The caller is a gold customer."}


async def test_keys_are_played_to_the_other_side(carriers_home):
    side = await talking(carriers_home)
    live(carriers_home).deliver(KeysRequested("12#"))
    await until(lambda: side.of_type("sendDigits") == [{"type": "sendDigits", "digits": "12#"}])


async def test_a_transfer_goes_to_the_agents_own_target(carriers_home):
    await talking(carriers_home)
    live(carriers_home).deliver(TransferRequested("billing", "A refund"))
    await until(lambda: carriers_home.relay.outcome(CALL) == "transferred")
    record = carriers_home.relay.tables.records[CALL]
    assert (record["transfer_to"], record["transfer_number"]) == ("billing", "+14155550190")


async def test_hanging_up_is_filed_as_the_agents_end(carriers_home):
    await talking(carriers_home)
    live(carriers_home).deliver(HangUpRequested())
    await until(lambda: carriers_home.relay.outcome(CALL) == "agent-ended")
    assert live(carriers_home) is None


@pytest.mark.parametrize(
    ("event", "why"),
    [(StopSpeakingRequested(), "the carrier speaks"), (TransferRequested("sales", ""), "no transfer target sales")],
)
async def test_what_the_carrier_cannot_do_is_refused_with_its_reason(carriers_home, event, why):
    await talking(carriers_home)
    assert why in live(carriers_home).refusal(event)
    assert live(carriers_home).refusal(SayRequested("x")) == ""


async def test_an_operator_sees_no_words_and_no_numbers(carriers_home):
    await talking(carriers_home)
    assert live(carriers_home).snapshot() == {"call_id": CALL, "phase": "talking", "turns": 1}


async def test_the_call_is_leased_while_it_lives(carriers_home):
    await talking(carriers_home)
    leases = carriers_home.relay.server.context.store.leases
    await until(lambda: [lease.call_id for lease in leases.live()] == [CALL])


async def test_turns_are_on_file_while_the_call_goes_on_and_corrected_where_the_caller_cut_in():
    model, now_s = SteeredModel(), [1000.0]
    async with house(model, clock=lambda: now_s[0]) as home:
        side = await talking(home)
        await side.says("My PIN, please")
        await until(lambda: model.queues)
        for word in (TextArrived("It is on your card."), StreamEnded()):
            model.queues[0].put_nowait(word)
        await until(lambda: len(side.spoken()) == 2)
        await side.send(type="interrupt", utteranceUntilInterrupt="It is", durationUntilInterruptMs="300")
        stories = home.relay.server.context.store.stories
        said = ["Hello Ana.", "My PIN, please", "It is"]
        await until(lambda: [turn.text for turn in stories.story(CALL)] == said)


async def test_keys_that_a_caller_presses_are_on_file_without_their_digits(carriers_home):
    side = await talking(carriers_home)
    for digit in "4711#":
        await side.send(type="dtmf", digit=digit)
    stories = carriers_home.relay.server.context.store.stories
    await until(lambda: len(stories.story(CALL)) == 3)
    assert "4711" not in str(stories.story(CALL))


async def test_another_relay_goes_on_with_the_story_and_its_report_has_all_of_it():
    async with house() as home:
        side = await talking(home)
        await side.says("What is your name?")
        await until(lambda: len(side.spoken()) == 2)
        tables = home.relay.tables
        await home.relay.server.drain()
    model = SteeredModel()
    async with house(model, tables=tables) as other:
        side = await other.ring("t2", is_resumed=True, resume_message="Here I am again.")
        await until(lambda: side.spoken() == ["Here I am again."])
        await side.says("And now?")
        await until(lambda: model.asked)
        [(messages, _)] = model.asked
        said = [item["content"] for item in messages if item["role"] != "system"]
        assert said == ["Hello Ana.", "What is your name?", "I am the front desk.", "Here I am again.", "And now?"]
        await side.hang_up()
        await until(lambda: other.reports)
        assert [turn.text for turn in other.reports[0].turns] == said


async def test_a_single_call_may_have_words_of_its_own(carriers_home):
    side = await carriers_home.ring(overrides={"first_message": "Good evening {{first_name}}."})
    await until(lambda: side.spoken() == ["Good evening Ana."])


async def test_a_call_that_is_back_from_a_colleague_has_that_in_its_models_context():
    model = SteeredModel()
    async with house(model) as home:
        side = await home.ring(is_resumed=True, resume_note="The colleague did not answer.")
        await side.says("Hello?")
        await until(lambda: model.asked)
        assert "The colleague did not answer." in str(model.asked[0][0])


async def test_a_token_of_another_kind_of_stream_is_refused(carriers_home):
    side = await carriers_home.ring(provider="elevenlabs")
    await until(lambda: side.is_over)
    assert side.close_code == 1008


async def test_the_report_says_which_version_spoke_and_when(carriers_home):
    side = await talking(carriers_home, user_id="ana")
    await side.hang_up()
    await until(lambda: carriers_home.reports)
    [report] = carriers_home.reports
    assert (report.call_id, report.agent_id, report.version, report.user_id) == (CALL, "agent_1", 1, "ana")
    assert NOW <= report.began_at <= report.turns[0].at <= NOW + timedelta(seconds=time.monotonic())


async def test_a_caller_who_hangs_up_while_the_token_is_checked_leaves_no_call_behind(carriers_home):
    tickets, checking = carriers_home.relay.server.context.store.tickets, threading.Event()
    spend = tickets.spend

    def slowly(*asked):
        checking.wait(5)
        return spend(*asked)

    tickets.spend = slowly
    side = await carriers_home.ring()
    await side.hang_up()
    checking.set()
    await until(lambda: carriers_home.relay.outcome(CALL) == "caller-hung-up")
    assert carriers_home.relay.server._stream_count() == 0


async def test_words_over_the_goodbye_are_on_file_and_not_answered():
    now_s = [1000.0]
    async with house(clock=lambda: now_s[0]) as home:
        side = await talking(home)
        await side.says("Bye")
        await until(lambda: side.spoken()[1:] == ["Bye."])
        await side.says("Thank you!")
        stories = home.relay.server.context.store.stories
        await until(lambda: "Thank you!" in [turn.text for turn in stories.story(CALL)])
        now_s[0] += 10
        await until(lambda: home.reports)
        assert [turn.text for turn in home.reports[0].turns][-1] == "Thank you!"
        assert len(side.spoken()) == 2


async def test_an_agent_that_is_cut_short_by_words_alone_is_on_file_as_far_as_it_came():
    model = SteeredModel()
    async with house(model) as home:
        side = await talking(home)
        await side.says("All of it")
        await until(lambda: model.queues)
        model.queues[0].put_nowait(TextArrived("First of all, "))
        await until(lambda: len(side.of_type("text")) == 2)
        await side.says("Stop")
        stories = home.relay.server.context.store.stories
        await until(lambda: {"First of all, ", "Stop"} <= {turn.text for turn in stories.story(CALL)})


async def test_a_silent_caller_is_reminded_in_the_agents_words_and_no_more():
    now_s = [1000.0]
    async with house(clock=lambda: now_s[0]) as home:
        side = await talking(home)
        for _ in range(4):
            now_s[0] += 15
            await asyncio.sleep(0.3)
        assert side.spoken() == ["Hello Ana.", "Are you still there?"]


async def test_a_caller_who_waits_for_an_answer_is_not_reminded_and_the_answer_comes():
    now_s, model = [1000.0], SteeredModel()
    async with house(model, clock=lambda: now_s[0]) as home:
        side = await talking(home)
        await side.says("Are you open?")
        await until(lambda: model.queues)
        now_s[0] += 15
        await asyncio.sleep(0.3)
        assert side.spoken() == ["Hello Ana."]
        for event in (TextArrived("From nine."), StreamEnded()):
            model.queues[0].put_nowait(event)
        await until(lambda: side.spoken() == ["Hello Ana.", "From nine."])
