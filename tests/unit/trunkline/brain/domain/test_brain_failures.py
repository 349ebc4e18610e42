"""The brain in trouble: slow and failing models are apologised for, and then the call goes to a colleague or ends."""

from tests.fakes.brain_talk import Talk
from trunkline.brain.domain.agents import APOLOGY, GIVING_UP, BrainAgent
from trunkline.brain.domain.conversation import (
    CancelGeneration,
    EndCall,
    ModelFailed,
    ModelFinished,
    ModelSaid,
    Speak,
    TransferCall,
)


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
    leaving = Speak(2, GIVING_UP, is_last=True, action=TransferCall("billing", "the agent failed"))
    assert talk.handle(ModelFailed(talk.ask(2), "http_500"))[-1] == leaving


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
