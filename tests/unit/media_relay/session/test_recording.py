"""The stereo recording: both voices at their time, silence where frames were lost, a header every player reads."""

import struct

from media_relay.session.recording import HEADER_BYTES, DualTrack, wav_header

FRAME = b"\x10" * 160


def left(stereo: bytes) -> bytes:
    return stereo[0::2]


def right(stereo: bytes) -> bytes:
    return stereo[1::2]


def test_the_agents_burst_is_laid_out_in_real_time():
    track = DualTrack()
    track.agent_said(b"\x20" * 400)
    for n in range(4):
        track.caller_said(FRAME, 20 * n)
    stereo = track.take()
    assert left(stereo) == FRAME * 4
    assert right(stereo) == b"\x20" * 400 + b"\xff" * 240


def test_a_clear_silences_the_agent_at_once():
    track = DualTrack()
    track.agent_said(b"\x20" * 800)
    track.caller_said(FRAME, 0)
    track.cleared()
    track.caller_said(FRAME, 20)
    assert right(track.take()) == b"\x20" * 160 + b"\xff" * 160


def test_lost_frames_become_silence_and_are_listed():
    track = DualTrack()
    track.caller_said(FRAME, 100)
    track.caller_said(FRAME, 180)  # 120, 140 and 160 never came
    assert left(track.take()) == FRAME + b"\xff" * 480 + FRAME
    assert track.gaps == [(20, 60)]


def test_a_broken_timestamp_is_no_gap():
    track = DualTrack()
    for timestamp_ms in (100, 10_000_000, 0):
        track.caller_said(FRAME, timestamp_ms)
    assert len(track.take()) == 3 * 320
    assert track.gaps == []


def test_nothing_is_kept_but_what_the_agent_has_not_said_yet():
    track = DualTrack()
    for n in range(1000):
        track.agent_said(b"\x20" * 160)
        track.caller_said(FRAME, 20 * n)
    track.take()
    assert (len(track._caller), len(track._agent)) == (0, 0)


def test_the_header_is_stereo_mu_law_at_8_khz():
    header = wav_header(3200)
    assert len(header) == HEADER_BYTES
    riff, size, wave = struct.unpack_from("<4sI4s", header)
    kind, channels, rate, byte_rate, align, bits = struct.unpack_from("<HHIIHH", header, 20)
    assert (riff, size, wave) == (b"RIFF", HEADER_BYTES + 3200 - 8, b"WAVE")
    assert (kind, channels, rate, byte_rate, align, bits) == (7, 2, 8000, 16000, 2, 8)
    assert struct.unpack_from("<4sI", header, HEADER_BYTES - 8) == (b"data", 3200)


def test_timestamps_that_jump_to_and_fro_do_not_fill_the_disk_with_silence():
    track = DualTrack()
    for n in range(100):
        track.caller_said(FRAME, 0 if n % 2 else 59_999)
    assert len(track.take()) < 2 * 8 * 61_000 + 100 * 320
