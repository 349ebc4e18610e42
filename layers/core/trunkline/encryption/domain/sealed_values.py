"""Sealed values: the form in which a person's fields are stored, and the identity each is bound to."""

import base64
import json
from dataclasses import dataclass
from typing import Final

VERSION: Final = 1
KEY_BYTES, NONCE_BYTES, TAG_BYTES = 32, 12, 16
MARK: Final = f"sealed:{VERSION}:"


class BadKey(Exception):
    """A data key that is none: of another length, or of one byte repeated."""


class KeyErased(Exception):
    """The subject has no data key (any more): what was sealed with it can no longer be read."""


class NotReadable(Exception):
    """A sealed value that was altered, belongs elsewhere, or was sealed with another key."""


@dataclass(frozen=True, slots=True)
class Place:
    """The identity of a value. A sealed value opens at its own place only: moved to another person, object or field it
    is refused. Names and numbers of people do not belong here: `subject` is a pseudonym, `object` a random id."""

    company_id: str
    subject: str  # whose data key it is
    object: str
    field: str

    @property
    def context(self) -> bytes:
        """The additional authenticated data: unambiguous, and the same for the same place."""
        values = [VERSION, self.company_id, self.subject, self.object, self.field]
        return json.dumps(values, separators=(",", ":")).encode()


def checked_key(key: bytes) -> bytes:
    """Raises BadKey. Hex or base64 that was not decoded, and keys made of nothing, end here."""
    if len(key) != KEY_BYTES:
        raise BadKey(f"a data key has {KEY_BYTES} bytes, not {len(key)}")
    if len(set(key)) == 1:
        raise BadKey("a data key of one byte repeated")
    return key


def as_text(sealed: bytes) -> str:
    return MARK + base64.urlsafe_b64encode(sealed).decode()


def from_text(written: str) -> bytes:
    """Raises NotReadable."""
    if not written.startswith(MARK):
        raise NotReadable("this is not a sealed value")
    try:
        return base64.b64decode(written.removeprefix(MARK), altchars=b"-_", validate=True)
    except ValueError as error:
        raise NotReadable("a sealed value that is cut or damaged") from error
