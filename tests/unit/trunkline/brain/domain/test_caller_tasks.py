"""The caller's time: nothing is said into a task, and what was said in it is answered afterwards."""

from dataclasses import replace

import pytest

from tests.fakes.brain_talk import AGENT, Talk
from trunkline.brain.domain.agents import READ_OUT, CallerTask
from trunkline.brain.domain.caller_tasks import SECONDS_PER_CHARACTER
from trunkline.brain.domain.conversation import (
    Generate,
    Line,
    ModelCalledTool,
    ModelFinished,
    Output,
    ReminderRequested,
    ResponseRequested,
    Speak,
)
from trunkline.brain.domain.messages import TASK_OVER

COUNT, TONE = "Please count from 1 to 20.", "Please say Ah."
COUNTS = replace(
    AGENT,
    protected={"count": COUNT, "tone": TONE},
    tasks={"count": CallerTask(20, ("twenty",)), "tone": CallerTask(10)},
)
SPOKEN_S = len(COUNT) * SECONDS_PER_CHARACTER
ONE, HALF, WHOLE = Line("caller", "one"), Line("caller", "one two"), Line("caller", "three … Twenty.")


@pytest.fixture
def talk() -> Talk:
    """The agent has asked the caller to count."""
    talk = Talk(COUNTS)
    asks(talk, "count")
    return talk


def asks(talk: Talk, passage: str, request_id: int = 1) -> list[Output]:
    generation = talk.ask(request_id)
    talk.handle(ModelCalledTool(generation, "t1", READ_OUT, {"passage": passage}))
    return talk.handle(ModelFinished(generation))


def generated(outputs: list[Output]) -> list[Generate]:
    return [item for item in outputs if isinstance(item, Generate)]


def test_the_passage_is_the_last_word_and_cannot_be_interrupted(talk):
    spoken = [item for item in talk.out if isinstance(item, Speak)]
    assert [(item.text, item.is_protected, item.is_last) for item in spoken] == [
        (COUNT + " ", True, False),
        ("", False, True),
    ]
    assert talk.brain.is_answering  # so that no line reminds


def test_what_is_said_meanwhile_is_answered_when_the_time_is_over_the_newest_alone(talk):
    assert talk.handle(ResponseRequested(2, (ONE,))) == []
    talk.now_s += 15
    assert talk.handle(ResponseRequested(3, (ONE, HALF))) == []
    assert talk.wait(SPOKEN_S + 4) == []
    [answer] = generated(talk.wait(1))
    assert [item["content"] for item in answer.messages if item["role"] == "user"] == ["one", "one two"]
    assert talk.brain.handle(ResponseRequested(2, (ONE,)), talk.now_s) == []


def test_the_words_that_end_the_task_are_answered_at_once(talk):
    lines = (Line("caller", "Hello?"), Line("agent", COUNT))
    assert talk.handle(ResponseRequested(2, (*lines, HALF))) == []
    assert len(generated(talk.handle(ResponseRequested(3, (*lines, HALF, WHOLE))))) == 1


def test_a_word_that_was_said_before_the_task_does_not_end_it():
    talk = Talk(COUNTS)
    generation = talk.ask(1, Line("caller", "I am twenty."))
    talk.handle(ModelCalledTool(generation, "t1", READ_OUT, {"passage": "count"}))
    talk.handle(ModelFinished(generation))
    assert talk.handle(ResponseRequested(2, (Line("caller", "I am twenty."), ONE))) == []


def test_a_task_has_no_reminders_and_after_a_wordless_one_the_model_goes_on():
    talk = Talk(COUNTS)
    asks(talk, "tone")
    assert talk.handle(ReminderRequested(2, ())) == []
    assert talk.wait(30) == []
    assert not talk.brain.is_answering
    [answer] = generated(talk.handle(ReminderRequested(3, ())))
    assert answer.messages[-1]["content"] == TASK_OVER
    talk.handle(ModelFinished(answer.generation))
    assert generated(talk.handle(ReminderRequested(4, ()))) == []  # a reminder again


def test_a_request_after_the_time_is_one_like_any_other(talk):
    talk.now_s += SPOKEN_S + 20
    assert len(generated(talk.handle(ResponseRequested(2, (ONE,))))) == 1


def test_a_passage_without_a_task_is_followed_by_the_models_words():
    talk = Talk(replace(COUNTS, tasks={}))
    assert len(generated(asks(talk, "count"))) == 1
