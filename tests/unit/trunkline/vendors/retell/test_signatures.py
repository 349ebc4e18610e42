"""Retell's signature: the vectors of its SDKs, and every form that must not pass."""

import hmac
from hashlib import sha256

import pytest

from trunkline.errors import InvalidSignature
from trunkline.vendors.retell.signatures import verify

KEY = "key_test_0000000000000000000000000001"
STARTED = (
    b'{"event":"call_started","call":{"call_id":"call_0001","call_type":"phone_call","agent_id":"agent_0001",'
    b'"call_status":"ongoing","direction":"inbound","from_number":"+15550100001","to_number":"+15550100002",'
    b'"start_timestamp":1760000000000}}'
)
ENDED = (
    '{"event":"call_ended","call":{"call_id":"call_0002","disconnection_reason":"user_hangup",'
    '"transcript":"Agent: Hé, ça va ? 👋\\nUser: Sí, mañana.\\n"}}'
).encode()
VECTORS = [
    (KEY, 1760000000123, STARTED, "4b41bf03979f5c636efd6b4a521d6af406b70355c85f0e95cc120c4ebf51c5b2"),
    (KEY, 1760000000456, ENDED, "7e173b12e1219da79a1022be2eadf3fd9bcfe0b71cd2b5d8f460f6b2af5dd58e"),
    ("key_b7c1", 1700000000000, b"", "f12003b1a6e93338bacf9486b70439c9895079782803643e7f8a52ebc6dc8dbf"),
    ("test-api-key", 1700000000000,
     b'{"event":"call_ended"}', "07024cabe7dd8f6d1c6e4a8324ca92c812e6ad4a7ee506c04f7e462e3321823e"),
]  # fmt: skip
T, D = 1760000000123, VECTORS[0][3]
MUST_FAIL = [
    None,
    "",
    f"v={T},d=b3b1ca03327dc8b5c8d7a1aadddb4020d8c238580886ada269a3614f88b65986",  # HMAC of the body alone
    f"v={T},d=a39bf9d0c089c5215b5402f30f26a500c65b40e2f47b774a51abe5121a4fe0f9",  # an old SDK's own `sign`
    f" v={T},d={D}",
    f"xv={T},d={D}",
    f"v={T},d={D}x",
    f"v={T}, d={D}",
    f"v={T},d={D} ",
    f"v={T},d={D}\n",
    f"d={D},v={T}",
    f"v={T},d={D},x=1",
    f"v={T}",
    f"d={D}",
    f"v=-{T},d={D}",
    f"v={T},d={D[:62]}",
    f"v={T},d={D.upper()}",
    f"v=١٧٦٠٠٠٠٠٠٠١٢٣,d={D}",
    f"v={'9' * 400},d={D}",
]


def is_valid(header: str | None, body: bytes = STARTED, keys: tuple[str, ...] = (KEY,), now_ms: int = T) -> bool:
    try:
        verify(header, body, keys, now_ms / 1000)
    except InvalidSignature:
        return False
    return True


@pytest.mark.parametrize(("key", "t", "body", "digest"), VECTORS)
@pytest.mark.parametrize("off_ms", [0, -300_000, 300_000])
def test_the_vectors_verify_within_five_minutes(key, t, body, digest, off_ms):
    assert is_valid(f"v={t},d={digest}", body, (key,), t + off_ms)


@pytest.mark.parametrize(("key", "t", "body", "digest"), VECTORS)
@pytest.mark.parametrize("off_ms", [-300_001, 300_001])
def test_outside_of_five_minutes_nothing_verifies(key, t, body, digest, off_ms):
    assert not is_valid(f"v={t},d={digest}", body, (key,), t + off_ms)


def test_the_lengths_of_the_vectors_bodies_are_those_of_the_documentation():
    assert (len(STARTED), sha256(STARTED).hexdigest()[:8]) == (238, "823933b7")
    assert (len(ENDED), sha256(ENDED).hexdigest()[:8]) == (154, "a7315253")


@pytest.mark.parametrize("header", MUST_FAIL)
def test_other_forms_do_not_verify(header):
    assert not is_valid(header)


def test_another_body_and_another_key_do_not_verify():
    header = f"v={T},d={D}"
    assert not is_valid(header, STARTED + b" ")
    assert not is_valid(header, keys=("key_other",))
    assert not is_valid(header, keys=())


def test_an_empty_key_verifies_nothing():
    digest = hmac.new(b"", STARTED + str(T).encode(), sha256).hexdigest()
    assert not is_valid(f"v={T},d={digest}", keys=("",))


def test_two_keys_are_valid_while_one_is_rotated():
    assert is_valid(f"v={T},d={D}", keys=("key_new", KEY))
