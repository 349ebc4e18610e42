"""Reconciliation: fetches conversations and call ends that were never reported, and files them. May run repeatedly.

A run is bounded: it saves its position after every page, and the next run continues there.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from trunkline.calls.domain.call_record import progress_update
from trunkline.calls.domain.calls import PROGRESS_OF_STATUS, Progress, TimelineEvent
from trunkline.calls.domain.ended_calls import EndedCall
from trunkline.calls.ports.carrier import CarrierHistory
from trunkline.calls.ports.records import CallRecords
from trunkline.conversations.domain.reconciliation import FINISHED, Checkpoint
from trunkline.conversations.ports import Checkpoints, ConversationRecords, Inbox, ProviderConversations, VoiceProvider
from trunkline.errors import CarrierError, NotConfigured, ProviderError
from trunkline.ids import ConversationId

CONVERSATIONS, CALLS = "conversations", "calls"  # the names their positions are kept under; one for each provider


@dataclass(slots=True)
class Budget:
    """The budget of one run: requests to the vendors, and time."""

    requests: int
    has_time: Callable[[], bool] = lambda: True

    def take(self) -> bool:
        if self.requests <= 0 or not self.has_time():
            return False
        self.requests -= 1
        return True


@dataclass(slots=True)
class Reconciled:
    """Counts of a run. No personal data."""

    fetched: int = 0
    ended: int = 0
    troubles: list[str] = field(default_factory=list)  # the vendors' own codes
    given_up: int = 0
    is_finished: bool = True


@dataclass(frozen=True, slots=True)
class ReconcileCallsDeps:
    """Dependencies of `reconcile_calls`."""

    providers: Mapping[str, VoiceProvider]
    carrier: CarrierHistory
    conversations: ConversationRecords
    calls: CallRecords
    inbox: Inbox
    checkpoints: Checkpoints
    now: Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class _Comparison:
    """The comparison of one vendor's list with the tables, in one run."""

    deps: ReconcileCallsDeps
    source: str
    position: Checkpoint
    budget: Budget
    now: datetime
    done: Reconciled

    def save(self) -> None:
        self.deps.checkpoints.write(self.source, self.position)


def reconcile_calls(deps: ReconcileCallsDeps, budget: Budget, now: datetime) -> Reconciled:
    """A vendor that cannot be asked does not keep the others waiting."""
    done = Reconciled()
    for name, provider in deps.providers.items():
        compare = partial(_conversations, provider, provider.conversations())
        _compare(compare, f"{CONVERSATIONS}/{name}", deps, budget, now, done)
    _compare(_calls, CALLS, deps, budget, now, done)
    return done


def _compare(
    compare: Callable[[_Comparison], None],
    source: str,
    deps: ReconcileCallsDeps,
    budget: Budget,
    now: datetime,
    done: Reconciled,
) -> None:
    run = _Comparison(deps, source, deps.checkpoints.read(source) or Checkpoint.at_first(now), budget, now, done)
    try:
        compare(run)
    except NotConfigured:
        return  # a vendor that this stage does not use
    except (ProviderError, CarrierError) as error:
        done.troubles.append(error.code)
        done.is_finished = False
    run.save()


def _conversations(provider: VoiceProvider, listed: ProviderConversations, run: _Comparison) -> None:
    position, now = run.position, run.now
    _fetch([ConversationId(item) for item in position.waiting], provider, listed, run)
    run.done.given_up += len(position.give_up(now))
    since, until = position.begin(now)
    while True:
        if not run.budget.take():
            run.done.is_finished = False
            return
        page = listed.page(since, until, position.cursor)
        for conversation in page.conversations:
            if not conversation.is_finished:
                position.wait_for(conversation.conversation_id, now)
        finished = [conversation.conversation_id for conversation in page.conversations if conversation.is_finished]
        _fetch(finished, provider, listed, run)
        position.cursor = page.cursor
        if page.cursor is None:
            position.finish()
            return
        run.save()


def _fetch(
    wanted: Iterable[ConversationId], provider: VoiceProvider, listed: ProviderConversations, run: _Comparison
) -> None:
    """Files what is finished and was not reported. What cannot be had now waits for a later run."""
    asked = list(wanted)
    reported = run.deps.conversations.reported(asked)
    for conversation_id in asked:
        if conversation_id in reported:
            run.position.waiting.pop(conversation_id, None)
        elif not run.budget.take():
            run.position.wait_for(conversation_id, run.now)
            run.done.is_finished = False
        else:
            _fetch_one(conversation_id, provider, listed, run)


def _fetch_one(
    conversation_id: ConversationId, provider: VoiceProvider, listed: ProviderConversations, run: _Comparison
) -> None:
    try:
        status, body = listed.as_report(conversation_id)
    except ProviderError as error:
        run.done.troubles.append(error.code)
        if error.status == 404:  # deleted there meanwhile
            run.position.waiting.pop(conversation_id, None)
        else:
            run.position.wait_for(conversation_id, run.now)
        return
    if status not in FINISHED:
        run.position.wait_for(conversation_id, run.now)
        return
    run.deps.inbox.keep(provider.inbox_key(body), body)
    run.position.waiting.pop(conversation_id, None)
    run.done.fetched += 1


def _calls(run: _Comparison) -> None:
    since, until = run.position.begin(run.now)
    while True:
        if not run.budget.take():
            run.done.is_finished = False
            return
        page = run.deps.carrier.ended(since, until, run.position.cursor)
        run.done.ended += _end([call for call in page.calls if not call.is_leg], run.deps.calls)
        run.position.cursor = page.cursor
        if page.cursor is None:
            run.position.finish()
            return
        run.save()


def _end(found: list[EndedCall], calls: CallRecords) -> int:
    """Ends calls on file that have no end yet. A call that is not on file is not ours."""
    unfinished = calls.unfinished([call.call_id for call in found])
    ended = [call for call in found if call.call_id in unfinished and call.status in PROGRESS_OF_STATUS]
    for call in ended:
        detail = {} if call.duration_s is None else {"CallDuration": str(call.duration_s)}
        event = TimelineEvent(f"status-{call.status}", call.ended_at, f"call {call.status}", detail)
        facts = {} if call.duration_s is None else {"duration_s": call.duration_s}
        calls.restore(call.call_id, progress_update(event, Progress.OVER, call.status, facts))
        calls.advance(call.call_id, Progress.OVER, call.status, {})
    return len(ended)
