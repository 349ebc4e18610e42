"""Conversation history: the turns of this stream so far, as far as the caller heard them."""

from dataclasses import dataclass, field, replace

from trunkline.calls.domain.turns import LINE_WAS_CUT, TURNS_RETOLD, SpokenTurn, replayed

TURN_LIMIT = 4000  # characters; longer than any spoken turn


@dataclass(slots=True)
class ConversationHistory:
    turns: list[SpokenTurn] = field(default_factory=list)  # the last of them
    _numbers: int = 0

    def begin_with(self, earlier: list[SpokenTurn]) -> None:
        """The turns of streams before this one. They keep their numbers; those of this stream begin at 0."""
        self.turns.extend(earlier)
        del self.turns[:-TURNS_RETOLD]

    def add(self, speaker: str, text: str) -> SpokenTurn:
        turn = SpokenTurn(self._numbers, speaker, text[:TURN_LIMIT])
        self._numbers += 1
        self.turns.append(turn)
        del self.turns[:-TURNS_RETOLD]
        return turn

    @property
    def own_turns(self) -> list[SpokenTurn]:
        """The newest turns of this stream."""
        return self.turns[-self._numbers :] if self._numbers else []

    def correct(self, text: str) -> SpokenTurn | None:
        """The agent was interrupted: its last turn is what it got to say. None when it had not spoken yet."""
        for place in range(len(self.turns) - 1, -1, -1):
            if self.turns[place].speaker == "agent":
                self.turns[place] = replace(self.turns[place], text=text[:TURN_LIMIT])
                return self.turns[place]
        return None

    def as_context(self, note: str = "") -> str:
        """The conversation so far for a new agent; empty without turns and without a note."""
        return replayed(self.turns, note or LINE_WAS_CUT) if self.turns else note
