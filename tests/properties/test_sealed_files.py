"""Sealed files: each range is the plain file's, and what was changed, cut, reordered or moved does not open."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trunkline.encryption.adapters import aes_file_cipher
from trunkline.encryption.adapters.aes_file_cipher import AesFileCipher
from trunkline.encryption.domain.sealed_files import HEAD_BYTES, SealedFile
from trunkline.encryption.domain.sealed_values import NotReadable, Place

PLACE = Place("acme", "p7f3c", "recordings/CA1/MZ1.wav", "file")
CHUNK = 16
plains = st.binary(max_size=5 * CHUNK + 3)


class OneKey:
    """The port SubjectKeys with one key for all."""

    def existing(self, company_id: str, subject: str) -> bytes:
        return bytes(range(32))

    key = existing

    def erase(self, company_id: str, subject: str) -> bool:
        return False


@pytest.fixture(autouse=True, scope="module")
def small_chunks():
    """So that a few bytes are several chunks."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(aes_file_cipher, "SealedFile", Small)
        yield


class Small(SealedFile):
    def __init__(self, subject: str, plain_bytes: int, salt: bytes, chunk_bytes: int = CHUNK) -> None:
        super().__init__(subject, plain_bytes, salt, chunk_bytes)


def sealed_of(plain: bytes) -> bytes:
    return AesFileCipher(OneKey()).seal(plain, PLACE)


def opened(sealed: bytes, start: int, stop: int, place: Place = PLACE) -> bytes:
    file = SealedFile.parse(sealed[:HEAD_BYTES])
    return AesFileCipher(OneKey()).open(file, place, start, stop, lambda begin, end: sealed[begin:end])


def whole(sealed: bytes) -> bytes:
    """As what reads it from a bucket does."""
    file = SealedFile.parse(sealed)
    if file.sealed_bytes != len(sealed):
        raise NotReadable("of another size")
    return opened(sealed, 0, file.plain_bytes)


@given(plains, st.data())
def test_any_range_is_that_of_the_plain_file_and_reads_its_own_chunks_only(plain, data):
    sealed, reads = sealed_of(plain), []
    start = data.draw(st.integers(0, len(plain)))
    stop = data.draw(st.integers(start, len(plain)))
    file = SealedFile.parse(sealed)

    def read(begin: int, end: int) -> bytes:
        reads.append(end - begin)
        return sealed[begin:end]

    if start < file.plain_bytes or start == 0:
        assert AesFileCipher(OneKey()).open(file, PLACE, start, stop, read) == plain[start:stop]
        assert reads[0] <= (len(file.chunks_with(start, stop))) * (CHUNK + 16)
    assert file.sealed_bytes == len(sealed)


@given(plains, st.data())
def test_no_bit_can_be_flipped(plain, data):
    sealed = bytearray(sealed_of(plain))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(NotReadable):
        whole(bytes(sealed))


@given(plains, st.data())
def test_no_byte_can_be_cut_and_no_other_number_of_bytes_be_claimed(plain, data):
    sealed = sealed_of(plain)
    cut = sealed[: data.draw(st.integers(HEAD_BYTES, len(sealed) - 1))]
    with pytest.raises(NotReadable):
        opened(cut, 0, len(plain))
    shorter = replace(SealedFile.parse(sealed), plain_bytes=max(len(plain) - CHUNK, 0)).head + sealed[HEAD_BYTES:]
    if len(plain) > 0:
        with pytest.raises(NotReadable):
            opened(shorter, 0, SealedFile.parse(shorter).plain_bytes)


@given(st.binary(min_size=2 * CHUNK, max_size=6 * CHUNK), st.data())
def test_no_chunk_can_take_anothers_place(plain, data):
    sealed = sealed_of(plain)
    file = SealedFile.parse(sealed)
    spans = [sealed[slice(*file.sealed_span(chunk))] for chunk in range(file.chunks)]
    whole = [chunk for chunk in range(file.chunks) if len(spans[chunk]) == len(spans[0])]
    one, other = data.draw(st.lists(st.sampled_from(whole), min_size=2, max_size=2, unique=True))
    spans[one], spans[other] = spans[other], spans[one]
    for chunk in (one, other):
        with pytest.raises(NotReadable):
            opened(file.head + b"".join(spans), *file.plain_span(chunk))


@given(plains, plains)
def test_no_chunk_of_another_file_fits_and_the_same_bytes_are_never_sealed_alike(plain, another):
    sealed, other = sealed_of(plain), sealed_of(another)
    assert sealed != sealed_of(plain)
    with pytest.raises(NotReadable):
        opened(sealed[:HEAD_BYTES] + other[HEAD_BYTES:], 0, len(plain))


@given(plains, st.sampled_from(["company_id", "subject", "object", "field"]))
def test_a_file_that_was_moved_does_not_open(plain, part):
    with pytest.raises(NotReadable):
        opened(sealed_of(plain), 0, len(plain), replace(PLACE, **{part: "another"}))
