"""Signatures of Standard Webhooks 1.0: an HMAC-SHA256 over id, timestamp and body.

"Standard Webhooks specification", standardwebhooks.com, read 2026-11. Held against the `standardwebhooks` package.
"""

import base64
import hmac
from collections.abc import Iterable
from datetime import datetime

PREFIX = "whsec_"
SEED_BYTES = 24


def signing_secret(key: bytes, seed: str) -> str:
    """`whsec_…`, of 32 bytes. Without the key a seed says nothing of its secret."""
    return PREFIX + base64.b64encode(hmac.digest(key, b"event endpoint\n" + seed.encode(), "sha256")).decode()


def signed_headers(message_id: str, body: bytes, secrets: Iterable[str], now: datetime) -> dict[str, str]:
    """With a signature of each secret, separated by spaces, as during a rotation."""
    timestamp = str(int(now.timestamp()))
    signatures = " ".join(_signature(secret, message_id, timestamp, body) for secret in secrets)
    return {"webhook-id": message_id, "webhook-timestamp": timestamp, "webhook-signature": signatures}


def _signature(secret: str, message_id: str, timestamp: str, body: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    digest = hmac.digest(key, b".".join((message_id.encode(), timestamp.encode(), body)), "sha256")
    return "v1," + base64.b64encode(digest).decode()
