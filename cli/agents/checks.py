"""Checks of an agent file, played against a model: what differs from what is expected, in sentences."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

from cli.agents.agent_files import AgentFile, Check, Expectation, texts
from cli.agents.rehearsal import Heard, Rehearsal
from trunkline.brain.domain.agents import BrainAgent
from trunkline.brain.domain.conversation import EndCall, PressDigits, TransferCall
from trunkline.brain.ports import ChatModel


@dataclass(frozen=True, slots=True)
class CheckResult:
    agent: str
    check: str
    faults: tuple[str, ...]
    took_s: float
    said: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        return not self.faults


async def play_check(agent: BrainAgent, check: Check, model: ChatModel) -> CheckResult:
    began_s = time.monotonic()
    rehearsal = Rehearsal(agent, model, check.variables, check.results)
    heard = await rehearsal.begin()
    said, faults = [f"agent: {heard.said}"], [f"greeting: {fault}" for fault in differences(check.greeting, heard)]
    for number, step in enumerate(check.steps, 1):
        heard = await rehearsal.hears(step.caller)
        said += [f"caller: {step.caller}", f"agent: {heard.said}"]
        faults += [f"step {number}, {step.caller!r}: {fault}" for fault in differences(step.expect, heard)]
    return CheckResult(agent.agent_id, check.name, tuple(faults), time.monotonic() - began_s, tuple(said))


async def play_file(file: AgentFile, model: ChatModel, model_name: str) -> list[CheckResult]:
    return [await play_check(file.agent(model_name), check, model) for check in file.checks]


def differences(expected: Expectation, heard: Heard) -> Iterator[str]:
    said = heard.said.casefold()
    for text in texts(expected.says):
        if text.casefold() not in said:
            yield f"does not say {text!r}, but {heard.said!r}"
    for text in texts(expected.never):
        if text.casefold() in said:
            yield f"says {text!r}: {heard.said!r}"
    yield from _tools(expected, heard)
    yield from _action(expected, heard)


def _tools(expected: Expectation, heard: Heard) -> Iterator[str]:
    if not expected.tool:
        return
    used = [tool for tool in heard.tools if tool.name == expected.tool]
    if not used:
        names = ", ".join(tool.name for tool in heard.tools) or "none"
        yield f"does not use the tool {expected.tool}; used: {names}"
    elif not any(expected.arguments.items() <= tool.arguments.items() for tool in used):
        yield f"uses {expected.tool} with {used[-1].arguments}, and not with {expected.arguments}"


def _action(expected: Expectation, heard: Heard) -> Iterator[str]:
    action = heard.action
    if expected.ends != isinstance(action, EndCall):
        yield "does not end the call" if expected.ends else "ends the call"
    target = action.target if isinstance(action, TransferCall) else ""
    if expected.transfers_to != target:
        yield f"transfers to {target or 'none'}, and not to {expected.transfers_to or 'none'}"
    digits = action.digits if isinstance(action, PressDigits) else ""
    if expected.presses != digits:
        yield f"presses {digits or 'nothing'}, and not {expected.presses or 'anything'}"
