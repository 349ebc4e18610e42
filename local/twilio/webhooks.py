"""Sends one signed webhook, the way the carrier does it: form bodies, time limits, retries, redirects."""

import asyncio
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urljoin, urlsplit, urlunsplit

import aiohttp

from local.twilio.faults import Faults
from local.twilio.overrides import Overrides, split_overrides
from local.twilio.signing import signature, signed_url
from local.world.addresses import AddressBook, UnknownHost

BODY_LIMIT = 64 * 1024
REDIRECT_LIMIT = 10
FORM = "application/x-www-form-urlencoded; charset=UTF-8"
LOSES_ITS_BODY = {301, 302, 303}  # after these a POST becomes a GET


class WebhookFailed(Exception):
    """No usable answer. `code` is what the debugger shows, `trouble` what a retry policy looks at."""

    def __init__(self, code: int, message: str, trouble: str = "") -> None:
        super().__init__(message)
        self.code, self.message, self.trouble = code, message, trouble


@dataclass(frozen=True)
class Answer:
    status: int
    content_type: str
    body: bytes
    url: str  # after redirects: relative URLs in the document start from here
    is_chunked: bool = False


@dataclass
class WebhookSender:
    http: aiohttp.ClientSession
    addresses: AddressBook
    auth_token: str
    faults: Faults

    async def send(self, url: str, params: Mapping[str, str], method: str = "POST") -> Answer:
        """One event, possibly several requests. Every one carries the same idempotency token."""
        address, overrides = split_overrides(url)
        if urlsplit(address).scheme not in {"http", "https"} or not urlsplit(address).hostname:
            raise WebhookFailed(11100, f"not an absolute URL: {url!r}")
        try:
            async with asyncio.timeout(overrides.total_ms / 1000):
                return await self._with_retries(address, dict(params), method, overrides)
        except TimeoutError:
            raise WebhookFailed(11200, f"no answer from {address} in time", "rt") from None

    async def _with_retries(self, url: str, params: dict[str, str], method: str, rules: Overrides) -> Answer:
        token = str(uuid.uuid4())
        for attempts_left in range(rules.retries, -1, -1):
            try:
                return await self._follow(url, params, method, rules, token)
            except WebhookFailed as failure:
                if not (attempts_left and rules.retries_after(failure.trouble)):
                    raise
        raise AssertionError("the last attempt either answers or raises")

    async def _follow(self, url: str, params: dict[str, str], method: str, rules: Overrides, token: str) -> Answer:
        for _ in range(REDIRECT_LIMIT + 1):
            answer, location = await self._request(url, params, method, rules, token)
            if not location:
                return _usable(answer)
            url = urljoin(url, location)
            if answer.status in LOSES_ITS_BODY:
                method, params = "GET", {}
        raise WebhookFailed(11215, f"more than {REDIRECT_LIMIT} redirects")

    async def _request(
        self, url: str, params: dict[str, str], method: str, rules: Overrides, token: str
    ) -> tuple[Answer, str]:
        fields = params | self.faults.extra_params if params else {}
        if method == "GET" and fields:
            url, fields = _with_query(url, fields), {}
        headers = self._headers(url, fields, token)
        body = urlencode(fields | {k: v for k, v in self.faults.tell_lies.items() if k in fields})
        timeout = aiohttp.ClientTimeout(
            sock_connect=rules.connect_ms / 1000, sock_read=rules.read_ms / 1000, ceil_threshold=60
        )
        try:
            async with self.http.request(
                method,
                self._on_loopback(url),
                data=body if method == "POST" else None,
                headers=headers,
                timeout=timeout,
                allow_redirects=False,
            ) as response:
                return await _read(response, url)
        except (aiohttp.ConnectionTimeoutError, aiohttp.ClientConnectorError) as problem:
            raise WebhookFailed(11205, f"{url}: {problem}", "ct") from None
        except TimeoutError:
            raise WebhookFailed(11200, f"{url}: read timeout", "rt") from None
        except aiohttp.ClientError as problem:
            raise WebhookFailed(11206, f"{url}: {problem}") from None

    def _headers(self, url: str, fields: dict[str, str], token: str) -> dict[str, str]:
        key = self.faults.sign_with_token or self.auth_token
        address = signed_url(url, keep_port=self.faults.sign_with_port)
        return {
            "Host": urlsplit(url).netloc.rpartition("@")[2],
            "Content-Type": FORM,
            "X-Twilio-Signature": signature(address, fields.items(), key),
            "I-Twilio-Idempotency-Token": token,
            "User-Agent": "TwilioProxy/1.1",
        }

    def _on_loopback(self, url: str) -> str:
        if self.faults.sort_query_after_signing:
            parts = urlsplit(url)
            url = urlunsplit(parts._replace(query="&".join(sorted(parts.query.split("&")))))
        try:
            return self.addresses.resolve(url)
        except (UnknownHost, KeyError):
            raise WebhookFailed(11210, f"no such host: {urlsplit(url).hostname}") from None


def _with_query(url: str, fields: dict[str, str]) -> str:
    parts = urlsplit(url)
    query = "&".join(filter(None, [parts.query, urlencode(fields)]))
    return urlunsplit(parts._replace(query=query))


async def _read(response: aiohttp.ClientResponse, url: str) -> tuple[Answer, str]:
    body = await response.content.read(BODY_LIMIT + 1)
    while len(body) <= BODY_LIMIT and (more := await response.content.read(BODY_LIMIT)):
        body += more
    content_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    is_chunked = response.headers.get("Transfer-Encoding", "").lower() == "chunked"
    location = response.headers.get("Location", "") if 300 <= response.status < 400 else ""
    return Answer(response.status, content_type, body, url, is_chunked), location


def _usable(answer: Answer) -> Answer:
    if answer.status >= 300:
        family = f"{answer.status // 100}xx"
        raise WebhookFailed(11200, f"{answer.url} answered {answer.status}", family)
    if len(answer.body) > BODY_LIMIT:
        raise WebhookFailed(11750, f"{answer.url} answered more than 64 kB")
    return answer
