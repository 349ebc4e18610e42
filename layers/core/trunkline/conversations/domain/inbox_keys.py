"""Where a verified report is kept: inbox/<provider>/<kind>/<conversation>/<hash of the bytes>.json.

The hash makes a duplicate land on itself.
"""

import re
from hashlib import sha256

from trunkline.conversations.domain.report_envelopes import read_envelope

PREFIX = "inbox/"
SAFE = re.compile(r"[A-Za-z0-9_-]{1,128}")


def inbox_key(provider: str, body: bytes) -> str:
    """Raises BadRequest for what no reader could read."""
    envelope = read_envelope(body)
    conversation = envelope.data.get("conversation_id")
    return f"{PREFIX}{provider}/{_safe(envelope.kind)}/{_safe(conversation)}/{sha256(body).hexdigest()}.json"


def provider_of(key: str) -> str:
    return key.removeprefix(PREFIX).partition("/")[0]


def _safe(part: object) -> str:
    """Foreign text never becomes a path; the body still has it."""
    return part if isinstance(part, str) and SAFE.fullmatch(part) else "unknown"
