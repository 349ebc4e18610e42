"""ElevenLabs' proof: the vectors, and everything that must fail."""

import json

import pytest

from tests.conftest import vectors
from trunkline.errors import InvalidSignature
from trunkline.vendors.elevenlabs.signatures import verify

ALL = vectors("elevenlabs_signatures")
A, B, C = ALL


def passes(
    vector: dict, header: str | None = None, body: str | None = None, at: float | None = None, secrets=None
) -> bool:
    payload = vector["header"] if header is None else header
    try:
        verify(
            payload,
            (body or vector["body"]).encode(),
            secrets or [vector["secret"]],
            vector["t"] + 5 if at is None else at,
        )
    except InvalidSignature:
        return False
    return True


@pytest.mark.parametrize("vector", ALL, ids=lambda v: v["id"])
def test_every_vector_is_genuine(vector):
    assert passes(vector)


@pytest.mark.parametrize("offset_s", [-1800, 0, 1800])
def test_half_an_hour_either_side_is_accepted(offset_s):
    assert passes(A, at=A["t"] + offset_s)


@pytest.mark.parametrize("offset_s", [-1801, 1801, -3600, 3600])
def test_beyond_half_an_hour_nothing_is(offset_s):
    assert not passes(A, at=A["t"] + offset_s)


@pytest.mark.parametrize(
    "body", [A["body"].replace("done", "failed"), json.dumps(json.loads(A["body"])), A["body"] + "\n", B["body"]]
)
def test_any_other_bytes_are_not_what_was_signed(body):
    assert not passes(A, body=body)


@pytest.mark.parametrize(
    "header",
    [
        "",
        "t=1739537297",
        A["header"].replace("1739537297", "abc"),
        A["header"].replace("t=1739537297,", ""),
        A["header"] + ",t=1739537297",
        A["header"].upper(),
        A["header"].replace("v0=", "v1="),
        B["header"],
        "t=1739537297," + ",".join(["v0=" + "0" * 64] * 5) + "," + A["header"].split(",")[1],
        "t=" + "9" * 13 + "," + A["header"].split(",")[1],
        A["header"].replace("v0=2d", "v0=é"),
    ],
)
def test_a_header_out_of_shape_is_refused(header):
    assert not passes(A, header=header)


def test_a_missing_header_is_refused():
    with pytest.raises(InvalidSignature):
        verify(None, A["body"].encode(), [A["secret"]], A["t"])


def test_blanks_and_order_in_the_header_do_not_matter():
    timestamp, mac = A["header"].split(",")
    assert passes(A, header=f"{mac}, {timestamp}")


def test_several_hashes_and_several_secrets_are_tried():
    timestamp, mac = A["header"].split(",")
    assert passes(A, header=f"{timestamp},v0={'0' * 64},{mac}", secrets=["old", A["secret"]])


def test_an_empty_secret_signs_nothing():
    assert not passes(A, secrets=[""])
