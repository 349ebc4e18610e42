"""Sends deliveries over HTTPS to public addresses: 5 s for all of it, no redirects, 64 kB of an answer at most."""

import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from trunkline.events.domain.deliveries import DeliveryAttempt
from trunkline.web.public_https import PublicHttps, Unreachable

BUDGET_S = 5.0
ANSWER_LIMIT_BYTES = 64 * 1024


class HttpsSender:
    def __init__(
        self,
        https: PublicHttps | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._https = https or PublicHttps(BUDGET_S, ANSWER_LIMIT_BYTES)
        self._now, self._clock = now, clock

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> DeliveryAttempt:
        began = self._clock()
        status, error = None, ""
        try:
            status = self._https.post(url, body, headers).status
        except Unreachable as unreachable:
            error = str(unreachable)
        return DeliveryAttempt(self._now(), round((self._clock() - began) * 1000), status, error)
