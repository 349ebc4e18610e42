"""A request to a vendor's API as plain data, so that functions and the relay share one codec."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class VendorRequest:
    """One request, ready to send. It is repeated by nothing: most vendors have no idempotency key."""

    method: str
    path: str
    json: dict[str, Any] | None = None
    query: dict[str, str] | None = None
