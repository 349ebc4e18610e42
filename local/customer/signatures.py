"""Signatures of Standard Webhooks, as a customer verifies them.

"Standard Webhooks specification", standardwebhooks.com, read 2026-11.
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping

TOLERANCE_S = 300


def refusal(headers: Mapping[str, str], body: bytes, secret: str, now_s: float) -> str:
    """The reason why a request is not genuine; empty for one that is."""
    message_id, timestamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not message_id or not timestamp.isdecimal():
        return "a header of the signature is missing"
    if abs(now_s - int(timestamp)) > TOLERANCE_S:
        return "the timestamp is too far away"
    key = base64.b64decode(secret.removeprefix("whsec_"))
    digest = hmac.new(key, f"{message_id}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    expected = "v1," + base64.b64encode(digest).decode()
    given = headers.get("webhook-signature", "").split()
    return "" if any(hmac.compare_digest(expected, one) for one in given) else "the signature is another one"
