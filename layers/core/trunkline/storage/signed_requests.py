"""AWS requests without an AWS SDK: Signature Version 4 over http.client, for the one write a webhook makes.

A boto3 client costs a webhook more start-up time than the rest of it together (docs/decisions/0004). Signing is held
against botocore in the tests. "Signature Version 4 signing process", AWS General Reference, read 2026-11.
"""

import hmac
import http.client
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from urllib.parse import quote, urlsplit

ATTEMPTS = 3
TIMEOUT_S = 3.0
RETRYABLE = {429, 500, 502, 503, 504}


@dataclass(frozen=True, slots=True)
class Credentials:
    """What Lambda puts into the environment."""

    access_key: str
    secret_key: str
    session_token: str = ""

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> "Credentials":
        return cls(
            environ["AWS_ACCESS_KEY_ID"],
            environ["AWS_SECRET_ACCESS_KEY"],
            environ.get("AWS_SESSION_TOKEN", ""),
        )


class AwsRefused(Exception):
    """AWS answered, and not with success. The body is AWS's own text and holds no data of ours."""

    def __init__(self, status: int, body: bytes) -> None:
        super().__init__(f"HTTP {status}: {body[:300].decode(errors='replace')}")
        self.status = status


@dataclass(frozen=True, slots=True)
class SignedRequests:
    """Sends idempotent requests to one AWS service, retrying what may be retried."""

    service: str
    region: str
    endpoint: str  # scheme://host[:port]
    credentials: Credentials
    now: Callable[[], datetime] = lambda: datetime.now(UTC)

    @classmethod
    def from_environment(cls, service: str, environ: Mapping[str, str] = os.environ) -> "SignedRequests":
        region = environ["AWS_REGION"]
        endpoint = environ.get("AWS_ENDPOINT_URL") or f"https://{service}.{region}.amazonaws.com"
        return cls(service, region, endpoint, Credentials.from_environment(environ))

    def call(self, action: str, arguments: dict[str, str]) -> dict[str, object]:
        """One JSON 1.1 action, `secretsmanager.GetSecretValue` say."""
        headers = {"content-type": "application/x-amz-json-1.1", "x-amz-target": action}
        answer: dict[str, object] = json.loads(self.send("POST", "/", json.dumps(arguments).encode(), headers))
        return answer

    def send(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> bytes:
        """The body of a 2xx answer. Raises AwsRefused or the last OSError. Only for requests that may be repeated."""
        path = quote(path)
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return self._send_once(method, path, body, headers)
            except AwsRefused as refusal:
                if refusal.status not in RETRYABLE or attempt == ATTEMPTS:
                    raise
            except (OSError, http.client.HTTPException):
                if attempt == ATTEMPTS:
                    raise
        raise AssertionError("unreachable")

    def _send_once(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> bytes:
        connection = self._connect()
        try:
            connection.request(method, path, body, self.sign(method, path, body, headers))
            response = connection.getresponse()
            answer = response.read()
        finally:
            connection.close()
        if response.status >= 300:
            raise AwsRefused(response.status, answer)
        return answer

    def _connect(self) -> http.client.HTTPConnection:
        parts = urlsplit(self.endpoint)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        return kind(parts.netloc, timeout=TIMEOUT_S)

    def sign(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> dict[str, str]:
        """The headers to send, Authorization included. `path` is already percent-encoded."""
        moment, digest = self.now().strftime("%Y%m%dT%H%M%SZ"), sha256(body).hexdigest()
        signed = {
            **headers,
            "host": urlsplit(self.endpoint).netloc,
            "x-amz-date": moment,
            "x-amz-content-sha256": digest,
        }
        if self.credentials.session_token:
            signed["x-amz-security-token"] = self.credentials.session_token
        names = sorted(signed)
        lines = [method, path, "", *(f"{name}:{signed[name]}" for name in names), "", ";".join(names), digest]
        scope = f"{moment[:8]}/{self.region}/{self.service}/aws4_request"
        canonical = sha256("\n".join(lines).encode()).hexdigest()
        to_sign = f"AWS4-HMAC-SHA256\n{moment}\n{scope}\n{canonical}"
        signature = hmac.new(self._key(moment[:8]), to_sign.encode(), sha256).hexdigest()
        credential = f"{self.credentials.access_key}/{scope}"
        signed["authorization"] = (
            f"AWS4-HMAC-SHA256 Credential={credential}, SignedHeaders={';'.join(names)}, Signature={signature}"
        )
        return signed

    def _key(self, day: str) -> bytes:
        key = ("AWS4" + self.credentials.secret_key).encode()
        for part in (day, self.region, self.service, "aws4_request"):
            key = hmac.new(key, part.encode(), sha256).digest()
        return key
