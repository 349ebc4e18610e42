"""Peaks: the loudest sample of each 50 ms of a side, however the audio was cut into pieces."""

import base64
import itertools

from hypothesis import given
from hypothesis import strategies as st

from media_relay.session.peaks import PeakMeter
from trunkline import mulaw

SILENT, LOUDEST = b"\xff", b"\x00"
FULL_SCALE, WINDOW = 32124, 400


def peaks_of(*pieces: bytes) -> list[int]:
    meter = PeakMeter()
    for piece in pieces:
        meter.add(piece)
    return list(meter.peaks())


def test_a_second_has_twenty_peaks():
    assert peaks_of(SILENT * 8000) == [0] * 20


def test_the_loudest_sample_of_a_window_is_its_peak_positive_or_negative():
    assert peaks_of(SILENT * 399 + LOUDEST + SILENT * 800) == [255, 0, 0]
    assert peaks_of(b"\x80" + SILENT * 399) == [255]


def test_half_the_amplitude_is_half_the_height():
    assert peaks_of(bytes([mulaw.encode(FULL_SCALE // 2)]) * WINDOW)[0] in range(124, 132)


def test_a_last_shorter_window_counts():
    assert peaks_of(SILENT * WINDOW + LOUDEST) == [0, 255]
    assert peaks_of() == []


def test_the_text_is_base64_of_one_byte_a_window():
    meter = PeakMeter()
    meter.add(LOUDEST * WINDOW + SILENT * WINDOW)
    assert base64.b64decode(meter.text()) == b"\xff\x00"


@given(st.binary(max_size=3000), st.lists(st.integers(0, 3000), max_size=6))
def test_pieces_of_any_size_give_the_same_peaks(audio: bytes, cuts: list[int]):
    edges = [0, *sorted(min(cut, len(audio)) for cut in cuts), len(audio)]
    pieces = [audio[start:end] for start, end in itertools.pairwise(edges)]
    windows = [audio[at : at + WINDOW] for at in range(0, len(audio), WINDOW)]
    loudest = [max(abs(mulaw.decode(code)) for code in window) for window in windows]
    assert peaks_of(*pieces) == peaks_of(audio) == [round(value * 255 / FULL_SCALE) for value in loudest]
