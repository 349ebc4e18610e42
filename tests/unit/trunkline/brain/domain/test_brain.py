"""The brain: only the newest request speaks, effects happen once, passages are protected, reminders follow silence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.brain_talk import HELLO, Talk, booked, key_in
from trunkline.brain.domain.agents import APOLOGY, BrainAgent
from trunkline.brain.domain.brain import NOT_POSSIBLE, ROUNDS_AT_MOST
from trunkline.brain.domain.conversation import (
    AnswerInterrupted,
    Began,
    CancelGeneration,
    EndCall,
    Generate,
    Line,
    ModelCalledTool,
    ModelFailed,
    ModelFinished,
    ModelSaid,
    NoteToolResult,
    PressDigits,
    ReminderRequested,
    ResponseRequested,
    RunTool,
    Speak,
    TimePassed,
    ToolReturned,
    TransferCall,
)


def test_it_greets_with_the_variables_filled_in():
    assert Talk().handle(Began()) == [Speak(0, "Hello Ana.", is_last=True)]


def test_a_protected_greeting_cannot_be_interrupted():
    agent = BrainAgent("a", "p", greeting="This call is recorded.", is_greeting_protected=True)
    assert Talk(agent).handle(Began()) == [Speak(0, "This call is recorded.", is_last=True, is_protected=True)]


def test_a_resumed_call_is_not_greeted_again_and_the_model_gets_one_note_of_it():
    talk = Talk()
    assert talk.handle(Began(is_resumed=True)) == [Speak(0, "", is_last=True)]
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
    assert again.messages[-1]["content"] == NOT_POSSIBLE
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
    ],
)
def test_an_action_follows_the_last_word(name, arguments, action):
    talk = Talk()
    generation = talk.ask(1)
    assert talk.handle(ModelCalledTool(generation, "t1", name, arguments)) == []
    talk.handle(ModelSaid(generation, "Goodbye."))
    assert talk.handle(ModelFinished(generation)) == [Speak(1, "", is_last=True, action=action)]


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("transfer_to_human", {"target": "+19005550100"}), ("press_digits", {"digits": "call me"}),
        ("read_out", {"passage": "terms"}),
    ],
)  # fmt: skip
def test_an_action_that_the_agent_may_not_take_is_an_error_the_model_gets_to_know(name, arguments):
    talk = Talk()
    generation = talk.ask(1)
    talk.handle(ModelSaid(generation, "One moment."))
    talk.handle(ModelCalledTool(generation, "t1", name, arguments))
    [again] = talk.handle(ModelFinished(generation))
    assert again.messages[-1] == {"role": "tool", "tool_call_id": "t1", "content": NOT_POSSIBLE}


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


def test_a_protected_passage_is_read_word_for_word_and_cannot_be_cut_short():
    agent = BrainAgent("a", "p", protected={"terms": "This call is recorded, {{first_name}}."})
    talk = Talk(agent)
    for request_id in (1, 2):  # the first one is void: it may not have been heard
        generation = talk.ask(request_id)
        call = ModelCalledTool(generation, f"t{request_id}", "read_out", {"passage": "terms"})
        read = Speak(request_id, "This call is recorded, Ana. ", is_protected=True)
        assert talk.handle(call) == [read]
        assert talk.handle(call) == []
    [again] = talk.handle(ModelFinished(generation))
    assert again.messages[-1]["content"] == "read out, word for word"


@pytest.mark.parametrize(("said", "space"), [("Thank you.", " "), ("Thank you. ", "")])
def test_a_passage_behind_other_words_is_set_apart_from_them(said, space):
    talk = Talk(BrainAgent("a", "p", protected={"terms": "This call is recorded.", "more": "Goodbye."}))
    generation = talk.ask(1)
    talk.handle(ModelSaid(generation, said))
    reads = [ModelCalledTool(generation, name, "read_out", {"passage": name}) for name in ("terms", "more")]
    spoken = [output.text for read in reads for output in talk.handle(read)]
    assert spoken == [f"{space}This call is recorded. ", "Goodbye. "]


def test_an_agent_has_variables_for_calls_that_bring_none():
    agent = BrainAgent("a", "p", "Hello {{first_name}} of {{city}}.", variables={"first_name": "there", "city": "Rome"})
    assert Talk(agent).handle(Began())[0].text == "Hello Ana of Rome."


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
