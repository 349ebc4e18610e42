"""Keys of verified reports: inbox/<provider>/<kind>/<conversation>/<sha256 of the bytes>.json.

A duplicate has the same bytes, so it overwrites itself.
"""

from collections.abc import Iterable
from hashlib import sha256

from trunkline.ids import ConversationId

PREFIX = "inbox/"
UNKNOWN = "unknown"  # the kind of a report that no reader exists for
NO_CONVERSATION = "no.conversation"  # the folder of reports without a conversation id; never an id of its own


def report_key(provider: str, kind: str, conversation: ConversationId | None, body: bytes) -> str:
    return f"{report_folder(provider, kind, conversation)}{sha256(body).hexdigest()}.json"


def report_folder(provider: str, kind: str, conversation: ConversationId | None) -> str:
    return f"{PREFIX}{provider}/{kind}/{conversation or NO_CONVERSATION}/"


def provider_of(key: str) -> str:
    return key.removeprefix(PREFIX).partition("/")[0]


def folders_of_conversation(key: str, kinds: Iterable[str]) -> list[str]:
    """Folders of all reports of a report's conversation, its own the last; none where it names no conversation."""
    _inbox, provider, own, conversation, _name = key.split("/")
    if conversation == NO_CONVERSATION:
        return []
    others = [kind for kind in kinds if kind != own]
    return [report_folder(provider, kind, ConversationId(conversation)) for kind in (*others, own)]
