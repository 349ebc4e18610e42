import os
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook, WebhookVerificationError

from trunkline.events.domain.standard_webhooks import signed_headers, signing_secret


@given(
    st.text(alphabet="abcdef0123456789", min_size=1, max_size=40),
    st.binary(max_size=200),
    st.binary(min_size=24, max_size=64),
)
def test_the_official_library_accepts_every_signature(message_id, body, key):
    secret, payload = signing_secret(key, "seed"), b'{"a": "' + body.hex().encode() + b'"}'
    headers = signed_headers(message_id, payload, [secret], datetime.now(UTC))
    assert Webhook(secret).verify(payload, headers) == {"a": body.hex()}


def test_during_a_rotation_either_secret_verifies():
    old, new = signing_secret(os.urandom(24), "seed"), signing_secret(os.urandom(24), "seed")
    headers = signed_headers("ev1", b"{}", [new, old], datetime.now(UTC))
    assert Webhook(old).verify(b"{}", headers) == Webhook(new).verify(b"{}", headers) == {}


@pytest.mark.parametrize("changed", ["body", "id", "timestamp", "secret"])
def test_the_official_library_refuses_a_change(changed):
    secret = signing_secret(b"1" * 24, "seed")
    headers = signed_headers("ev1", b"{}", [secret], datetime.now(UTC))
    body = b'{"a":1}' if changed == "body" else b"{}"
    headers |= {"webhook-id": "ev2"} if changed == "id" else {}
    headers |= {"webhook-timestamp": str(int(headers["webhook-timestamp"]) + 1)} if changed == "timestamp" else {}
    with pytest.raises(WebhookVerificationError):
        Webhook(signing_secret(b"1" * 24, "another seed") if changed == "secret" else secret).verify(body, headers)


def test_a_secret_is_derived_from_the_key_and_the_seed():
    secrets = {signing_secret(key, seed) for key in (b"1" * 24, b"2" * 24) for seed in ("a", "b")}
    assert len(secrets) == 4
    assert signing_secret(b"1" * 24, "a") == signing_secret(b"1" * 24, "a")
