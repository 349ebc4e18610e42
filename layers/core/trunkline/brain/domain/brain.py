"""The brain of a text agent: words in, words out. It decides what is said; models, tools and lines are elsewhere.

Requests are speculative: only the newest one speaks, an older generation is cancelled at once, and what it still
produces is void. Effects are not: each runs once, and its result serves the request that needs it then.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from trunkline.brain.domain.agents import END_CALL, PRESS_DIGITS, RESERVED, TRANSFER, BrainAgent
from trunkline.brain.domain.conversation import (
    GREETING_ID,
    Action,
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
from trunkline.brain.domain.messages import REMIND, RESUMED, Message, chat_messages, filled, tool_messages
from trunkline.brain.domain.tool_ledger import ToolCall, ToolLedger

ROUNDS_AT_MOST = 6  # of tools for one request; a model that asks for more is going in circles
DIGITS = re.compile(r"[0-9*#wW]{1,32}")
ORDER = (EndCall, TransferCall, PressDigits)  # of two actions, the earlier kind stands


@dataclass(slots=True)
class _Answer:
    """The request that is being answered."""

    request_id: int
    lines: tuple[Line, ...]
    notes: tuple[str, ...]
    asked_at_s: float
    generation: int = 0
    has_spoken: bool = False
    fillers_said: int = 0
    waiting_since_s: float = 0.0
    action: Action | None = None
    calls: list[ToolCall] = field(default_factory=list)  # of the generation that has ended or is running
    exchanged: list[Message] = field(default_factory=list)  # tools asked for and answered, in this request
    rounds: int = 0
    is_generating: bool = False


@dataclass(slots=True)
class Brain:
    """One for each call. Times are seconds of any clock that does not run backwards."""

    agent: BrainAgent
    variables: Mapping[str, str] = field(default_factory=dict)
    _ledger: ToolLedger = field(default_factory=ToolLedger)
    _generations: int = 0
    _failures: int = 0
    _reminders: int = 0
    _newest: int = -1
    _answer: _Answer | None = None
    _is_resumed: bool = False

    def handle(self, event: Input, now_s: float) -> list[Output]:
        match event:
            case Began():
                return self._begin(event)
            case ResponseRequested() | ReminderRequested():
                return self._requested(event, now_s)
            case ModelSaid() | ModelCalledTool() | ModelFinished() | ModelFailed():
                return self._from_model(event, now_s)
            case AnswerInterrupted():
                return self._cancel()
            case ToolReturned():
                return self._tool_returned(event, now_s)
            case TimePassed():
                return self._due(now_s)

    def due_at_s(self) -> float | None:
        """When `TimePassed` is wanted next; None while nothing waits."""
        answer, patience = self._answer, self.agent.patience
        if answer is None:
            return None
        gives_up = answer.waiting_since_s + patience.give_up_after_s
        return gives_up if self._has_filled(answer) else answer.waiting_since_s + patience.filler_after_s

    def _begin(self, began: Began) -> list[Output]:
        self._is_resumed = began.is_resumed
        greeting = "" if began.is_resumed else filled(self.agent.greeting, self.variables)
        is_protected = bool(greeting) and self.agent.is_greeting_protected
        return [Speak(GREETING_ID, greeting, is_last=True, is_protected=is_protected)]

    def _requested(self, asked: ResponseRequested | ReminderRequested, now_s: float) -> list[Output]:
        """A request that is not newer than the last one came late, or twice, and is void."""
        if asked.request_id <= self._newest:
            return []
        self._newest = asked.request_id
        cancelled = self._cancel()
        notes = (RESUMED,) if self._is_resumed else ()
        if isinstance(asked, ReminderRequested):
            return [*cancelled, *self._remind(asked, notes, now_s)]
        self._reminders = 0
        self._answer = _Answer(asked.request_id, asked.lines, notes, now_s)
        return [*cancelled, *self._generate(self._answer, now_s)]

    def _remind(self, asked: ReminderRequested, notes: tuple[str, ...], now_s: float) -> list[Output]:
        """The agent's own reminders in their order; after the last one the model finds its own words."""
        if self._reminders < len(self.agent.reminders):
            words = filled(self.agent.reminders[self._reminders], self.variables)
            self._reminders += 1
            return [Speak(asked.request_id, words, is_last=True)]
        self._answer = _Answer(asked.request_id, asked.lines, (*notes, REMIND), now_s)
        return self._generate(self._answer, now_s)

    def _cancel(self) -> list[Output]:
        answer, self._answer = self._answer, None
        return [CancelGeneration(answer.generation)] if answer and answer.is_generating else []

    def _generate(self, answer: _Answer, now_s: float) -> list[Output]:
        self._generations += 1
        answer.generation, answer.is_generating = self._generations, True
        answer.waiting_since_s, answer.calls = now_s, []
        messages = chat_messages(self.agent, self.variables, answer.lines, answer.notes)
        return [Generate(answer.generation, (*messages, *answer.exchanged))]

    def _from_model(
        self, event: ModelSaid | ModelCalledTool | ModelFinished | ModelFailed, now_s: float
    ) -> list[Output]:
        answer = self._answer
        if answer is None or event.generation != answer.generation or not answer.is_generating:
            return []  # a stale word is never spoken
        match event:
            case ModelSaid(_, text):
                return self._said(answer, text, now_s)
            case ModelCalledTool():
                return self._called(answer, event, now_s)
            case ModelFailed():
                return self._failed(answer)
        answer.is_generating, self._failures = False, 0
        return self._go_on(answer, now_s)

    def _said(self, answer: _Answer, text: str, now_s: float) -> list[Output]:
        if not text:
            return []
        answer.has_spoken, answer.waiting_since_s = True, now_s
        return [Speak(answer.request_id, text)]

    def _called(self, answer: _Answer, event: ModelCalledTool, now_s: float) -> list[Output]:
        """An action waits for the last word; an effect runs at once, and only the first time it is asked for."""
        call = ToolCall(event.tool_call_id, event.name, event.arguments)
        if event.name in {END_CALL, TRANSFER, PRESS_DIGITS}:
            answer.action = _stronger(answer.action, self._action(event))
            return []
        answer.calls.append(call)
        if self._ledger.result(call) is not None:
            return []
        if self._ledger.is_full or not self._is_known(event.name):
            self._ledger.is_new(call)
            self._ledger.returned(ToolReturned(call.key, "this tool cannot be called now", is_error=True))
            return []
        is_new = self._ledger.is_new(call)
        run = [RunTool(call.key, call.tool_call_id, call.name, call.arguments)] if is_new else []
        return [*run, *self._filler_of(answer, event.name, now_s)]

    def _is_known(self, name: str) -> bool:
        return name in RESERVED or any(tool.name == name for tool in self.agent.tools)

    def _action(self, event: ModelCalledTool) -> Action | None:
        if event.name == END_CALL:
            return EndCall()
        if event.name == TRANSFER:
            target = str(event.arguments.get("target") or "")
            return TransferCall(target, str(event.arguments.get("summary") or "")) if self._may_reach(target) else None
        digits = str(event.arguments.get("digits") or "")
        return PressDigits(digits) if self.agent.may_press_digits and DIGITS.fullmatch(digits) else None

    def _may_reach(self, target: str) -> bool:
        return target in self.agent.transfer_targets

    def _filler_of(self, answer: _Answer, name: str, now_s: float) -> list[Output]:
        words = next((tool.filler for tool in self.agent.tools if tool.name == name), "")
        return self._fill(answer, words, now_s) if words and not answer.has_spoken else []

    def _fill(self, answer: _Answer, words: str, now_s: float) -> list[Output]:
        answer.fillers_said += 1
        answer.waiting_since_s = now_s
        return [Speak(answer.request_id, filled(words, self.variables) + " ")]

    def _tool_returned(self, result: ToolReturned, now_s: float) -> list[Output]:
        self._ledger.returned(result)
        answer = self._answer
        noted = [NoteToolResult(call.tool_call_id, result.content, result.is_error) for call in self._asking(result)]
        return [*noted, *self._go_on(answer, now_s)] if answer and not answer.is_generating else [*noted]

    def _asking(self, result: ToolReturned) -> list[ToolCall]:
        return [call for call in self._answer.calls if call.key == result.key] if self._answer else []

    def _go_on(self, answer: _Answer, now_s: float) -> list[Output]:
        """The model has finished: with all results in it is asked again, without tools the answer is complete."""
        results = [self._ledger.result(call) for call in answer.calls]
        if not results:
            return self._complete(answer)
        known = [result for result in results if result is not None]
        if len(known) < len(results):
            return []  # a tool still runs
        if answer.action is not None:
            return self._complete(answer)
        answer.rounds += 1
        if answer.rounds > ROUNDS_AT_MOST:
            return self._failed(answer)
        answer.exchanged += tool_messages(answer.calls, known)
        return self._generate(answer, now_s)

    def _complete(self, answer: _Answer, text: str = "") -> list[Output]:
        self._answer, self._is_resumed = None, False
        if not answer.has_spoken and not text and answer.action is None:
            text = self.agent.apology  # a model that says nothing leaves the caller in silence
        return [Speak(answer.request_id, text, is_last=True, action=answer.action)]

    def _failed(self, answer: _Answer) -> list[Output]:
        """An apology; after several failures in a row a colleague, or the end of the call."""
        self._failures += 1
        cancelled = self._cancel()
        if self._failures < self.agent.failures_at_most:
            return [*cancelled, Speak(answer.request_id, self.agent.apology, is_last=True)]
        targets = self.agent.transfer_targets
        action: Action = TransferCall(targets[0], "the agent failed") if targets else EndCall()
        words = self.agent.apology if targets else self.agent.goodbye
        return [*cancelled, Speak(answer.request_id, words, is_last=True, action=action)]

    def _due(self, now_s: float) -> list[Output]:
        answer, due_s = self._answer, self.due_at_s()
        if answer is None or due_s is None or now_s < due_s:
            return []
        if self._has_filled(answer):
            return self._failed(answer)
        return self._fill(answer, self.agent.fillers[answer.fillers_said], now_s)

    def _has_filled(self, answer: _Answer) -> bool:
        """A filler bridges the wait for a first word; a pause in mid-answer is waited for in silence."""
        return answer.has_spoken or answer.fillers_said >= len(self.agent.fillers)


def _stronger(one: Action | None, other: Action | None) -> Action | None:
    found = [action for action in (one, other) if action is not None]
    return min(found, key=lambda action: ORDER.index(type(action)), default=None)
