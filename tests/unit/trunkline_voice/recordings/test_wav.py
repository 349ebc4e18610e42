"""WAV files as the relay writes them, and as others do."""

import struct
from contextlib import suppress

import numpy as np
import pytest

from media_relay.session.recording import interleave, wav_header
from tests.fakes.vowels import mulaw
from trunkline_voice.g711 import TABLE
from trunkline_voice.reasons import Reason
from trunkline_voice.recordings.wav import Unreadable, read_wav

CALLER, AGENT = bytes(range(256)), bytes(range(255, -1, -1))
RELAYS = wav_header(512) + interleave(CALLER, AGENT)


def wav(data, encoding=1, channels=2, rate=8000, bits=16, before=b"", size=None):
    fmt = struct.pack("<4sIHHIIHH", b"fmt ", 16, encoding, channels, rate, rate * channels * bits // 8, 4, bits)
    body = before + fmt + struct.pack("<4sI", b"data", len(data) if size is None else size) + data
    return struct.pack("<4sI4s", b"RIFF", len(body) + 4, b"WAVE") + body


def test_a_recording_of_the_relay():
    caller, agent = read_wav(RELAYS)
    assert (caller == TABLE).all()
    assert (agent == TABLE[::-1]).all()


def test_sixteen_bits_chunks_of_others_and_a_file_cut_short():
    samples = np.arange(-4, 6, dtype="<i2")
    odd = struct.pack("<4sI", b"LIST", 3) + b"abc\x00"
    for content in (wav(samples.tobytes(), before=odd), wav(samples.tobytes() + b"\x01", size=99)):
        left, right = read_wav(content)
        assert left.tolist() == [-4, -2, 0, 2, 4]
        assert right.tolist() == [-3, -1, 1, 3, 5]
    assert len(read_wav(wav(samples.tobytes(), channels=1))) == 1


def test_an_extensible_header_says_its_format_further_on():
    fmt = struct.pack("<4sIHHIIHHHHI", b"fmt ", 40, 0xFFFE, 2, 8000, 16000, 2, 8, 22, 8, 3)
    fmt += struct.pack("<H", 7) + bytes(14)
    data = mulaw(np.array([8, -8]))
    body = fmt + struct.pack("<4sI", b"data", 2) + data
    caller, agent = read_wav(struct.pack("<4sI4s", b"RIFF", len(body) + 4, b"WAVE") + body)
    assert (caller.tolist(), agent.tolist()) == ([8], [-8])


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", Reason.NOT_A_WAV),
        (b"ID3\x04" + bytes(500), Reason.NOT_A_WAV),
        (RELAYS[:12], Reason.NOT_A_WAV),
        (RELAYS[:58], Reason.NO_AUDIO),
        (RELAYS[:30], Reason.NOT_A_WAV),
        (wav(b"1234", rate=16000), Reason.OTHER_RATE),
        (wav(b"1234", bits=24), Reason.OTHER_FORMAT),
        (wav(b"1234", encoding=85), Reason.OTHER_FORMAT),
        (wav(b"1234", channels=0), Reason.OTHER_FORMAT),
        (wav(b"1234", channels=6), Reason.OTHER_FORMAT),
    ],
)
def test_what_cannot_be_read(content, reason):
    with pytest.raises(Unreadable) as raised:
        read_wav(content)
    assert raised.value.reason is reason


def test_damaged_files_are_read_or_refused():
    rng = np.random.default_rng(9)
    for _ in range(300):
        content = bytearray(RELAYS)
        for place in rng.integers(0, 70, 3):
            content[place] = rng.integers(256)
        with suppress(Unreadable):
            assert len(read_wav(bytes(content[: rng.integers(0, len(content))]))) in {1, 2}
