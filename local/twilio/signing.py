"""X-Twilio-Signature from the sender's side: which URL is signed, over which parameters, with which key."""

import base64
import hashlib
import hmac
from collections.abc import Iterable
from urllib.parse import urlsplit, urlunsplit

Params = Iterable[tuple[str, str]]
HASHES = {"HMAC_SHA1": hashlib.sha1, "HMAC_SHA256": hashlib.sha256}


def signature(url: str, params: Params, token: str, algorithm: str = "HMAC_SHA1") -> str:
    """Signs exactly the URL given; `signed_url` decides beforehand what that URL is."""
    text = url + "".join(name + value for name, value in sorted(set(params)))
    digest = hmac.new(token.encode(), text.encode(), HASHES[algorithm]).digest()
    return base64.b64encode(digest).decode()


def signed_url(url: str, *, keep_port: bool = False) -> str:
    """Userinfo and fragment are never signed; voice over https also drops the port, plain http keeps it."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    if parts.scheme != "http" and not keep_port:
        host = host.partition(":")[0]
    return urlunsplit((parts.scheme, host, parts.path, parts.query, ""))


def handshake_url(url: str) -> str:
    """A stream URL is signed, and requested, without its query: the carrier drops it."""
    return signed_url(urlunsplit(urlsplit(url)._replace(query="")))
