"""Both sides of a call in one file: in blocks that take turns, for pieces of any size in any order."""

import io

import pytest

from media_relay.native.writes import write_all
from media_relay.recording.spool import BLOCK_BYTES, Spool
from media_relay.session.recording import AGENT, CALLER, HEADER_BYTES, SILENCE

LENGTH = 3 * BLOCK_BYTES + 1000


def sound(seed: int, length: int) -> bytes:
    return bytes((place * 7 + seed) % 251 for place in range(length))


def sides(laid: Spool, length: int = LENGTH) -> tuple[bytes, bytes]:
    wav = io.BytesIO()
    laid.interleave_into(wav, length)
    stereo = wav.read()[HEADER_BYTES:]
    return stereo[0::2], stereo[1::2]


def lay(laid: Spool, channel: int, whole: bytes, piece: int) -> None:
    for at in range(0, len(whole), piece):
        lay_one(laid, channel, at, whole[at : at + piece])


def lay_one(laid: Spool, channel: int, at: int, audio: bytes) -> None:
    assert not any(write_all(laid.lay(channel, at, audio)))


@pytest.mark.parametrize("piece", [BLOCK_BYTES - 1, BLOCK_BYTES, BLOCK_BYTES + 1, 7777, 2 * BLOCK_BYTES + 5])
def test_pieces_find_their_place_across_blocks(piece):
    laid, caller, agent = Spool(), sound(1, LENGTH), sound(2, LENGTH)
    lay(laid, AGENT, agent, piece)  # far ahead
    lay(laid, CALLER, caller, 8160)
    assert sides(laid) == (caller, agent)


def test_unwritten_audio_is_silence_and_not_zero():
    """A byte of zero is the loudest there is."""
    laid, caller = Spool(), sound(1, LENGTH)
    lay(laid, CALLER, caller, 8160)
    lay_one(laid, AGENT, 2 * BLOCK_BYTES + 10, b"\x20" * 5)
    assert sides(laid)[AGENT] == SILENCE * (2 * BLOCK_BYTES + 10) + b"\x20" * 5 + SILENCE * (BLOCK_BYTES + 985)


def test_cut_audio_is_gone_although_it_is_still_on_disk():
    laid, caller = Spool(), sound(1, LENGTH)
    lay(laid, CALLER, caller, 8160)
    lay(laid, AGENT, b"\x20" * LENGTH, 8160)
    laid.cut(AGENT, BLOCK_BYTES + 3)
    laid.cut(AGENT, LENGTH)  # nothing is there any more
    lay_one(laid, AGENT, BLOCK_BYTES + 10, b"\x30")
    heard = b"\x20" * (BLOCK_BYTES + 3) + SILENCE * 7 + b"\x30"
    assert sides(laid)[AGENT] == heard.ljust(LENGTH, SILENCE)


def test_a_silent_call_needs_no_file():
    laid = Spool()
    laid.cut(AGENT, 100)
    assert laid.is_empty
    assert sides(laid, 0) == (b"", b"")
    laid.close()
