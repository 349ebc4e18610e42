"""Retell's signature, `x-retell-signature: v=<unix ms>,d=<hex>`: HMAC-SHA256 over the raw body + the time's digits.

The key is the API key with the webhook badge. Our own few lines: the vendor's SDK takes text only, and a re-encoded
body is another body. Retell documentation "Secure the webhook", read 2026-11; held against both official SDKs in
tests/contract.
"""

import hmac
import re
from collections.abc import Sequence
from hashlib import sha256

from trunkline.errors import InvalidSignature

SIGNATURE_HEADER = "x-retell-signature"
WINDOW_MS = 300_000
FORM = re.compile(r"v=([0-9]{1,16}),d=([0-9a-f]{64})")


def verify(header: str | None, body: bytes, keys: Sequence[str], now_s: float) -> None:
    """Raises InvalidSignature unless one key signed exactly these bytes within five minutes of now, either side."""
    parts = FORM.fullmatch(header or "")
    if parts is None:
        raise InvalidSignature
    milliseconds, claimed = int(parts[1]), parts[2]
    if abs(round(now_s * 1000) - milliseconds) > WINDOW_MS:
        raise InvalidSignature
    signed = body + str(milliseconds).encode()
    expected = [hmac.new(key.encode(), signed, sha256).hexdigest() for key in keys if key]
    # A list, not a generator: every pair is compared, so timing does not tell which one came near.
    if not any([hmac.compare_digest(item, claimed) for item in expected]):  # noqa: C419
        raise InvalidSignature
