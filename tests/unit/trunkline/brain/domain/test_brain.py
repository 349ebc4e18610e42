"""The brain: only the newest request speaks, effects happen once, silence is filled, failures are apologised for."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trunkline.brain.domain.agents import APOLOGY, BrainAgent, BrainTool, Patience
from trunkline.brain.domain.brain import ROUNDS_AT_MOST, Brain
from trunkline.brain.domain.conversation import (
    AnswerInterrupted,
    Began,
    CancelGeneration,
    EndCall,
    Generate,
    Input,
    Line,
    ModelCalledTool,
    ModelFailed,
    ModelFinished,
    ModelSaid,
    NoteToolResult,
    Output,
    PressDigits,
    ReminderRequested,
    ResponseRequested,
    RunTool,
    Speak,
    TimePassed,
    ToolReturned,
    TransferCall,
)

BOOK = BrainTool("book", "Books a slot.", {"type": "object", "properties": {"day": {"type": "string"}}}, "Let me see.")
AGENT = BrainAgent(
    "front-desk",
    "You are the front desk. The caller is {{first_name}}.",
    greeting="Hello {{first_name}}.",
    tools=(BOOK,),
    transfer_targets=("billing",),
    may_press_digits=True,
    patience=Patience(1.0, 4.0),
)
HELLO = (Line("caller", "Hello?"),)


class Talk:
    """A brain, and everything it put out."""

    def __init__(self, agent: BrainAgent = AGENT) -> None:
        self.brain, self.out, self.now_s = Brain(agent, {"first_name": "Ana"}), list[Output](), 100.0

    def handle(self, event: Input) -> list[Output]:
        new = self.brain.handle(event, self.now_s)
        self.out += new
        return new

    def ask(self, request_id: int, *lines: Line) -> int:
        """The generation that answers the request."""
        new = self.handle(ResponseRequested(request_id, lines or HELLO))
        return next(item.generation for item in new if isinstance(item, Generate))

    def wait(self, seconds: float) -> list[Output]:
        self.now_s += seconds
        return self.handle(TimePassed())

    def said(self, request_id: int) -> str:
        return "".join(item.text for item in self.out if isinstance(item, Speak) and item.request_id == request_id)

    def ran(self) -> list[str]:
        return [item.name for item in self.out if isinstance(item, RunTool)]


def booked(generation: int, call_id: str = "t1", **arguments: Any) -> ModelCalledTool:
    return ModelCalledTool(generation, call_id, "book", arguments or {"day": "Friday"})


def key_in(outputs: list[Output]) -> str:
    return next(item.key for item in outputs if isinstance(item, RunTool))


def test_it_greets_with_the_variables_filled_in():
    assert Talk().handle(Began()) == [Speak(0, "Hello Ana.", is_last=True)]


def test_a_protected_greeting_cannot_be_interrupted():
    agent = BrainAgent("a", "p", greeting="This call is recorded.", is_greeting_protected=True)
    assert Talk(agent).handle(Began()) == [Speak(0, "This call is recorded.", is_last=True, is_protected=True)]


def test_a_resumed_call_is_not_greeted_again_and_the_model_gets_one_note_of_it():
    talk = Talk()
    assert talk.handle(Began(HELLO, is_resumed=True)) == [Speak(0, "", is_last=True)]
    first = talk.handle(ResponseRequested(1, HELLO))[0]
    assert "line was lost" in first.messages[-1]["content"]
    talk.handle(ModelSaid(first.generation, "Where were we?"))
    talk.handle(ModelFinished(first.generation))
    second = talk.handle(ResponseRequested(2, HELLO))[0]
    assert "line was lost" not in str(second.messages)


def test_the_model_gets_the_prompt_and_the_lines():
    [generate] = Talk().handle(
        ResponseRequested(1, (Line("agent", "Hello Ana."), Line("caller", "Hi"), Line("agent", "")))
    )
    assert generate.messages == (
        {"role": "system", "content": "You are the front desk. The caller is Ana."},
        {"role": "assistant", "content": "Hello Ana."},
        {"role": "user", "content": "Hi"},
    )


def test_an_interruption_voids_the_rest_of_the_answer():
    talk = Talk()
    generation = talk.ask(1)
    talk.handle(ModelSaid(generation, "We open"))
    assert talk.handle(AnswerInterrupted()) == [CancelGeneration(generation)]
    assert talk.handle(ModelSaid(generation, " at nine.")) == []
    assert talk.handle(AnswerInterrupted()) == []


def test_words_are_spoken_as_they_come_and_the_answer_is_completed():
    talk = Talk()
    generation = talk.ask(1)
    assert talk.handle(ModelSaid(generation, "We open")) == [Speak(1, "We open")]
    assert talk.handle(ModelSaid(generation, " at nine.")) == [Speak(1, " at nine.")]
    assert talk.handle(ModelFinished(generation)) == [Speak(1, "", is_last=True)]


def test_a_newer_request_cancels_the_older_generation_and_its_words_are_void():
    talk = Talk()
    stale = talk.ask(1)
    talk.handle(ModelSaid(stale, "We o"))
    assert talk.handle(ResponseRequested(2, HELLO))[0] == CancelGeneration(stale)
    for event in (ModelSaid(stale, "pen at nine."), booked(stale), ModelFinished(stale), ModelFailed(stale, "timeout")):
        assert talk.handle(event) == []
    assert talk.said(1) == "We o"


@pytest.mark.parametrize("request_id", [1, 2])
def test_a_request_that_comes_late_or_twice_is_void(request_id):
    talk = Talk()
    talk.ask(2)
    assert talk.handle(ResponseRequested(request_id, HELLO)) == []


def test_a_tool_runs_and_its_result_goes_back_to_the_model_under_the_same_request():
    talk = Talk()
    generation = talk.ask(1)
    run = talk.handle(booked(generation))
    assert [type(item) for item in run] == [RunTool, Speak]
    assert run[1] == Speak(1, "Let me see. ")
    assert talk.handle(ModelFinished(generation)) == []
    noted, again = talk.handle(ToolReturned(key_in(run), "10:30"))
    assert noted == NoteToolResult("t1", "10:30", is_error=False)
    asked, result = again.messages[-2:]
    assert asked["tool_calls"][0]["function"] == {"name": "book", "arguments": '{"day": "Friday"}'}
    assert result == {"role": "tool", "tool_call_id": "t1", "content": "10:30"}
    talk.handle(ModelSaid(again.generation, "Booked."))
    assert talk.handle(ModelFinished(again.generation)) == [Speak(1, "", is_last=True)]


def test_a_result_that_comes_before_the_model_has_finished_waits_for_it():
    talk = Talk()
    generation = talk.ask(1)
    run = talk.handle(booked(generation))
    assert [type(item) for item in talk.handle(ToolReturned(key_in(run), "10:30"))] == [NoteToolResult]
    assert isinstance(talk.handle(ModelFinished(generation))[0], Generate)


@pytest.mark.parametrize("order", [{"day": "Friday", "at": "ten"}, {"at": "ten", "day": "Friday"}])
def test_a_speculative_request_does_not_repeat_an_effect(order):
    """A fast tool has run when the caller goes on speaking; the next request asks for the same."""
    talk = Talk()
    first = talk.ask(1)
    key = key_in(talk.handle(booked(first, "t1", day="Friday", at="ten")))
    second = talk.ask(2)
    assert [type(item) for item in talk.handle(booked(second, "t2", **order))] == [Speak]  # its filler alone
    talk.handle(ModelFinished(second))
    again = [item for item in talk.handle(ToolReturned(key, "booked")) if isinstance(item, Generate)]
    assert talk.ran() == ["book"]
    assert again[0].messages[-1]["content"] == "booked"


def test_a_result_of_an_older_request_serves_the_newer_one_at_once():
    talk = Talk()
    first = talk.ask(1)
    key = key_in(talk.handle(booked(first)))
    second = talk.ask(2)
    talk.handle(ToolReturned(key, "booked"))
    assert talk.handle(booked(second, "t2")) == []
    assert isinstance(talk.handle(ModelFinished(second))[0], Generate)
    assert talk.ran() == ["book"]


def test_other_arguments_are_another_effect():
    talk = Talk()
    generation = talk.ask(1)
    talk.handle(booked(generation, "t1", day="Friday"))
    talk.handle(booked(generation, "t2", day="Monday"))
    assert talk.ran() == ["book", "book"]


def test_an_unknown_tool_is_answered_with_an_error_and_runs_nothing():
    talk = Talk()
    generation = talk.ask(1)
    talk.handle(ModelCalledTool(generation, "t1", "drop_tables", {}))
    [again] = talk.handle(ModelFinished(generation))
    assert again.messages[-1]["content"] == "this tool cannot be called now"
    assert talk.ran() == []


def test_a_model_that_asks_for_tools_without_end_is_stopped():
    talk = Talk()
    generation = talk.ask(1)
    for number in range(ROUNDS_AT_MOST):
        key = key_in(talk.handle(booked(generation, f"t{number}", day=str(number))))
        talk.handle(ModelFinished(generation))
        [generation] = [item.generation for item in talk.handle(ToolReturned(key, "no")) if isinstance(item, Generate)]
    talk.handle(booked(generation, "last", day="last"))
    talk.handle(ToolReturned(key_in(talk.out[::-1]), "no"))
    talk.handle(ModelFinished(generation))
    assert APOLOGY in talk.said(1)


@pytest.mark.parametrize(
    ("name", "arguments", "action"),
    [
        ("end_call", {}, EndCall()),
        ("transfer_to_human", {"target": "billing", "summary": "Refund"}, TransferCall("billing", "Refund")),
        ("press_digits", {"digits": "12#"}, PressDigits("12#")),
        ("transfer_to_human", {"target": "+19005550100"}, None),
        ("press_digits", {"digits": "call me"}, None),
    ],
)
def test_an_action_follows_the_last_word(name, arguments, action):
    talk = Talk()
    generation = talk.ask(1)
    assert talk.handle(ModelCalledTool(generation, "t1", name, arguments)) == []
    talk.handle(ModelSaid(generation, "Goodbye."))
    assert talk.handle(ModelFinished(generation)) == [Speak(1, "", is_last=True, action=action)]


def test_of_several_actions_hanging_up_comes_before_a_transfer_and_that_before_keys():
    talk = Talk()
    generation = talk.ask(1)
    for name, arguments in (
        ("press_digits", {"digits": "1"}),
        ("end_call", {}),
        ("transfer_to_human", {"target": "billing"}),
    ):
        talk.handle(ModelCalledTool(generation, name, name, arguments))
    assert talk.handle(ModelFinished(generation)) == [Speak(1, "", is_last=True, action=EndCall())]


def test_a_slow_model_is_bridged_by_a_filler_and_then_apologised_for():
    talk = Talk()
    generation = talk.ask(1)
    assert talk.wait(0.9) == []
    assert talk.wait(0.1) == [Speak(1, "One moment, please. ")]
    assert talk.wait(3.9) == []
    assert talk.wait(0.1) == [CancelGeneration(generation), Speak(1, APOLOGY, is_last=True)]
    assert talk.brain.due_at_s() is None


def test_a_model_that_falls_silent_in_mid_answer_is_not_filled_but_given_up():
    talk = Talk()
    generation = talk.ask(1)
    talk.handle(ModelSaid(generation, "We open"))
    assert talk.wait(1.5) == []
    assert talk.wait(2.5)[-1] == Speak(1, APOLOGY, is_last=True)


def test_a_failed_model_is_apologised_for_once_and_then_the_call_goes_to_a_colleague():
    talk = Talk()
    assert talk.handle(ModelFailed(talk.ask(1), "http_500"))[-1] == Speak(1, APOLOGY, is_last=True)
    assert talk.handle(ModelFailed(talk.ask(2), "http_500"))[-1].action == TransferCall("billing", "the agent failed")


def test_without_a_colleague_the_call_ends_with_a_goodbye():
    talk = Talk(BrainAgent("a", "p"))
    talk.handle(ModelFailed(talk.ask(1), "http_500"))
    assert talk.handle(ModelFailed(talk.ask(2), "http_500"))[-1] == Speak(
        2, talk.brain.agent.goodbye, is_last=True, action=EndCall()
    )


def test_a_success_forgets_earlier_failures():
    talk = Talk()
    for number in range(1, 6, 2):
        talk.handle(ModelFailed(talk.ask(number), "http_500"))
        generation = talk.ask(number + 1)
        talk.handle(ModelSaid(generation, "Yes."))
        talk.handle(ModelFinished(generation))
    assert not [item for item in talk.out if isinstance(item, Speak) and item.action]


def test_a_model_that_says_nothing_leaves_no_silence():
    talk = Talk()
    assert talk.handle(ModelFinished(talk.ask(1))) == [Speak(1, APOLOGY, is_last=True)]


def test_reminders_are_the_agents_own_and_then_the_models():
    talk = Talk()
    assert talk.handle(ReminderRequested(1, HELLO)) == [Speak(1, "Are you still there?", is_last=True)]
    [generate] = talk.handle(ReminderRequested(2, HELLO))
    assert "silent" in generate.messages[-1]["content"]
    talk.ask(3)
    assert talk.handle(ReminderRequested(4, HELLO))[-1] == Speak(4, "Are you still there?", is_last=True)


EVENTS = st.one_of(
    st.builds(ResponseRequested, st.integers(1, 6), st.just(HELLO)),
    st.builds(ReminderRequested, st.integers(1, 6), st.just(HELLO)),
    st.builds(ModelSaid, st.integers(1, 8), st.sampled_from(["yes", "no", ""])),
    st.builds(ModelCalledTool, st.integers(1, 8), st.sampled_from(["t1", "t2"]),
              st.sampled_from(["book", "end_call", "x"]),
              st.sampled_from([{"day": "Friday"}, {"day": "Monday"}, {}])),
    st.builds(ModelFinished, st.integers(1, 8)),
    st.builds(ModelFailed, st.integers(1, 8), st.just("timeout")),
    st.sampled_from([TimePassed()]),
    st.integers(0, 3),  # the result of a tool that runs
)  # fmt: skip


@given(st.lists(EVENTS, max_size=40))
def test_only_the_newest_request_speaks_and_ends_once_and_effects_are_not_repeated(events):
    talk, newest, ended = Talk(), 0, set[int]()
    for event in events:
        talk.now_s += 0.7
        running = [item for item in talk.out if isinstance(item, RunTool)]
        if isinstance(event, int):
            if event >= len(running):
                continue
            event = ToolReturned(running[event].key, "done")
        if isinstance(event, ResponseRequested | ReminderRequested):
            newest = max(newest, event.request_id)
        for item in talk.handle(event):
            if isinstance(item, Speak):
                assert item.request_id == newest
                assert item.request_id not in ended
                ended |= {item.request_id} if item.is_last else set()
    keys = [item.key for item in talk.out if isinstance(item, RunTool)]
    assert len(keys) == len(set(keys))


@given(st.lists(EVENTS.filter(lambda event: not isinstance(event, int)), max_size=30))
def test_no_request_is_left_without_an_end_when_time_passes(events):
    talk = Talk()
    for event in events:
        talk.handle(event)
    for _ in range(60):
        talk.wait(5.0)
    assert talk.brain.due_at_s() is None
