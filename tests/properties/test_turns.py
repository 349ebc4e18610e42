"""A reader who goes on behind the last turn gets every turn once, however late its checkpoint lands."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.webhooks import NOW
from trunkline.calls.domain.turns import SETTLES_IN, CheckpointedTurn, SpokenTurn, settled

delays = st.lists(st.integers(0, 9), min_size=1, max_size=12)


@given(delays, st.integers(1, 12), st.lists(st.integers(0, 60), max_size=20))
def test_a_reader_gets_every_turn_once_under_one_number(late_s, second_stream_at, polls):
    """Turns are spoken two seconds apart; the second stream of a resumed call counts from 0 again."""
    turns = []
    for n, late in enumerate(late_s):
        number = n if n < second_stream_at else n - second_stream_at
        at = NOW + timedelta(seconds=2 * n)
        shown_at = at + timedelta(seconds=late if number else 0)  # the first of a stream is written before its second
        turns.append((shown_at, CheckpointedTurn(at, SpokenTurn(number, "agent", f"turn {n}"))))
    read: list[str] = []
    for second in [*sorted(polls), 10_000]:
        now = NOW + timedelta(seconds=second)
        on_file = [turn for shown_at, turn in turns if shown_at <= now]
        read += [turn.turn.text for turn in settled(on_file, now)[len(read) :]]
    assert read == [f"turn {n}" for n in range(len(late_s))]


def test_a_turn_that_was_never_written_holds_the_others_back_for_a_moment_only():
    turns = [CheckpointedTurn(NOW, SpokenTurn(number, "caller", str(number))) for number in (0, 2, 3)]
    assert settled(turns, NOW) == turns[:1]
    assert settled(turns, NOW + SETTLES_IN) == turns
