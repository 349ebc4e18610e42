"""Where a verified report is kept: inbox/<provider>/<kind>/<conversation>/<hash of the bytes>.json.

The hash makes a duplicate land on itself. Plain json on purpose: this runs in the webhook, where importing
pydantic would cost more than everything else together.
"""

import json
import re
from hashlib import sha256
from typing import Any

from trunkline.domain.errors import BadRequest

PREFIX = "inbox/"
SAFE = re.compile(r"[A-Za-z0-9_-]{1,128}")


def inbox_key(provider: str, body: bytes) -> str:
    """Raises BadRequest for anything but a JSON object with a `type`: no provider sends that, signed or not."""
    report = _object(body)
    kind = report.get("type")
    if not isinstance(kind, str) or not kind:
        raise BadRequest("a report has a type")
    data = report.get("data")
    conversation = data.get("conversation_id") if isinstance(data, dict) else None
    return f"{PREFIX}{provider}/{_safe(kind)}/{_safe(conversation)}/{sha256(body).hexdigest()}.json"


def provider_of(key: str) -> str:
    return key.removeprefix(PREFIX).partition("/")[0]


def _object(body: bytes) -> dict[str, Any]:
    try:
        report = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadRequest("a report is JSON") from error
    if not isinstance(report, dict):
        raise BadRequest("a report is a JSON object")
    return report


def _safe(part: object) -> str:
    """Foreign text never becomes a path; the body still has it."""
    return part if isinstance(part, str) and SAFE.fullmatch(part) else "unknown"
