"""AES-256-GCM: a sealed value is its version, a fresh nonce, and the ciphertext with its tag (NIST SP 800-38D)."""

import os
from collections.abc import Callable

from trunkline.encryption.domain.sealed_values import (
    NONCE_BYTES,
    TAG_BYTES,
    VERSION,
    NotReadable,
    Place,
    as_text,
    checked_key,
    from_text,
)
from trunkline.encryption.ports import SubjectKeys

HEAD = bytes([VERSION])


def fresh_nonce() -> bytes:
    """96 random bits. Under one key a nonce must never come twice: 2^32 values of one person are far off."""
    return os.urandom(NONCE_BYTES)


class AesFieldCipher:
    """The port FieldCipher."""

    def __init__(self, keys: SubjectKeys, nonce: Callable[[], bytes] = fresh_nonce) -> None:
        self._keys = keys
        self._nonce = nonce

    def seal(self, plain: bytes, place: Place) -> bytes:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # only functions with patients load it

        key = checked_key(self._keys.key(place.company_id, place.subject))
        nonce = self._nonce()
        return HEAD + nonce + AESGCM(key).encrypt(nonce, plain, place.context)

    def open(self, sealed: bytes, place: Place) -> bytes:
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        if sealed[:1] != HEAD or len(sealed) < len(HEAD) + NONCE_BYTES + TAG_BYTES:
            raise NotReadable("a sealed value of another version, or cut")
        key = checked_key(self._keys.existing(place.company_id, place.subject))
        nonce, ciphertext = sealed[len(HEAD) :][:NONCE_BYTES], sealed[len(HEAD) + NONCE_BYTES :]
        try:
            return AESGCM(key).decrypt(nonce, ciphertext, place.context)
        except InvalidTag as error:
            raise NotReadable("altered, moved, or sealed with another key") from error

    def seal_text(self, text: str, place: Place) -> str:
        return as_text(self.seal(text.encode(), place))

    def open_text(self, sealed: str, place: Place) -> str:
        return self.open(from_text(sealed), place).decode()
