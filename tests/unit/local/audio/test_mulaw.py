"""The telephone codec against the standard's own numbers."""

import hashlib

import numpy as np
import pytest

from local.audio import mulaw

DECODED = {0xFF: 0, 0xFE: 8, 0xD5: 716, 0xB0: 3900, 0x9A: 10876, 0x80: 32124, 0x00: -32124, 0x7F: 0}
ENCODED = {
    0: 0xFF, 100: 0xF2, -100: 0x72, 1000: 0xCE, -1000: 0x4E, 8000: 0xA0, 32767: 0x80, -32768: 0x00
}  # fmt: skip


@pytest.mark.parametrize(("code", "sample"), DECODED.items())
def test_a_byte_decodes_as_the_standard_says(code, sample):
    assert mulaw.decode(bytes([code])).tolist() == [sample]


@pytest.mark.parametrize(("sample", "code"), ENCODED.items())
def test_a_sample_encodes_as_the_standard_says(sample, code):
    assert mulaw.encode(np.array([sample], np.int16)) == bytes([code])


def test_the_whole_decoding_table_is_the_standard_one():
    table = mulaw.decode(bytes(range(256))).astype("<i2").tobytes()
    assert hashlib.sha256(table).hexdigest() == "3dab54339e520bb2c924826e3b72a917a2b612e9fd12fc867500f1d983a75827"


def test_the_whole_encoding_table_is_the_magnitude_formula():
    table = mulaw.encode(np.arange(-32768, 32768))
    assert hashlib.sha256(table).hexdigest() == "5ee7cf5f273f842d2234121e4cb0c98d6b20a99ac29026f94e05b36955b195be"


def test_a_decoded_byte_survives_being_encoded_again():
    samples = mulaw.decode(bytes(range(256)))
    assert mulaw.decode(mulaw.encode(samples)).tolist() == samples.tolist()


def test_samples_beyond_the_range_are_clipped_instead_of_wrapping():
    assert mulaw.encode(np.array([40000.0, -40000.0])) == b"\x80\x00"


def test_silence_has_the_lowest_loudness_and_a_full_scale_square_nearly_none():
    assert mulaw.loudness_dbfs(mulaw.SILENCE * 160) == mulaw.QUIETEST_DBFS
    assert mulaw.loudness_dbfs(b"") == mulaw.QUIETEST_DBFS
    assert mulaw.loudness_dbfs(b"\x80\x00" * 80) == pytest.approx(-0.17, abs=0.01)


def test_the_two_zeros_of_the_code_are_both_silent():
    assert mulaw.loudness_dbfs(b"\xff\x7f") == mulaw.QUIETEST_DBFS
