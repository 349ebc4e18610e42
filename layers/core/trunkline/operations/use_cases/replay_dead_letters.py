"""Dead letters, listed and sent back: all of them for the operator, a company's own for its administrator."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from trunkline.operations.domain.dead_letters import DeadLetter
from trunkline.operations.ports import DeadLetters

READ_AT_MOST = 100  # messages of one request


@dataclass(frozen=True, slots=True)
class OwnDeadLetters:
    """A company's dead letters. Not complete: there may be more behind those that one request reads."""

    letters: tuple[DeadLetter, ...]
    is_complete: bool


def go_through(
    queue: DeadLetters, is_wanted: Callable[[DeadLetter], bool], *, sends_back: bool, at_most: int | None = None
) -> Iterator[DeadLetter]:
    """The wanted ones, each sent back before it is given. Others are visible again at the end, also after an error."""
    staying: list[DeadLetter] = []
    try:
        for letter in queue.read(at_most):
            staying.append(letter)
            if not is_wanted(letter):
                continue
            if sends_back:
                queue.send_back(letter)
                staying.pop()
            yield letter
    finally:
        for letter in staying:
            queue.release(letter)


def own_dead_letters(company_id: str, queue: DeadLetters, *, sends_back: bool) -> OwnDeadLetters:
    """Those that name the company. A message without a company is the operator's."""
    if not sends_back and queue.seems_empty():
        return OwnDeadLetters((), is_complete=True)
    read = 0

    def is_own(letter: DeadLetter) -> bool:
        nonlocal read
        read += 1
        return letter.subject.company_id == company_id

    letters = tuple(go_through(queue, is_own, sends_back=sends_back, at_most=READ_AT_MOST))
    return OwnDeadLetters(letters, is_complete=read < READ_AT_MOST)
