"""Dead letters in memory."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from trunkline.operations.domain.dead_letters import DeadLetter


@dataclass
class InMemoryDeadLetters:
    letters: list[DeadLetter] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)
    hidden: set[str] = field(default_factory=set)

    def read(self, at_most: int | None = None) -> Iterator[DeadLetter]:
        for letter in self.letters[:at_most]:
            self.hidden.add(letter.message_id)
            yield letter

    def seems_empty(self) -> bool:
        return not self.letters

    def send_back(self, letter: DeadLetter) -> None:
        self.sent.append(letter.body)
        self.letters = [other for other in self.letters if other.message_id != letter.message_id]
        self.hidden.discard(letter.message_id)

    def release(self, letter: DeadLetter) -> None:
        self.hidden.discard(letter.message_id)
