"""Actions that follow an answer: hanging up, a transfer, keys. They are the model's tools, and the line's to do."""

import re
from collections.abc import Mapping
from typing import Any

from trunkline.brain.domain.agents import END_CALL, PRESS_DIGITS, TRANSFER, BrainAgent
from trunkline.brain.domain.conversation import Action, EndCall, PressDigits, TransferCall

DIGITS = re.compile(r"[0-9*#wW]{1,32}")
ORDER = (EndCall, TransferCall, PressDigits)  # of two actions, the earlier kind stands


def action_of(agent: BrainAgent, name: str, arguments: Mapping[str, Any]) -> Action | None:
    """None for a tool that is no action, and for an action that this agent may not take."""
    if name == END_CALL:
        return EndCall()
    if name == TRANSFER:
        target = str(arguments.get("target") or "")
        is_known = target in agent.transfer_targets
        return TransferCall(target, str(arguments.get("summary") or "")) if is_known else None
    digits = str(arguments.get("digits") or "") if name == PRESS_DIGITS else ""
    return PressDigits(digits) if agent.may_press_digits and DIGITS.fullmatch(digits) else None


def stronger(one: Action | None, other: Action) -> Action:
    found = [action for action in (one, other) if action is not None]
    return min(found, key=lambda action: ORDER.index(type(action)))
