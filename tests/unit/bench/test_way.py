"""A payload must arrive unchanged and in order; only then its latency counts."""

from bench.load import frames
from bench.load.way import Hops, Way

BODY = frames.body(160, is_voiced=True)


def test_a_frame_that_arrives_is_counted_and_its_journey_kept():
    way = Way(Hops(is_open=True))
    way.arrive(way.leave(BODY))
    assert (way.sent, way.received, way.wrong, len(way.hops.took_ns)) == (1, 1, 0, 1)


def test_latencies_outside_the_window_are_not_kept():
    way = Way(Hops())
    way.arrive(way.leave(BODY))
    assert (way.received, len(way.hops.took_ns)) == (1, 0)


def test_frames_are_numbered():
    way = Way(Hops())
    assert [frames.read_stamp(way.leave(BODY))[1] for _ in range(3)] == [0, 1, 2]


def test_a_changed_frame_is_wrong():
    way = Way(Hops(is_open=True))
    payload = way.leave(BODY)
    way.arrive(payload[:-4] + b"AAAA")
    assert (way.wrong, len(way.hops.took_ns)) == (1, 0)


def test_a_frame_out_of_order_is_wrong():
    way = Way(Hops())
    first, second = way.leave(BODY), way.leave(BODY)
    way.arrive(second)
    way.arrive(first)
    assert way.wrong == 2


def test_an_unsent_frame_is_wrong():
    way = Way(Hops())
    way.arrive(frames.stamped(1, 0, BODY))
    assert way.wrong == 1
