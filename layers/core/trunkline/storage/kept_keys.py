"""Companies with API keys remembered for half a minute: a busy program costs one look-up, not one each time."""

from collections.abc import Callable
from datetime import datetime, timedelta

from trunkline.domain.companies import ApiKey
from trunkline.storage.companies_table import CompaniesTable

KEPT = timedelta(seconds=30)
KEYS_AT_MOST = 1000


class RememberingCompanies(CompaniesTable):
    """A revoked key may open for half a minute more. Unknown keys are not remembered: a new one works at once."""

    def __init__(self, companies: CompaniesTable, now: Callable[[], datetime]) -> None:
        super().__init__(companies.directory)
        self._now = now
        self._known: dict[str, tuple[ApiKey, datetime]] = {}

    def key_of(self, fingerprint: str) -> ApiKey | None:
        known = self._known.get(fingerprint)
        if known and self._now() - known[1] < KEPT:
            return known[0]
        key = super().key_of(fingerprint)
        self._remember(fingerprint, key)
        return key

    def end_key(self, key: ApiKey, at: datetime) -> None:
        super().end_key(key, at)
        self._known.pop(key.fingerprint, None)

    def _remember(self, fingerprint: str, key: ApiKey | None) -> None:
        if key is None:
            self._known.pop(fingerprint, None)
            return
        if len(self._known) >= KEYS_AT_MOST:
            self._known.clear()
        self._known[fingerprint] = (key, self._now())
