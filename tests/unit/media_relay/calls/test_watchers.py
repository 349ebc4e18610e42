"""The watchers of a call: who gets what, how many there may be, and when the audio path is to know of them."""

import json
from dataclasses import dataclass, field

import pytest
from picows import WSCloseCode

from media_relay.calls.watchers import WATCHERS_AT_MOST, Watchers
from trunkline.calls.domain.calls import StreamOutcome
from trunkline.calls.domain.turns import SpokenTurn


@dataclass(eq=False)
class Seat:
    listens: bool = False
    got: list[dict] = field(default_factory=list)
    code: WSCloseCode | None = None

    def send(self, frame: bytes) -> None:
        self.got.append(json.loads(frame))

    def end(self, code: WSCloseCode) -> None:
        self.code = code

    @property
    def kinds(self) -> list[str]:
        return [message["type"] for message in self.got]


@pytest.fixture
def heard() -> list[bool]:
    return []


@pytest.fixture
def watchers(heard) -> Watchers:
    return Watchers("CA1", heard.append, turns_before=4)


def test_one_who_comes_late_gets_the_words_so_far_under_their_numbers_in_the_call(watchers):
    seat = Seat()
    watchers.join(seat, [SpokenTurn(0, "agent", "Hello."), SpokenTurn(1, "caller", "Hi.")])
    assert seat.kinds == ["watching", "words", "words"]
    assert [(item["number"], item["role"]) for item in seat.got[1:]] == [(5, "agent"), (6, "user")]


def test_words_whose_numbers_are_not_known_are_not_sent():
    watchers, seat = Watchers("CA1", lambda _: None, turns_before=None), Seat()
    watchers.join(seat, [SpokenTurn(0, "agent", "Hello.")])
    watchers.words(SpokenTurn(1, "caller", "Hi."))
    assert seat.kinds == ["watching"]


def test_only_those_who_listen_get_sound(watchers, heard):
    reader, listener = Seat(), Seat(listens=True)
    watchers.join(reader, ())
    watchers.join(listener, ())
    watchers.heard("user", b"//8=")
    watchers.cleared()
    watchers.answered(0.4126)
    assert reader.kinds == ["watching", "latency"]
    assert listener.kinds == ["watching", "audio", "interruption", "latency"]
    assert reader.got[-1]["ms"] == 413
    watchers.leave(listener)
    assert heard == [False, True, False]


def test_one_too_many_is_sent_away_and_a_place_that_is_left_is_free(watchers):
    seats = [Seat() for _ in range(WATCHERS_AT_MOST)]
    for seat in seats:
        watchers.join(seat, ())
    late = Seat()
    watchers.join(late, ())
    assert (late.kinds, late.code) == (["error"], WSCloseCode.TRY_AGAIN_LATER)
    watchers.leave(seats[0])
    watchers.join(again := Seat(), ())
    assert again.kinds == ["watching"]


@pytest.mark.parametrize("outcome", list(StreamOutcome))
def test_the_end_is_said_unless_the_call_goes_on_elsewhere(watchers, outcome):
    seat = Seat()
    watchers.join(seat, ())
    watchers.over(outcome)
    watchers.words(SpokenTurn(0, "agent", "late"))
    if outcome is StreamOutcome.RELAY_STOPPED:
        assert (seat.kinds, seat.code) == (["watching"], WSCloseCode.GOING_AWAY)
    else:
        assert (seat.kinds, seat.code) == (["watching", "ended"], WSCloseCode.OK)
        assert seat.got[-1]["outcome"] == outcome.value


def test_one_who_leaves_while_all_are_sent_something_disturbs_no_other(watchers):
    class Leaver(Seat):
        def send(self, frame: bytes) -> None:
            super().send(frame)
            watchers.leave(self)

    seats = [Seat(), Leaver(), Seat()]
    for seat in seats:
        watchers.join(seat, ())
    watchers.words(SpokenTurn(0, "agent", "Hello."))
    assert [seat.kinds[-1] for seat in seats] == ["words"] * 3
