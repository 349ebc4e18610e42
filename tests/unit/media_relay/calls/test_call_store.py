"""Turns are filed beside the call: no caller waits for them, and a failure is logged."""

from datetime import UTC, datetime

from media_relay.calls.call_store import CallStore
from media_relay.recording.batch_executor import BatchExecutor
from trunkline.calls.domain.turns import SpokenTurn
from trunkline.ids import CallId

NOW = datetime(2026, 11, 21, tzinfo=UTC)
TURN = SpokenTurn(0, "caller", "My heart is racing.")


class Stories:
    def __init__(self, trouble: Exception | None = None) -> None:
        self.kept: list[tuple[CallId, datetime, SpokenTurn]] = []
        self._trouble = trouble

    def note_turn(self, call_id: CallId, at: datetime, turn: SpokenTurn) -> None:
        if self._trouble is not None:
            raise self._trouble
        self.kept.append((call_id, at, turn))


def store(stories: Stories, executor: BatchExecutor) -> CallStore:
    unused = None
    return CallStore(unused, unused, unused, stories, unused, unused, unused, unused, executor=executor)


async def test_a_turn_is_filed_by_the_time_its_note_is_done():
    stories = Stories()
    with BatchExecutor(2, "turns") as executor:
        note = store(stories, executor).note_turn(CallId("CA1"), NOW, TURN)
    assert note.done()
    assert stories.kept == [(CallId("CA1"), NOW, TURN)]


async def test_a_turn_that_cannot_be_filed_is_logged_without_its_words(caplog):
    with BatchExecutor(2, "turns") as executor:
        note = store(Stories(OSError("the table is away")), executor).note_turn(CallId("CA1"), NOW, TURN)
    assert note.exception() is None
    assert "turn not noted" in caplog.text
    assert TURN.text not in caplog.text
