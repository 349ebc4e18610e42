"""Dead letters of a company's own jobs: messages that failed too often, listed and sent back to their queue."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path
from pydantic import BaseModel

from api.errors import answers
from api.identity import Admin, deps_of
from trunkline.bootstrap.shared.api_deps import DeadLetterDeps
from trunkline.events.domain.deliveries import Delivery
from trunkline.operations.domain.dead_letters import DeadLetter
from trunkline.operations.use_cases.replay_dead_letters import OwnDeadLetters, own_dead_letters

router = APIRouter(tags=["dead letters"])
Deps = Annotated[DeadLetterDeps, Depends(deps_of)]
QueueName = Literal["deliveries", "erasures", "exports", "lists"]
QueuePath = Annotated[QueueName, Path(description="The queue whose dead letters go back to it")]


class DeadLetterShape(BaseModel):
    """A message by ids alone. `error` is a delivery's last one; of an export or an erasure, see `href`."""

    message_id: str
    kind: str
    subject_id: str
    href: str | None
    sent_at: datetime | None
    age_s: int | None
    event_type: str | None
    error: str | None


class DeadLettersOfQueue(BaseModel):
    """`depth` counts your company's. Not complete: there are more than one request reads."""

    queue: QueueName
    depth: int
    is_complete: bool
    dead_letters: list[DeadLetterShape]


class DeadLetterList(BaseModel):
    queues: list[DeadLettersOfQueue]


@router.get("/dead-letters", response_model=DeadLetterList, responses=answers())
def list_dead_letters(key: Admin, deps: Deps) -> DeadLetterList:
    """Your company's dead letters, by queue. They are hidden from another reader for as long as the request takes."""
    found = [
        (name, own_dead_letters(key.company_id, queue, sends_back=False)) for name, queue in deps.dead_letters.items()
    ]
    return DeadLetterList(queues=[_queue(name, own, deps) for name, own in found])


@router.post("/dead-letters/{queue}/replay", response_model=DeadLettersOfQueue, responses=answers())
def replay_dead_letters(queue: QueuePath, key: Admin, deps: Deps) -> DeadLettersOfQueue:
    """Sends your company's dead letters back to their queue, and lists them. Each is done again from where it stood."""
    own = own_dead_letters(key.company_id, deps.dead_letters[queue], sends_back=True)
    return _queue(queue, own, deps)


def _queue(name: str, own: OwnDeadLetters, deps: DeadLetterDeps) -> DeadLettersOfQueue:
    letters = [_letter(letter, deps) for letter in own.letters]
    return DeadLettersOfQueue.model_validate(
        {"queue": name, "depth": len(letters), "is_complete": own.is_complete, "dead_letters": letters}
    )


def _letter(letter: DeadLetter, deps: DeadLetterDeps) -> DeadLetterShape:
    about, delivery = letter.subject, _delivery(letter, deps)
    return DeadLetterShape(
        message_id=letter.message_id,
        kind=about.kind,
        subject_id=about.id,
        href=about.href or None,
        sent_at=letter.sent_at,
        age_s=max(0, int((deps.now() - letter.sent_at).total_seconds())) if letter.sent_at else None,
        event_type=delivery.type if delivery else None,
        error=_error(delivery) if delivery else None,
    )


def _delivery(letter: DeadLetter, deps: DeadLetterDeps) -> Delivery | None:
    about = letter.subject
    return deps.endpoints.deliveries.deliveries.find(about.endpoint_id, about.id) if about.endpoint_id else None


def _error(delivery: Delivery) -> str | None:
    """Of the last attempt; None for a delivery that was never attempted, or arrived."""
    last = delivery.attempts[-1] if delivery.attempts else None
    return None if last is None or last.succeeded else last.error or f"status {last.status}"
