"""Twilio's recordings: the media of a voicemail, piece by piece. Twilio documentation "Recordings", read 2026-11.

The media lies behind the account's credentials and may be redirected to a storage host, which does not get them.
"""

import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from trunkline.errors import CarrierError, NotConfigured
from trunkline.vendors.twilio import calls_api as wire
from trunkline.vendors.twilio.client import NO_KEYS, UNAUTHENTICATED, Account
from trunkline.web.vendor_client import VendorClient

BUDGET_S = 100.0  # its function is given 120 s
LIMIT_BYTES = 64 * 1024 * 1024  # a message lasts two minutes at most
CONTENT_TYPE = "audio/mpeg"
Pieces = Iterator[bytes]


class TwilioRecordings:
    """The port `CarrierRecordings`. Raises CarrierError; nothing is changed, so everything may be asked again."""

    content_type = CONTENT_TYPE

    def __init__(self, base_url: str, account: Callable[[], Account], verify: ssl.SSLContext | None = None) -> None:
        self._account = account
        self._client = VendorClient(base_url, verify)

    @contextmanager
    def media(self, recording_sid: str) -> Iterator[Pieces]:
        """The audio as MP3. Right after the call it may not be there yet, which is a CarrierError like any other."""
        with _carrier_errors(), self._authorized(recording_sid) as (head, pieces):
            if not head.is_redirect:
                yield _checked(head, pieces)
                return
            storage = head.next_request
            if storage is None or storage.url.scheme != head.request.url.scheme:
                raise CarrierError("malformed_answer", "a recording that is redirected to no address")
            with self._get(str(storage.url)) as (moved, media):
                yield _checked(moved, media)

    @contextmanager
    def _authorized(self, recording_sid: str) -> Iterator[tuple[httpx.Response, Pieces]]:
        """The answer to the first token that is accepted, or else to the last one."""
        account = self._account()
        tokens = [token for token in account.tokens if token]
        if not (account.sid and tokens):
            raise NotConfigured(NO_KEYS)
        path = wire.recording_media(account.sid, recording_sid)
        for token in tokens[:-1]:
            with self._get(path, auth=(account.sid, token)) as answer:
                if answer[0].status_code != UNAUTHENTICATED:
                    yield answer
                    return
        with self._get(path, auth=(account.sid, tokens[-1])) as answer:
            yield answer

    def _get(self, url: str, **parts: Any) -> Any:
        return self._client.stream("GET", url, timeout=BUDGET_S, limit=LIMIT_BYTES, **parts)


def _checked(head: httpx.Response, pieces: Pieces) -> Pieces:
    if head.status_code != httpx.codes.OK:
        raise CarrierError(f"http_{head.status_code}", "the recording is not there", status=head.status_code)
    return pieces


@contextmanager
def _carrier_errors() -> Iterator[None]:
    try:
        yield
    except httpx.HTTPError as error:
        raise CarrierError("unreachable", "the recording could not be fetched") from error
