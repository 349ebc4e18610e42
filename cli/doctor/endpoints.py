"""The doctor's line about event endpoints."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cli.doctor.checks import Finding
from trunkline.events.domain.endpoints import FAILED


def endpoint_findings(endpoints: Iterable[Mapping[str, Any]]) -> Iterator[Finding]:
    """None without endpoints. Always ok: an endpoint that fails is its company's system, and not the stage's."""
    known = list(endpoints)
    off = sorted(f"{item['company_id']} {item['endpoint_id']}" for item in known if item["disabled_reason"] == FAILED)
    if known:
        says = f"{len(off)} of {len(known)} switched off after a day of failures"
        yield Finding("event endpoints", True, f"{says}: {', '.join(off)}" if off else says)
