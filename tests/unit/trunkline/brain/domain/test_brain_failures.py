"""The brain in trouble: slow and failing models are apologised for, and a colleague is promised twice at most."""

from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.brain_talk import Talk
from trunkline.brain.domain.agents import APOLOGY, GIVING_UP, GOODBYE, NO_TRANSFER, BrainAgent
from trunkline.brain.domain.conversation import (
    CancelGeneration,
    EndCall,
    Interject,
    Line,
    ModelCalledTool,
    ModelFailed,
    ModelFinished,
    ModelSaid,
    Output,
    ResponseRequested,
    Speak,
    TransferCall,
    TransferFailed,
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


def said_so_far(*texts: str) -> tuple[Line, ...]:
    """Beginning with the caller's."""
    return tuple(Line(("caller", "agent")[number % 2], text) for number, text in enumerate(texts))


def promised(talk: Talk, request_id: int, *lines: Line) -> None:
    generation = talk.ask(request_id, *lines)
    talk.handle(ModelSaid(generation, "I put you through."))
    talk.handle(ModelCalledTool(generation, f"t{request_id}", "transfer_to_human", {"target": "billing"}))
    talk.handle(ModelFinished(generation))


def offered(generate: Output) -> str:
    """The notes for the model."""
    return " ".join(item["content"] for item in generate.messages if item["role"] == "system")


def test_after_a_colleague_who_was_not_reached_a_model_that_still_fails_ends_the_call():
    talk = Talk()
    talk.handle(ModelFailed(talk.ask(1, *said_so_far("Hi")), "http_500"))
    talk.handle(ModelFailed(talk.ask(2, *said_so_far("Hi", APOLOGY, "Hi?")), "http_500"))
    generation = talk.ask(3, *said_so_far("Hi", APOLOGY, "Hi?", GIVING_UP, "Hello?"))
    assert talk.handle(ModelFailed(generation, "http_500"))[-1] == Speak(3, GOODBYE, is_last=True, action=EndCall())


def test_a_transfer_that_is_known_to_have_failed_is_said_at_once_and_not_offered_again():
    talk = Talk()
    promised(talk, 1)
    assert talk.handle(TransferFailed("billing")) == [Interject(NO_TRANSFER)]
    assert talk.brain.agent.transfer_targets == {}
    [again] = talk.handle(ResponseRequested(2, said_so_far("Please", "I put you through.", "And now?")))
    assert "Do not offer it" in offered(again)


def test_where_that_transfer_was_the_way_out_of_failures_the_call_ends():
    talk = Talk()
    talk.handle(ModelFailed(talk.ask(1), "http_500"))
    talk.handle(ModelFailed(talk.ask(2), "http_500"))
    assert talk.handle(TransferFailed("billing")) == [Interject(f"{NO_TRANSFER} {GOODBYE}", EndCall())]


def test_a_caller_who_goes_on_talking_was_not_put_through_and_is_promised_it_twice_at_most():
    talk = Talk()
    promised(talk, 1, *said_so_far("Billing"))
    promised(talk, 2, *said_so_far("Billing"))  # the same words again: the first promise was not heard
    [asked] = talk.handle(ResponseRequested(3, said_so_far("Billing", "I put", "Thanks")))
    assert "is still here" in offered(asked)
    promised(talk, 4, *said_so_far("Billing", "I put", "Thanks", "Yes?", "Billing"))
    [asked] = talk.handle(
        ResponseRequested(5, said_so_far("Billing", "I put", "Thanks", "Yes?", "Billing", "So", "Hm"))
    )
    assert "Do not offer it" in offered(asked)
    assert talk.brain.agent.transfer_targets == {}


TURN = st.sampled_from(["fails", "transfers", "answers", "fails and transfers fail", "transfers and that fails"])


@given(st.lists(st.tuples(TURN, st.booleans()), min_size=1, max_size=24))
def test_no_history_promises_a_colleague_for_ever(turns):
    """`is_spoken_over`: the request is repeated before its answer is heard."""
    talk, lines, promises, stuck = Talk(), ["Hi"], 0, 0
    for number, (turn, is_spoken_over) in enumerate(turns, 1):
        generation = talk.ask(number, *said_so_far(*lines))
        if turn.startswith("transfers"):
            talk.handle(ModelCalledTool(generation, f"t{number}", "transfer_to_human", {"target": "billing"}))
        end = ModelFailed(generation, "x") if turn.startswith("fails") else ModelFinished(generation)
        last = talk.handle(end)[-1]
        action = last.action if isinstance(last, Speak) else None
        stuck = stuck if turn.startswith("fails") else 0
        if is_spoken_over:
            continue
        lines += ["…", "Hello?"]
        promises += isinstance(action, TransferCall)
        if turn.endswith(("fail", "that fails")) and isinstance(action, TransferCall):
            talk.handle(TransferFailed("billing"))
        stuck = stuck + turn.startswith("fails") if not isinstance(action, EndCall) else 0
        assert promises <= 2
        assert stuck <= 2


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
