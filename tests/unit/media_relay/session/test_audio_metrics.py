"""Audio metrics of a call, from frames and a clock that is passed in."""

import math

import numpy as np
import pytest

from local.audio.mulaw import decode, encode
from media_relay.session.audio_metrics import AudioMetrics, Buckets, Level
from media_relay.session.call_session import CallSession, Phase
from tests.fakes.calls_in_progress import session_in
from trunkline import mulaw
from trunkline.realtime.agent_events import CallerInterrupted

SILENCE, VOICE = b"\xff" * 160, encode((8000 * np.sin(np.arange(160) * 0.5)).astype(int))


def listen(quality: AudioMetrics, *frames: bytes, begins_ms: int = 0) -> None:
    for n, frame in enumerate(frames):
        at_ms = begins_ms + n * 20
        quality.caller_heard(frame, at_ms, at_ms / 1000)


def test_silence_and_level_of_the_caller_are_separate():
    quality = AudioMetrics()
    listen(quality, *[SILENCE] * 300, *[VOICE] * 100)
    facts = quality.facts()
    assert facts["caller_silence_pct"] == 75
    assert facts["caller_level_dbfs"] == round(20 * math.log10(8000 / math.sqrt(2) / 32124)) == -15


def test_unmeasured_facts_are_absent():
    assert set(AudioMetrics().facts()) == {"caller_gaps", "caller_gap_ms", "agent_underruns", "agent_underrun_ms"}


def test_frames_that_never_came_are_gaps():
    quality = AudioMetrics()
    listen(quality, *[SILENCE] * 5, begins_ms=155)  # a stream's first timestamp is not 0
    listen(quality, *[SILENCE] * 5, begins_ms=155 + 200)
    listen(quality, *[SILENCE] * 5, begins_ms=0)  # a clock that jumps back is no gap
    assert (quality.caller_gaps, quality.facts()["caller_gap_ms"]) == (1, 100)


def test_an_inaudible_agent_is_silent_though_its_audio_flows():
    quality = AudioMetrics()
    for _ in range(3):
        quality.agent_heard(b"\xff" * 16000)
    assert quality.facts()["agent_silence_pct"] == 100
    assert "agent_level_dbfs" not in quality.facts()


SILENT_AGENT, LOUD_AGENT = b"\xff" * 16000, VOICE * 100


@pytest.mark.parametrize(
    ("caller", "agent", "is_one_sided"),
    [
        ([VOICE] * 150, [SILENT_AGENT], True),  # the agent's audio flows, and holds nothing
        ([VOICE] * 150, [], True),
        ([VOICE] * 149, [], False),  # a word, and the caller hangs up
        ([SILENCE] * 3000, [], False),  # two who wait for each other
        ([VOICE] * 150, [LOUD_AGENT], False),
        ([VOICE] * 150, [VOICE] * 63, False),  # too few small pieces for a look at any of them
        ([], [LOUD_AGENT], True),  # not a frame of the caller arrived
        ([], [SILENT_AGENT], False),
        ([SILENCE] * 500, [LOUD_AGENT], False),  # a caller who listens
    ],
)
def test_a_call_is_one_sided_when_one_side_spoke_and_the_other_never_did(caller, agent, is_one_sided):
    quality = AudioMetrics()
    listen(quality, *caller)
    for piece in agent:
        quality.agent_heard(piece)
    assert quality.is_one_sided == is_one_sided


@pytest.mark.parametrize("size", [160, 8000, 19200])
def test_pieces_of_any_size_give_the_same_level(size):
    quality, tone = AudioMetrics(), encode((4000 * np.sin(np.arange(size) * 0.7)).astype(int))
    looked_at = sum(quality.agent_heard(tone) for _ in range(128))
    assert looked_at == (2 if size == 160 else 128)
    assert abs(quality.facts()["agent_level_dbfs"] - 20 * math.log10(4000 / math.sqrt(2) / 32124)) <= 1


def test_audio_that_runs_dry_in_the_middle_of_a_turn_is_an_underrun_and_a_pause_between_turns_is_not():
    session = session_in(Phase.TALKING)
    session.plays(1, 8000, 1.0)
    session.plays(1, 8000, 1.9)  # in time
    session.plays(1, 8000, 3.25)  # a quarter of a second too late
    session.plays(2, 8000, 9.0)  # another turn
    facts = session.facts()
    assert (facts["agent_underruns"], facts["agent_underrun_ms"]) == (1, 250)


class TestABargeIn:
    def talk_over(self, session: CallSession) -> None:
        listen(session.quality, *[SILENCE] * 50, *[VOICE] * 20)  # begins to speak at 1.0 s

    def test_is_measured_from_the_callers_first_sound_and_from_the_agents_word(self):
        session = session_in(Phase.TALKING)
        self.talk_over(session)
        session.receive(CallerInterrupted(1), 1.6)
        session.quality.cleared(1.6004)
        facts = session.facts()
        assert (facts["barge_in_ms"], facts["slowest_clear_us"]) == (600, 400)

    def test_is_none_when_something_else_cleared(self):
        session = session_in(Phase.TALKING)
        self.talk_over(session)
        session.quality.cleared(1.6)  # an operator
        assert session.quality.barge_ins_s == []

    def test_counts_from_the_beginning_of_what_was_said_and_not_from_each_word(self):
        quality = AudioMetrics()
        listen(quality, *[SILENCE] * 50, *[VOICE] * 5, *[SILENCE] * 10, *[VOICE] * 5)
        quality.interrupted(1.5)
        quality.cleared(1.5)
        assert quality.barge_in_ms == 500

    def test_long_after_the_caller_began_has_another_reason(self):
        quality = AudioMetrics()
        listen(quality, VOICE)
        quality.interrupted(60.0)
        quality.cleared(60.0)
        assert quality.barge_in_ms is None


def test_the_agents_own_scores_are_kept_as_their_mean():
    quality = AudioMetrics()
    for score in (0.0, 0.5, 1.0, 0.9):
        quality.voice_scored(score)
    assert quality.facts()["voice_score_pct"] == 60


def test_a_histogram_has_a_fixed_size_and_reports_bounds():
    buckets = Buckets()
    for _ in range(99):
        buckets.add(0.00004)
    buckets.add(0.002)
    assert (buckets.bound_of(0.5), buckets.bound_of(0.99), buckets.bound_of(1.0)) == (0.00005, 0.00005, 0.0025)
    assert buckets.to_text() == "50:99 2500:1"
    buckets.add(9.0)
    assert buckets.bound_of(1.0) == math.inf
    assert buckets.to_text().endswith("more:1")
    assert Buckets().bound_of(0.99) == 0.0


def test_histograms_add_up():
    item, other = Buckets(), Buckets()
    item.add(0.00004)
    other.add(0.00004)
    other.add(0.02)
    item.merge(other)
    assert (item.to_text(), round(item.total, 5)) == ("50:2 50000:1", 0.02008)


def test_our_table_decodes_as_the_emulators_does():
    codes = bytes(range(256))
    assert [mulaw.decode(code) for code in codes] == decode(codes).tolist()
    assert all(mulaw.encode(mulaw.decode(code)) == code for code in codes if code != 0x7F)  # two zeros


def test_a_level_of_nothing_is_none():
    assert Level().dbfs is None
