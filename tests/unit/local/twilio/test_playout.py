"""Pure: what is heard, when marks come back, and what a clear does."""

from local.twilio.media.playout import Playout, wav

LOUD = b"\x9f\x1f" * 80  # 20 ms
QUIET = b"\xff" * 160


def test_audio_plays_from_the_moment_it_arrives():
    playout = Playout()
    playout.queue_audio(LOUD, 100)
    assert playout.tape == b"\xff" * 800 + LOUD
    assert [(s.start_ms, s.n_bytes) for s in playout.segments] == [(100, 160)]


def test_audio_behind_other_audio_waits_its_turn_without_a_gap():
    playout = Playout()
    playout.queue_audio(LOUD, 0)
    playout.queue_audio(LOUD, 5)
    assert [(s.start_ms, s.n_bytes) for s in playout.segments] == [(0, 320)]


def test_an_under_run_is_silence_between_two_segments():
    playout = Playout()
    playout.queue_audio(LOUD, 0)
    playout.queue_audio(LOUD, 50)
    assert playout.tape == LOUD + b"\xff" * 240 + LOUD
    assert [s.start_ms for s in playout.segments] == [0, 50]


def test_a_mark_is_echoed_when_everything_before_it_has_played():
    playout = Playout()
    playout.queue_audio(LOUD * 5, 0)
    playout.queue_mark("end", 1)
    assert playout.due_marks(99.9) == []
    assert playout.next_mark_ms() == 100
    assert playout.due_marks(100) == ["end"]
    assert playout.due_marks(200) == []


def test_a_mark_in_an_empty_queue_is_echoed_at_once():
    playout = Playout()
    playout.queue_audio(LOUD, 0)
    playout.queue_mark("now", 500)
    assert playout.due_marks(500) == ["now"]


def test_audio_after_a_mark_does_not_hold_it_back():
    playout = Playout()
    playout.queue_audio(LOUD, 0)
    playout.queue_mark("between", 0)
    playout.queue_audio(LOUD, 0)
    assert playout.due_marks(20) == ["between"]


def test_clear_empties_the_queue_and_echoes_every_outstanding_mark_in_order():
    playout = Playout()
    playout.queue_audio(LOUD * 5, 0)
    playout.queue_mark("a", 0)
    playout.queue_audio(LOUD * 5, 0)
    playout.queue_mark("b", 0)
    assert playout.clear(50) == ["a", "b"]
    assert playout.tape == (LOUD * 5)[:400]
    assert playout.segments[0].n_bytes == 400
    assert all(mark.flushed and mark.echoed_ms == 50 for mark in playout.marks)
    assert playout.clears == [50]


def test_after_a_clear_new_audio_plays_at_once():
    playout = Playout()
    playout.queue_audio(LOUD * 50, 0)
    playout.clear(30)
    playout.queue_audio(LOUD, 40)
    assert [(s.start_ms, s.n_bytes) for s in playout.segments] == [(0, 240), (40, 160)]


def test_audio_already_handed_over_may_still_play_after_a_clear():
    playout = Playout(clear_lag_ms=20)
    playout.queue_audio(LOUD * 5, 0)
    playout.clear(30)
    assert len(playout.tape) == 400


def test_clearing_an_empty_queue_changes_nothing_that_was_heard():
    playout = Playout()
    playout.queue_audio(LOUD, 0)
    assert playout.clear(500) == []
    assert playout.tape == LOUD


def test_the_end_of_the_stream_drops_queued_audio_and_never_echoes_marks():
    playout = Playout()
    playout.queue_audio(LOUD * 5, 0)
    playout.queue_mark("never", 0)
    playout.stop(20)
    assert playout.tape == LOUD
    assert playout.due_marks(1000) == []
    assert playout.marks[0].flushed
    assert playout.marks[0].echoed_ms is None


def test_audio_beyond_ten_minutes_is_refused_and_counted():
    playout = Playout()
    assert playout.queue_audio(b"\x9f" * 4_800_000, 0) == 0
    assert playout.queue_audio(LOUD, 0) == 160
    assert playout.queue_audio(LOUD, 10) == 80


def test_voiced_means_loud_enough_to_be_noticed():
    playout = Playout()
    playout.queue_audio(QUIET * 5 + LOUD * 2 + b"\xfe" * 160 * 3, 0)
    assert not playout.voiced(0, 100)
    assert playout.voiced(0, 140)
    assert playout.first_voiced_ms(0, 200) == 100
    assert playout.last_voiced_ms(0, 200) == 140
    assert playout.last_voiced_ms(140, 200) is None


def test_queued_audio_is_not_heard_yet():
    playout = Playout()
    playout.queue_audio(LOUD * 10, 0)
    assert len(playout.heard_until(50)) == 400
    assert playout.queued_ms(50) == 150
    assert playout.first_voiced_ms(30, 20) is None


def test_the_wav_is_mu_law_mono_at_8_khz():
    data = wav(LOUD)
    assert data[:4] == b"RIFF"
    assert int.from_bytes(data[4:8], "little") == len(data) - 8
    assert data[20:28] == b"\x07\x00\x01\x00\x40\x1f\x00\x00"
    assert data.endswith(LOUD)
