"""The ElevenLabs-Signature header: HMAC-SHA256 over the time, a dot and the raw body."""

import hashlib
import hmac


def signature(body: bytes, secret: str, timestamp_unix_s: int) -> str:
    return f"t={timestamp_unix_s},v0={digest(body, secret, timestamp_unix_s)}"


def digest(body: bytes, secret: str, timestamp_unix_s: int) -> str:
    signed = str(timestamp_unix_s).encode() + b"." + body
    return hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
