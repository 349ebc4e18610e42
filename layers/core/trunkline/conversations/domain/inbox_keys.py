"""Where a verified report is kept: inbox/<provider>/<kind>/<conversation>/<hash of the bytes>.json.

The hash makes a duplicate land on itself.
"""

from hashlib import sha256

from trunkline.ids import is_plain_id

PREFIX = "inbox/"
UNKNOWN = "unknown"


def report_key(provider: str, kind: str, conversation: object, body: bytes) -> str:
    """Foreign text never becomes a path; the body still has it."""
    known = conversation if isinstance(conversation, str) and is_plain_id(conversation) else UNKNOWN
    return f"{report_folder(provider, kind, known)}{sha256(body).hexdigest()}.json"


def report_folder(provider: str, kind: str, conversation: str) -> str:
    return f"{PREFIX}{provider}/{kind}/{conversation}/"


def provider_of(key: str) -> str:
    return key.removeprefix(PREFIX).partition("/")[0]
