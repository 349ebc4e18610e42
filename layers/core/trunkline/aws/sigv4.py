"""AWS requests without an AWS SDK: Signature Version 4 over http.client, for the few requests a webhook makes.

A boto3 client costs a webhook more start-up time than the rest of it together (docs/decisions/0004). Signing is held
against botocore in the tests. "Signature Version 4 signing process", AWS General Reference, read 2026-11.
"""

import hmac
import http.client
import json
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from urllib.parse import quote, urlsplit

FIRST_PAUSE_S = 0.05
RETRYABLE_STATUS = {429, 500, 502, 503, 504}
RETRYABLE_CODES = {
    "ThrottlingException", "ProvisionedThroughputExceededException", "RequestLimitExceeded",
    "TransactionConflictException",  # another transaction was at the item; nothing was written
    "TransactionInProgressException",  # the same request, sent before, is still being worked on
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Credentials:
    """AWS credentials, as Lambda sets them in the environment."""

    access_key: str
    secret_key: str
    session_token: str = ""

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> "Credentials":
        return cls(environ["AWS_ACCESS_KEY_ID"], environ["AWS_SECRET_ACCESS_KEY"], environ.get("AWS_SESSION_TOKEN", ""))


class AwsRefused(Exception):
    """AWS answered, and not with success. Only its code is shown: a body may quote an item back."""

    def __init__(self, status: int, body: bytes) -> None:
        self.status, self.body, self.code = status, body, _code(body)
        super().__init__(f"HTTP {status} {self.code}")

    @property
    def may_pass(self) -> bool:
        return self.status in RETRYABLE_STATUS or self.code in RETRYABLE_CODES


def _code(body: bytes) -> str:
    """`com.amazonaws.dynamodb.v20120810#ThrottlingException` in JSON services; S3 answers XML and needs none here."""
    try:
        return str(json.loads(body)["__type"]).rpartition("#")[2]
    except (ValueError, KeyError, TypeError):
        return ""


@dataclass(slots=True)
class SigV4Client:
    """Sends idempotent requests to one AWS service over one kept connection, repeating what may pass."""

    service: str
    region: str
    endpoint: str  # scheme://host[:port]
    credentials: Credentials
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    pause: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    timeout_s: float = 3.0
    attempts: int = 3
    _connection: http.client.HTTPConnection | None = None

    @classmethod
    def from_environment(cls, service: str, environ: Mapping[str, str] = os.environ) -> "SigV4Client":
        region = environ["AWS_REGION"]
        endpoint = environ.get("AWS_ENDPOINT_URL") or f"https://{service}.{region}.amazonaws.com"
        return cls(service, region, endpoint, Credentials.from_environment(environ))

    def call(self, action: str, arguments: dict[str, Any], version: str = "1.1") -> dict[str, Any]:
        """One JSON action, `secretsmanager.GetSecretValue` say."""
        headers = {"content-type": f"application/x-amz-json-{version}", "x-amz-target": action}
        answer: dict[str, Any] = json.loads(self.send("POST", "/", json.dumps(arguments).encode(), headers))
        return answer

    def send(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> bytes:
        """The body of a 2xx answer. Raises AwsRefused or the last OSError. Only for requests that may be repeated."""
        path = quote(path)
        for attempt in range(self.attempts):
            try:
                return self._send_once(method, path, body, headers)
            except AwsRefused as refusal:
                if not refusal.may_pass or attempt == self.attempts - 1:
                    raise
            except (OSError, http.client.HTTPException):
                self._hang_up()
                if attempt == self.attempts - 1:
                    raise
            self.pause(FIRST_PAUSE_S * 2**attempt)
        raise AssertionError("unreachable")

    def _send_once(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> bytes:
        """One attempt. Half of its time is for the kept connection, which may have died while the function was frozen:
        that is not AWS's answer, so the rest of the time is for a new one."""
        kept, began = self._kept(), self.clock()
        if kept is not None:
            try:
                return self._exchange(kept, self.timeout_s / 2, method, path, body, headers)
            except (OSError, http.client.HTTPException):
                self._hang_up()
        left_s = max(self.timeout_s - (self.clock() - began), self.timeout_s / 2)
        self._connection = self._connect()
        return self._exchange(self._connection, left_s, method, path, body, headers)

    def _kept(self) -> http.client.HTTPConnection | None:
        """The connection of an earlier request; http.client takes its socket away when AWS has said goodbye."""
        is_open = self._connection is not None and self._connection.sock is not None
        return self._connection if is_open else None

    def _exchange(
        self,
        connection: http.client.HTTPConnection,
        timeout_s: float,
        method: str,
        path: str,
        body: bytes,
        headers: Mapping[str, str],
    ) -> bytes:
        connection.timeout = timeout_s
        if connection.sock is not None:
            connection.sock.settimeout(timeout_s)
        connection.request(method, path, body, self.sign(method, path, body, headers))
        response = connection.getresponse()
        answer = response.read()
        if response.status >= 300:
            raise AwsRefused(response.status, answer)
        return answer

    def _connect(self) -> http.client.HTTPConnection:
        parts = urlsplit(self.endpoint)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        return kind(parts.netloc, timeout=self.timeout_s)

    def _hang_up(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def sign(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> dict[str, str]:
        """The headers to send, Authorization included. `path` is already percent-encoded."""
        moment, digest = self.now().strftime("%Y%m%dT%H%M%SZ"), sha256(body).hexdigest()
        host = urlsplit(self.endpoint).netloc
        signed = {**headers, "host": host, "x-amz-date": moment, "x-amz-content-sha256": digest}
        if self.credentials.session_token:
            signed["x-amz-security-token"] = self.credentials.session_token
        names = sorted(signed)
        lines = [method, path, "", *(f"{name}:{signed[name]}" for name in names), "", ";".join(names), digest]
        scope = f"{moment[:8]}/{self.region}/{self.service}/aws4_request"
        canonical = sha256("\n".join(lines).encode()).hexdigest()
        to_sign = f"AWS4-HMAC-SHA256\n{moment}\n{scope}\n{canonical}"
        signature = hmac.new(self._key(moment[:8]), to_sign.encode(), sha256).hexdigest()
        credential = f"Credential={self.credentials.access_key}/{scope}"
        signed["authorization"] = (
            f"AWS4-HMAC-SHA256 {credential}, SignedHeaders={';'.join(names)}, Signature={signature}"
        )
        return signed

    def _key(self, day: str) -> bytes:
        key = ("AWS4" + self.credentials.secret_key).encode()
        for part in (day, self.region, self.service, "aws4_request"):
            key = hmac.new(key, part.encode(), sha256).digest()
        return key
