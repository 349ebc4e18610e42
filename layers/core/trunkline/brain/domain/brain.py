"""The brain of a text agent: words in, words out. It decides what is said; models, tools and lines are elsewhere.

Requests are speculative: only the newest one speaks, an older generation is cancelled at once, and what it still
produces is void. Effects are not: each runs once, and its result serves the request that needs it then.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from trunkline.brain.domain.actions import action_of, stronger
from trunkline.brain.domain.agents import ACTIONS, READ_OUT, RESERVED, BrainAgent
from trunkline.brain.domain.answers import Answer
from trunkline.brain.domain.caller_tasks import CallersTime
from trunkline.brain.domain.conversation import (
    GREETING_ID,
    Action,
    AnswerInterrupted,
    Began,
    CancelGeneration,
    ContextAdded,
    EndCall,
    Generate,
    Input,
    Interject,
    ModelCalledTool,
    ModelFailed,
    ModelFinished,
    ModelSaid,
    NoteToolResult,
    Output,
    ReminderRequested,
    ResponseRequested,
    RunTool,
    Speak,
    TimePassed,
    ToolReturned,
    TransferCall,
    TransferFailed,
)
from trunkline.brain.domain.messages import (
    REMIND,
    RESUMED,
    STILL_HERE,
    TASK_OVER,
    UNREACHABLE,
    chat_messages,
    filled,
    tool_messages,
)
from trunkline.brain.domain.tool_ledger import ToolCall, ToolLedger
from trunkline.brain.domain.transfer_promises import TransferPromises

ROUNDS_AT_MOST = 6  # of tools for one request; a model that asks for more is going in circles
NOT_POSSIBLE = "this cannot be done in this call"
READ = "read out, word for word"


@dataclass(slots=True)
class Brain:
    """One for each call. Times are seconds of any clock that does not run backwards. Transfer targets that turn out
    not to be reachable leave the agent."""

    agent: BrainAgent
    variables: Mapping[str, str] = field(default_factory=dict)
    _ledger: ToolLedger = field(default_factory=ToolLedger)
    _generations: int = 0
    _failures: int = 0
    _reminders: int = 0
    _newest: int = -1
    _answer: Answer | None = None
    _is_resumed: bool = False
    _context: list[str] = field(default_factory=list)  # of programs and operators, and of transfers that failed
    _promises: TransferPromises = field(default_factory=TransferPromises)
    _callers_time: CallersTime = field(default_factory=CallersTime)

    def __post_init__(self) -> None:
        self.variables = {**self.agent.variables, **self.variables}

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
            case ContextAdded(text):
                self._context.append(text)
                return []
            case ToolReturned():
                return self._tool_returned(event, now_s)
            case TransferFailed(target):
                return self._not_transferred(target)
            case TimePassed():
                return self._due(now_s)

    @property
    def is_answering(self) -> bool:
        """Whether a request has no last word yet: its model speaks, a tool runs for it, or the caller has a task."""
        return self._answer is not None or self._callers_time.ends_s is not None

    def due_at_s(self) -> float | None:
        """When `TimePassed` is wanted next; None while nothing waits."""
        answer, patience = self._answer, self.agent.patience
        if answer is None:
            return self._callers_time.ends_s
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
        if isinstance(asked, ReminderRequested) and self._callers_time.ends_s is not None:
            return []
        if isinstance(asked, ResponseRequested) and self._callers_time.keeps(asked, now_s):
            return []
        return self._take(asked, now_s)

    def _take(self, asked: ResponseRequested | ReminderRequested, now_s: float) -> list[Output]:
        cancelled = self._cancel()
        self._look_back(len(asked.lines))
        notes = (*self._context, *((RESUMED,) if self._is_resumed else ()))
        if isinstance(asked, ReminderRequested) and not self._callers_time.was_silent():
            return [*cancelled, *self._remind(asked, notes, now_s)]
        if isinstance(asked, ReminderRequested):
            notes = (*notes, TASK_OVER)
        self._reminders = 0
        self._answer = Answer(asked.request_id, asked.lines, notes, now_s)
        return [*cancelled, *self._generate(self._answer, now_s)]

    def _remind(self, asked: ReminderRequested, notes: tuple[str, ...], now_s: float) -> list[Output]:
        """The agent's own reminders in their order; after the last one the model finds its own words."""
        if self._reminders < len(self.agent.reminders):
            words = filled(self.agent.reminders[self._reminders], self.variables)
            self._reminders += 1
            return [Speak(asked.request_id, words, is_last=True)]
        self._answer = Answer(asked.request_id, asked.lines, (*notes, REMIND), now_s)
        return self._generate(self._answer, now_s)

    def _cancel(self) -> list[Output]:
        answer, self._answer = self._answer, None
        return [CancelGeneration(answer.generation)] if answer and answer.is_generating else []

    def _generate(self, answer: Answer, now_s: float) -> list[Output]:
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

    def _said(self, answer: Answer, text: str, now_s: float) -> list[Output]:
        if not text:
            return []
        answer.has_spoken, answer.waiting_since_s = True, now_s
        answer.is_mid_line = not text[-1].isspace()
        return [Speak(answer.request_id, text)]

    def _called(self, answer: Answer, event: ModelCalledTool, now_s: float) -> list[Output]:
        """An action waits for the last word; an effect runs at once, and only the first time it is asked for."""
        call, action = (
            ToolCall(event.tool_call_id, event.name, event.arguments),
            action_of(self.agent, event.name, event.arguments),
        )
        if action is not None:
            answer.action = stronger(answer.action, action)
            return []
        answer.calls.append(call)
        if event.name == READ_OUT:
            return self._read_out(answer, call, now_s)
        if event.name in ACTIONS or self._ledger.is_full or not self._is_known(event.name):
            self._ledger.answer(call, NOT_POSSIBLE, is_error=True)
        if self._ledger.result(call) is not None:
            return []
        is_new = self._ledger.begin(call)
        run = [RunTool(call.key, call.tool_call_id, call.name, call.arguments)] if is_new else []
        return [*run, *self._filler_of(answer, event.name, now_s)]

    def _is_known(self, name: str) -> bool:
        return name in RESERVED or any(tool.name == name for tool in self.agent.tools)

    def _read_out(self, answer: Answer, call: ToolCall, now_s: float) -> list[Output]:
        """A protected passage, in each answer that asks for it: that of an older request may not have been heard."""
        name = str(call.arguments.get("passage") or "")
        words = self.agent.protected.get(name)
        self._ledger.answer(call, READ if words else NOT_POSSIBLE, is_error=not words)
        if not words or name in answer.read:
            return []
        answer.read.add(name)
        answer.has_spoken, answer.waiting_since_s = True, now_s
        spoken = filled(words, self.variables)
        if task := self.agent.tasks.get(name):
            answer.hands_over = True
            self._callers_time.begin(task, spoken, len(answer.lines), now_s)
        before, answer.is_mid_line = " " if answer.is_mid_line else "", False
        return [Speak(answer.request_id, f"{before}{spoken} ", is_protected=True)]

    def _filler_of(self, answer: Answer, name: str, now_s: float) -> list[Output]:
        words = next((tool.filler for tool in self.agent.tools if tool.name == name), "")
        return self._fill(answer, words, now_s) if words and not answer.has_spoken else []

    def _fill(self, answer: Answer, words: str, now_s: float) -> list[Output]:
        answer.fillers_said += 1
        answer.waiting_since_s = now_s
        return [Speak(answer.request_id, filled(words, self.variables) + " ")]

    def _tool_returned(self, result: ToolReturned, now_s: float) -> list[Output]:
        """Noted under the id that its tool began with, also when a newer request waits for it under another."""
        begun, answer = self._ledger.returned(result), self._answer
        noted = [NoteToolResult(begun, result.content, result.is_error)] if begun is not None else []
        return [*noted, *self._go_on(answer, now_s)] if answer and not answer.is_generating else [*noted]

    def _go_on(self, answer: Answer, now_s: float) -> list[Output]:
        """The model has finished: with all results in it is asked again, without tools the answer is complete."""
        results = [self._ledger.result(call) for call in answer.calls]
        if not results:
            return self._complete(answer)
        known = [result for result in results if result is not None]
        if len(known) < len(results):
            return []  # a tool still runs
        if answer.action is not None or answer.hands_over:
            return self._complete(answer)
        answer.rounds += 1
        if answer.rounds > ROUNDS_AT_MOST:
            return self._failed(answer)
        answer.exchanged += tool_messages(answer.calls, known)
        return self._generate(answer, now_s)

    def _complete(self, answer: Answer) -> list[Output]:
        self._is_resumed = False
        is_silent = not answer.has_spoken and answer.action is None  # a model that says nothing
        return [self._last_word(answer, self.agent.apology if is_silent else "", answer.action)]

    def _last_word(self, answer: Answer, text: str, action: Action | None = None) -> Speak:
        self._answer = None
        if isinstance(action, TransferCall):
            self._promises.promise(action.target, len(answer.lines))
        return Speak(answer.request_id, filled(text, self.variables), is_last=True, action=action)

    def _failed(self, answer: Answer) -> list[Output]:
        """An apology; after several failures in a row a colleague, or the end of the call. A colleague is tried in vain
        once: then it ends."""
        self._failures += 1
        cancelled = self._cancel()
        if self._failures < self.agent.failures_at_most:
            return [*cancelled, self._last_word(answer, self.agent.apology)]
        colleague = next(iter(self.agent.transfer_targets), "")
        if colleague and not self._promises.were_missed:
            action = TransferCall(colleague, "the agent failed")
            return [*cancelled, self._last_word(answer, self.agent.giving_up, action)]
        return [*cancelled, self._last_word(answer, self.agent.goodbye, EndCall())]

    def _look_back(self, lines: int) -> None:
        """A caller who goes on talking was not put through."""
        target = self._promises.missed(lines)
        if target:
            self._context.append(STILL_HERE.format(target=target))
        if target and not self._promises.may_try(target):
            self._lose(target)

    def _not_transferred(self, target: str) -> list[Output]:
        """The caller hears it at once. Where the transfer was the way out of failures, the call ends with that."""
        cancelled = self._cancel()
        self._promises.failed(target)
        self._lose(target)
        is_stuck = self._failures >= self.agent.failures_at_most
        words = [self.agent.no_transfer, *([self.agent.goodbye] if is_stuck else [])]
        text = " ".join(filled(item, self.variables) for item in words)
        return [*cancelled, Interject(text, EndCall() if is_stuck else None)]

    def _lose(self, target: str) -> None:
        self.agent = self.agent.without_target(target)
        self._context.append(UNREACHABLE.format(target=target))

    def _due(self, now_s: float) -> list[Output]:
        answer, due_s = self._answer, self.due_at_s()
        if answer is None:
            asked = self._callers_time.over(now_s)
            return self._take(asked, now_s) if asked else []
        if due_s is None or now_s < due_s:
            return []
        if self._has_filled(answer):
            return self._failed(answer)
        return self._fill(answer, self.agent.fillers[answer.fillers_said], now_s)

    def _has_filled(self, answer: Answer) -> bool:
        """A filler bridges the wait for a first word; a pause in mid-answer is waited for in silence."""
        return answer.has_spoken or answer.fillers_said >= len(self.agent.fillers)
