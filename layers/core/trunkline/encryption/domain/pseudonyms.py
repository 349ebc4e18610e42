"""Pseudonyms: keyed hashes that stand for a person where records have to be joined.

A plain hash of a telephone number is undone by trying all numbers; this one cannot be made without the company's key.
"""

import hmac
from hashlib import sha256

from trunkline.encryption.domain.sealed_values import checked_key

CHARACTERS = 32  # of hex: 128 bits


def pseudonym(kind: str, value: str, key: bytes) -> str:
    """The same for the same kind and value, under this key. Raises BadKey."""
    made = hmac.new(checked_key(key), f"{kind}\n{value}".encode(), sha256)
    return f"p_{made.hexdigest()[:CHARACTERS]}"
