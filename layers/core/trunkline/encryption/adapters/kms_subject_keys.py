"""Data keys made and wrapped by KMS, kept wrapped in the Directory table, one item for each subject.

The encryption context of a wrapped key is its company and subject: KMS opens it for no other, and CloudTrail shows
which was asked for. A key that was opened is known to the process for five minutes: a request for each field would be
slow and dear.
"""

import base64
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Protocol

from trunkline.aws import table_keys
from trunkline.aws.directory_table import Directory
from trunkline.encryption.domain.pseudonyms import pseudonym
from trunkline.encryption.domain.sealed_values import KeyErased, checked_key

KNOWN_FOR = timedelta(minutes=5)
KNOWN_AT_MOST = 1000
PURPOSE = "trunkline-patients"
JOINS = "joins"  # the subject whose key makes a company's pseudonyms


class Kms(Protocol):
    """The actions used, by boto3's names."""

    def generate_data_key(self, **arguments: Any) -> Any: ...

    def decrypt(self, **arguments: Any) -> Any: ...


class KmsSubjectKeys:
    """The port SubjectKeys."""

    def __init__(self, kms: Callable[[], Kms], kms_key: str, directory: Directory, now: Callable[[], datetime]) -> None:
        self._kms = kms
        self._kms_key = kms_key
        self._directory = directory
        self._now = now
        self._known: OrderedDict[tuple[str, str], tuple[bytes, datetime]] = OrderedDict()

    def key(self, company_id: str, subject: str) -> bytes:
        try:
            return self.existing(company_id, subject)
        except KeyErased:
            return self._made(company_id, subject)

    def existing(self, company_id: str, subject: str) -> bytes:
        known = self._known.get((company_id, subject))
        if known and self._now() < known[1]:
            return known[0]
        found = self._directory.get(table_keys.data_key(company_id, subject))
        if found is None:
            raise KeyErased("no data key of this subject")
        return self._remembered(company_id, subject, self._unwrapped(found["wrapped"], company_id, subject))

    def erase(self, company_id: str, subject: str) -> bool:
        self._known.pop((company_id, subject), None)
        return self._directory.remove_owned(table_keys.data_key(company_id, subject), company_id)

    def _made(self, company_id: str, subject: str) -> bytes:
        """Of two processes that make one at the same time, the first one's is the key."""
        context = _context(company_id, subject)
        made = self._kms().generate_data_key(KeyId=self._kms_key, KeySpec="AES_256", EncryptionContext=context)
        item = {
            **table_keys.data_key(company_id, subject),
            "company_id": company_id,
            "wrapped": base64.b64encode(made["CiphertextBlob"]).decode(),
            "made_at": self._now().isoformat(),
        }
        if not self._directory.put_new(item):
            return self.existing(company_id, subject)
        return self._remembered(company_id, subject, made["Plaintext"])

    def _unwrapped(self, wrapped: str, company_id: str, subject: str) -> bytes:
        blob = base64.b64decode(wrapped)
        context = _context(company_id, subject)
        opened = self._kms().decrypt(KeyId=self._kms_key, CiphertextBlob=blob, EncryptionContext=context)
        return bytes(opened["Plaintext"])

    def _remembered(self, company_id: str, subject: str, key: bytes) -> bytes:
        self._known[company_id, subject] = (checked_key(key), self._now() + KNOWN_FOR)
        while len(self._known) > KNOWN_AT_MOST:
            self._known.popitem(last=False)
        return key


class KeyedPseudonyms:
    """The port Pseudonyms, under a data key of the company's own."""

    def __init__(self, keys: KmsSubjectKeys) -> None:
        self._keys = keys

    def of(self, company_id: str, kind: str, value: str) -> str:
        return pseudonym(kind, value, self._keys.key(company_id, JOINS))

    def existing(self, company_id: str, kind: str, value: str) -> str:
        return pseudonym(kind, value, self._keys.existing(company_id, JOINS))


def _context(company_id: str, subject: str) -> dict[str, str]:
    return {"purpose": PURPOSE, "company": company_id, "subject": subject}
