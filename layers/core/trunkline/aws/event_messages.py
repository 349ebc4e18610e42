"""Events as EventBridge puts them into a queue: the CloudEvent is in `detail`."""

import json
from typing import Any


def event_in(body: str) -> dict[str, Any] | None:
    """The CloudEvent of a message; None for a message of another service."""
    detail = json.loads(body).get("detail")
    return detail if isinstance(detail, dict) else None
