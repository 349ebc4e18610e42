"""Playback: marks that were played, and marks that only came back because of a clear."""

from media_relay.session.playback import Playback


def test_heard_is_what_marks_prove():
    playback = Playback()
    first = playback.queue(1, 8000, now_s=0.0)
    assert (first.before, first.after) == ("m0", "m1")
    playback.reached("m0")
    assert playback.heard_bytes == 0
    playback.reached("m1")
    assert playback.heard_bytes == 8000


def test_a_mark_that_came_back_after_a_clear_proves_nothing():
    playback = Playback()
    playback.queue(1, 8000, now_s=0.0)
    playback.cut(1, now_s=0.1)
    assert playback.reached("m1").is_cut
    assert playback.heard_bytes == 0


def test_small_frames_do_not_get_a_mark_each():
    playback = Playback()
    marks = [playback.queue(1, 160, now_s=0.0).after for _ in range(100)]  # 2 s in frames of 20 ms
    assert len([mark for mark in marks if mark]) == 2


def test_a_mark_we_never_sent_or_saw_before_is_nothing():
    playback = Playback()
    playback.queue(1, 160, now_s=0.0)
    assert playback.reached("m99") is None
    assert playback.reached("m0") is not None
    assert playback.reached("m0") is None


def test_what_is_left_to_play_runs_down_with_time_and_ends_with_a_cut():
    playback = Playback()
    playback.queue(1, 16000, now_s=10.0)
    assert playback.remaining_s(10.5) == 1.5
    playback.cut(1, now_s=10.5)
    assert playback.remaining_s(10.5) == 0.0


def test_an_older_interruption_does_not_reopen_a_newer_cut():
    playback = Playback()
    playback.queue(5, 160, 0.0)
    playback.cut(5, 0.0)
    playback.cut(3, 0.0)
    assert not playback.lets_through(5)
    assert playback.lets_through(6)
