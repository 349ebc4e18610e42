"""Every code of mu-law is the sample that the standard says."""

import hashlib

import numpy as np
import pytest

from tests.fakes.vowels import mulaw
from trunkline_voice.g711 import LOUDEST, TABLE, decode, full_scale_one

# Of the 256 samples as little-endian 16-bit numbers.
TABLE_SHA256 = "3dab54339e520bb2c924826e3b72a917a2b612e9fd12fc867500f1d983a75827"


def test_the_table_is_the_standards():
    assert hashlib.sha256(TABLE.astype("<i2").tobytes()).hexdigest() == TABLE_SHA256


@pytest.mark.parametrize(
    ("code", "sample"),
    [(0xFF, 0), (0xFE, 8), (0xD5, 716), (0xB0, 3900), (0x9A, 10876), (0x80, LOUDEST), (0x00, -LOUDEST), (0x7F, 0)],
)
def test_codes_of_the_standard(code, sample):
    assert decode(bytes([code])).tolist() == [sample]


def test_samples_survive_a_round_trip():
    assert (decode(mulaw(TABLE)) == TABLE).all()


def test_samples_are_floats_of_full_scale_one():
    floats = full_scale_one(decode(bytes([0x80, 0xFF])))
    assert floats.dtype == np.float32
    assert floats.tolist() == [LOUDEST / 32768, 0.0]
    assert len(decode(b"")) == 0
