"""Connection overrides: the fragment of a webhook URL (`#rc=2&rt=5000`) is an instruction to the carrier."""

from dataclasses import dataclass
from urllib.parse import parse_qsl, urldefrag

HARD_TOTAL_MS = 15000  # no setting can raise it


@dataclass(frozen=True)
class Overrides:
    connect_ms: int = 5000
    read_ms: int = 15000
    total_ms: int = HARD_TOTAL_MS
    retries: int = 1
    retry_on: frozenset[str] = frozenset({"ct"})

    def retries_after(self, trouble: str) -> bool:
        return trouble in self.retry_on or "all" in self.retry_on


def split_overrides(url: str) -> tuple[str, Overrides]:
    """The URL that is requested and signed, and the rules for requesting it. Nonsense values are ignored."""
    address, fragment = urldefrag(url)
    given = dict(parse_qsl(fragment))
    return address, Overrides(
        connect_ms=_within(given.get("ct"), 100, 10000, 5000),
        read_ms=_within(given.get("rt"), 100, 15000, 15000),
        total_ms=_within(given.get("tt"), 100, HARD_TOTAL_MS, HARD_TOTAL_MS),
        retries=_within(given.get("rc"), 0, 5, 1),
        retry_on=frozenset(given.get("rp", "ct").split(",")),
    )


def _within(value: str | None, low: int, high: int, default: int) -> int:
    if value is None or not value.isdigit() or not low <= int(value) <= high:
        return default
    return int(value)
