"""What the vendors remember and nobody reported is fetched and filed the way a report is. May run as often as it likes.

A run is bounded: it keeps its position after every page, and the next run goes on from there.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from trunkline.calls.domain.call_record import progress_told
from trunkline.calls.domain.calls import PROGRESS_OF_STATUS, Progress, TimelineEvent
from trunkline.calls.domain.ended_calls import EndedCall
from trunkline.calls.ports import CallRecords, CarrierHistory
from trunkline.conversations.domain.inbox_keys import inbox_key
from trunkline.conversations.domain.reconciliation import FINISHED, Checkpoint
from trunkline.conversations.ports import Checkpoints, ConversationRecords, Inbox, ProviderConversations
from trunkline.errors import CarrierError, ProviderError
from trunkline.ids import ConversationId

CONVERSATIONS, CALLS = "conversations", "calls"  # the names their positions are kept under
PROVIDER = "elevenlabs"


@dataclass(slots=True)
class Budget:
    """What one run may spend: requests to the vendors, and time."""

    requests: int
    has_time: Callable[[], bool] = lambda: True

    def take(self) -> bool:
        if self.requests <= 0 or not self.has_time():
            return False
        self.requests -= 1
        return True


@dataclass(slots=True)
class Reconciled:
    """What a run found. Nothing in it is about anybody."""

    fetched: int = 0
    ended: int = 0
    troubles: list[str] = field(default_factory=list)  # the vendors' own codes
    given_up: int = 0
    is_finished: bool = True


@dataclass(frozen=True, slots=True)
class ReconcileCallsDeps:
    """What reconciling needs from the world."""

    provider: ProviderConversations
    carrier: CarrierHistory
    conversations: ConversationRecords
    calls: CallRecords
    inbox: Inbox
    checkpoints: Checkpoints


def reconcile_calls(deps: ReconcileCallsDeps, budget: Budget, now: datetime) -> Reconciled:
    """A vendor that cannot be asked does not keep the other one waiting."""
    done = Reconciled()
    for source, compare in ((CONVERSATIONS, _conversations), (CALLS, _calls)):
        position = deps.checkpoints.read(source) or Checkpoint.at_first(now)
        try:
            compare(deps, position, budget, now, done)
        except (ProviderError, CarrierError) as error:
            done.troubles.append(error.code)
            done.is_finished = False
        deps.checkpoints.write(source, position)
    return done


def _conversations(
    deps: ReconcileCallsDeps, position: Checkpoint, budget: Budget, now: datetime, done: Reconciled
) -> None:
    _fetch([ConversationId(item) for item in position.waiting], deps, position, budget, now, done)
    done.given_up += len(position.give_up(now))
    since, until = position.begin(now)
    while True:
        if not budget.take():
            done.is_finished = False
            return
        page = deps.provider.page(since, until, position.cursor)
        for conversation in page.conversations:
            if not conversation.is_finished:
                position.wait_for(conversation.conversation_id, now)
        finished = [conversation.conversation_id for conversation in page.conversations if conversation.is_finished]
        _fetch(finished, deps, position, budget, now, done)
        position.cursor = page.cursor
        if page.cursor is None:
            position.finish()
            return
        deps.checkpoints.write(CONVERSATIONS, position)


def _fetch(
    wanted: Iterable[ConversationId],
    deps: ReconcileCallsDeps,
    position: Checkpoint,
    budget: Budget,
    now: datetime,
    done: Reconciled,
) -> None:
    """Files what is finished and was not reported. What cannot be had now waits for a later run."""
    asked = list(wanted)
    reported = deps.conversations.reported(asked)
    for conversation_id in asked:
        if conversation_id in reported:
            position.waiting.pop(conversation_id, None)
        elif not budget.take():
            position.wait_for(conversation_id, now)
            done.is_finished = False
        else:
            _fetch_one(conversation_id, deps, position, now, done)


def _fetch_one(
    conversation_id: ConversationId, deps: ReconcileCallsDeps, position: Checkpoint, now: datetime, done: Reconciled
) -> None:
    try:
        status, body = deps.provider.as_report(conversation_id)
    except ProviderError as error:
        done.troubles.append(error.code)
        if error.status == 404:  # deleted there meanwhile
            position.waiting.pop(conversation_id, None)
        else:
            position.wait_for(conversation_id, now)
        return
    if status not in FINISHED:
        position.wait_for(conversation_id, now)
        return
    deps.inbox.keep(inbox_key(PROVIDER, body), body)
    position.waiting.pop(conversation_id, None)
    done.fetched += 1


def _calls(deps: ReconcileCallsDeps, position: Checkpoint, budget: Budget, now: datetime, done: Reconciled) -> None:
    since, until = position.begin(now)
    while True:
        if not budget.take():
            done.is_finished = False
            return
        page = deps.carrier.ended(since, until, position.cursor)
        done.ended += _end([call for call in page.calls if not call.is_leg], deps.calls)
        position.cursor = page.cursor
        if page.cursor is None:
            position.finish()
            return
        deps.checkpoints.write(CALLS, position)


def _end(found: list[EndedCall], calls: CallRecords) -> int:
    """Calls on file whose end nobody told. A call that is not on file was none of ours."""
    unfinished = calls.unfinished([call.call_id for call in found])
    ended = [call for call in found if call.call_id in unfinished and call.status in PROGRESS_OF_STATUS]
    for call in ended:
        detail = {} if call.duration_s is None else {"CallDuration": str(call.duration_s)}
        event = TimelineEvent(f"status-{call.status}", call.ended_at, f"call {call.status}", detail)
        facts = {} if call.duration_s is None else {"duration_s": call.duration_s}
        calls.restore(call.call_id, progress_told(event, Progress.OVER, call.status, facts))
        calls.advance(call.call_id, Progress.OVER, call.status, {})
    return len(ended)
