"""Ports of encryption: data keys by subject, and the cipher that seals fields with them."""

from typing import Protocol

from trunkline.encryption.domain.sealed_files import Read, SealedFile
from trunkline.encryption.domain.sealed_values import Place


class SubjectKeys(Protocol):
    """One data key of 32 bytes for each subject of a company: a person, by a pseudonym.

    Without its key nothing of a subject can be read: to erase the key is to erase all of it, copies and backups too.
    """

    def key(self, company_id: str, subject: str) -> bytes:
        """The subject's key, made when there is none yet."""
        ...

    def existing(self, company_id: str, subject: str) -> bytes:
        """Raises KeyErased."""
        ...

    def erase(self, company_id: str, subject: str) -> bool:
        """False when there is none. Other processes may know the key for five minutes more."""
        ...


class FieldCipher(Protocol):
    """Seals values so that they open with their subject's key, at their own place, unaltered, or not at all."""

    def seal(self, plain: bytes, place: Place) -> bytes: ...

    def open(self, sealed: bytes, place: Place) -> bytes:
        """Raises KeyErased, NotReadable."""
        ...

    def seal_text(self, text: str, place: Place) -> str:
        """As text, to be stored in an attribute."""
        ...

    def open_text(self, sealed: str, place: Place) -> str:
        """Raises KeyErased, NotReadable."""
        ...


class FileCipher(Protocol):
    """Seals files so that a part of one opens by its own chunks, at the file's own place, or not at all."""

    def seal(self, plain: bytes, place: Place) -> bytes:
        """Raises KeyErased: a file is sealed for a person who is on file, and makes no key."""
        ...

    def open(self, file: SealedFile, place: Place, start: int, stop: int, read: Read) -> bytes:
        """The plain bytes from `start` to before `stop`; `read` gives the sealed file's. Raises KeyErased,
        NotReadable."""
        ...


class Pseudonyms(Protocol):
    """Pseudonyms under a key of the company's own."""

    def of(self, company_id: str, kind: str, value: str) -> str:
        """Makes the company's key when there is none yet."""
        ...

    def existing(self, company_id: str, kind: str, value: str) -> str:
        """Raises KeyErased: nothing of the company stands under a pseudonym."""
        ...
