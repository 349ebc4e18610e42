"""Actions of an answer: which the agent may take, and which of two stands."""

import pytest

from trunkline.brain.domain.actions import action_of, stronger
from trunkline.brain.domain.agents import BrainAgent
from trunkline.brain.domain.conversation import EndCall, PressDigits, TransferCall

AGENT = BrainAgent("a", "p", transfer_targets={"billing": "+14155550190"}, may_press_digits=True)


@pytest.mark.parametrize(
    ("name", "arguments", "action"),
    [
        ("end_call", {}, EndCall()),
        ("transfer_to_human", {"target": "billing"}, TransferCall("billing")),
        ("transfer_to_human", {"target": "sales"}, None),
        ("transfer_to_human", {}, None),
        ("press_digits", {"digits": "12#"}, PressDigits("12#")),
        ("press_digits", {"digits": "call me"}, None),
        ("book", {"digits": "1", "target": "billing"}, None),
    ],
)
def test_an_action_is_one_the_agent_may_take(name, arguments, action):
    assert action_of(AGENT, name, arguments) == action


def test_keys_are_for_agents_that_may_press_them():
    assert action_of(BrainAgent("a", "p"), "press_digits", {"digits": "1"}) is None


def test_hanging_up_comes_before_a_transfer_and_that_before_keys():
    assert stronger(PressDigits("1"), TransferCall("billing")) == TransferCall("billing")
    assert stronger(EndCall(), TransferCall("billing")) == EndCall()
    assert stronger(None, PressDigits("1")) == PressDigits("1")
