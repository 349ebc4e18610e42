"""The stereo recording: both voices at their time, silence where frames were lost, a header every player reads."""

import struct

from media_relay.session.recording import (
    AGENT,
    CALLER,
    HEADER_BYTES,
    SILENCE,
    AudioChunk,
    Silence,
    StereoRecording,
    interleave,
    wav_header,
)

FRAME = b"\x10" * 160
AHEAD = b"\x20" * 800


def taken(track: StereoRecording) -> bytes:
    """What a file would hold that has been given everything at once, as far as the caller has come."""
    sides = {CALLER: b"", AGENT: b""} | {
        piece.channel: SILENCE * piece.at + piece.audio for piece in track.take().pieces
    }
    return bytes(interleave(sides[CALLER], sides[AGENT]))


def left(stereo: bytes) -> bytes:
    return stereo[0::2]


def right(stereo: bytes) -> bytes:
    return stereo[1::2]


def test_the_agents_burst_is_laid_out_in_real_time():
    track = StereoRecording()
    track.agent_said(b"\x20" * 400)
    for n in range(4):
        track.caller_said(FRAME, 20 * n)
    stereo = taken(track)
    assert left(stereo) == FRAME * 4
    assert right(stereo) == b"\x20" * 400 + b"\xff" * 240


def test_a_clear_silences_the_agent_at_once():
    track = StereoRecording()
    track.agent_said(b"\x20" * 800)
    track.caller_said(FRAME, 0)
    track.cleared()
    track.caller_said(FRAME, 20)
    assert right(taken(track)) == b"\x20" * 160 + b"\xff" * 160


def test_lost_frames_become_silence_and_are_listed():
    track = StereoRecording()
    track.caller_said(FRAME, 100)
    track.caller_said(FRAME, 180)  # 120, 140 and 160 never came
    assert left(taken(track)) == FRAME + b"\xff" * 480 + FRAME
    assert track.gaps == [(20, 60)]


def test_a_broken_timestamp_is_no_gap():
    track = StereoRecording()
    for timestamp_ms in (100, 10_000_000, 0):
        track.caller_said(FRAME, timestamp_ms)
    assert len(taken(track)) == 3 * 320
    assert track.gaps == []


def test_nothing_is_kept_once_it_is_taken_however_far_ahead_the_agent_is():
    track = StereoRecording()
    track.agent_said(b"\x20" * 48_000)
    track.caller_said(FRAME, 0)
    track.take()
    assert (len(track._caller), len(track._agent), track._caller_bytes, track._agent_bytes) == (0, 0, 0, 0)


def test_an_agent_goes_on_behind_what_was_taken_before():
    track = StereoRecording()
    track.agent_said(AHEAD)
    track.take()
    track.caller_said(FRAME, 0)
    track.agent_said(b"\x30" * 10)
    assert track.take() == Silence((AudioChunk(CALLER, 0, FRAME), AudioChunk(AGENT, 800, b"\x30" * 10)))


def test_an_agent_that_was_silent_goes_on_where_the_caller_is():
    track = StereoRecording()
    track.caller_said(FRAME, 0)
    track.take()
    track.caller_said(FRAME, 20)
    track.agent_said(b"\x30" * 10)
    assert track.take().pieces[AGENT] == AudioChunk(AGENT, 320, b"\x30" * 10)


def test_a_clear_cuts_what_is_in_the_file_already():
    track = StereoRecording()
    track.agent_said(AHEAD)
    track.take()
    track.caller_said(FRAME, 0)
    track.cleared()
    track.agent_said(b"\x30" * 10)
    assert track.take() == Silence((AudioChunk(CALLER, 0, FRAME), AudioChunk(AGENT, 160, b"\x30" * 10)), cut_at=160)


def test_a_clear_of_nothing_cuts_nothing():
    track = StereoRecording()
    track.agent_said(FRAME)
    track.take()
    for n in range(2):
        track.caller_said(FRAME, 20 * n)
    track.cleared()
    assert track.take().cut_at is None


def test_where_the_agent_has_ended_there_is_silence():
    assert interleave(b"\x10\x11\x12", b"\x20") == bytes.fromhex("1020 11ff 12ff".replace(" ", ""))


def test_audio_behind_a_clear_was_never_heard():
    assert interleave(b"\x10", b"\x20\x21") == b"\x10\x20"


def test_the_header_is_stereo_mu_law_at_8_khz():
    header = wav_header(3200)
    assert len(header) == HEADER_BYTES
    riff, size, wave = struct.unpack_from("<4sI4s", header)
    kind, channels, rate, byte_rate, align, bits = struct.unpack_from("<HHIIHH", header, 20)
    assert (riff, size, wave) == (b"RIFF", HEADER_BYTES + 3200 - 8, b"WAVE")
    assert (kind, channels, rate, byte_rate, align, bits) == (7, 2, 8000, 16000, 2, 8)
    assert struct.unpack_from("<4sI", header, HEADER_BYTES - 8) == (b"data", 3200)


def test_timestamps_that_jump_to_and_fro_do_not_fill_the_disk_with_silence():
    track = StereoRecording()
    for n in range(100):
        track.caller_said(FRAME, 0 if n % 2 else 59_999)
    assert len(taken(track)) < 2 * 8 * 61_000 + 100 * 320
