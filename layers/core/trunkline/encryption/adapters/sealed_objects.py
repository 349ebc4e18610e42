"""Objects of the bucket that are sealed where they are: the same key, first plain and then sealed.

One write replaces the plain object: there is no moment with both or with neither, and what names the object still finds
it. The write is refused where the object is no longer the one that was read.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar, cast

from trunkline.aws.kms_keys import THE_BUCKETS_OWN, DataKeys
from trunkline.encryption.domain.sealed_files import HEAD_BYTES, SealedFile, is_sealed
from trunkline.encryption.domain.sealed_values import NotReadable, Place
from trunkline.encryption.ports import FileCipher

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

FIELD = "file"
SEALED_TYPE = "application/octet-stream"
CHANGED = frozenset({"PreconditionFailed", "ConditionalRequestConflict", "412", "409"})
GONE = frozenset({"NoSuchKey", "404"})
EMPTY = "InvalidRange"
TRIES = 3
Result = TypeVar("Result")


class ObjectChanged(Exception):
    """The object is another one than a moment ago: it is to be read again."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """An object as its reader sees it, sealed or not. `read` gives the bytes from one position to before another; it
    raises KeyErased, NotReadable, ObjectChanged."""

    size: int
    is_sealed: bool
    read: Callable[[int, int], bytes]


class SealedObjects:
    """`cipher` raises NotConfigured on a stage without patients; it is made for the first sealed object."""

    def __init__(
        self,
        s3: Callable[[], "S3Client"],
        bucket: str,
        cipher: Callable[[], FileCipher],
        keys: DataKeys = THE_BUCKETS_OWN,
    ) -> None:
        self._s3, self._bucket, self._cipher, self._keys = s3, bucket, cipher, keys

    def seal(self, key: str, company_id: str, subject: str) -> bool:
        """False for an object that is sealed already, or gone. Raises KeyErased, ObjectChanged."""
        found = self._get(key)
        plain = found["Body"].read() if found else b""
        if found is None or is_sealed(plain):
            return False
        body = self._cipher().seal(plain, Place(company_id, subject, key, FIELD))
        self._replace(key, found["ETag"], body)
        return True

    def read(self, key: str, company_id: str) -> bytes | None:
        """The whole object, opened; None for one that is not there. Raises KeyErased, NotReadable, ObjectChanged."""
        return self.using(key, company_id, lambda file: file.read(0, file.size))

    def using(self, key: str, company_id: str, use: Callable[[StoredFile], Result]) -> Result | None:
        """The result of using the object; None for one that is not there. It is used again where it was sealed just
        then. Raises KeyErased, NotReadable, ObjectChanged."""
        for _ in range(TRIES):
            try:
                found = self.open(key, company_id) if key else None
                return use(found) if found else None
            except ObjectChanged:
                continue
        raise ObjectChanged(key)

    def open(self, key: str, company_id: str) -> StoredFile | None:
        """None for an object that is not there. Raises NotReadable."""
        found = self._get(key, Range=f"bytes=0-{HEAD_BYTES - 1}")
        if found is None:
            return None
        head, tag = found["Body"].read(), found["ETag"]
        size = int(found.get("ContentRange", "").rpartition("/")[2] or 0)

        def stored(start: int, stop: int) -> bytes:
            return self._part(key, tag, start, stop)

        return self._opened(head, size, key, company_id, stored) if is_sealed(head) else StoredFile(size, False, stored)

    def _opened(
        self, head: bytes, size: int, key: str, company_id: str, stored: Callable[[int, int], bytes]
    ) -> StoredFile:
        file = SealedFile.parse(head)
        if size != file.sealed_bytes:
            raise NotReadable("a sealed file that is cut, or has more behind it")
        cipher, place = self._cipher(), Place(company_id, file.subject, key, FIELD)
        return StoredFile(file.plain_bytes, True, lambda start, stop: cipher.open(file, place, start, stop, stored))

    def _part(self, key: str, tag: str, start: int, stop: int) -> bytes:
        if start >= stop:
            return b""
        found = self._get(key, Range=f"bytes={start}-{stop - 1}", IfMatch=tag)
        if found is None:
            raise ObjectChanged(key)
        part: bytes = found["Body"].read()
        return part

    def _replace(self, key: str, tag: str, body: bytes) -> None:
        s3, keys = self._s3(), cast("Any", self._keys.arguments(key))
        try:
            s3.put_object(Bucket=self._bucket, Key=key, Body=body, ContentType=SEALED_TYPE, IfMatch=tag, **keys)
        except s3.exceptions.ClientError as error:
            if _code(error) in CHANGED | GONE:
                raise ObjectChanged(key) from error
            raise

    def _get(self, key: str, **more: str) -> Any:
        """None for an object that is not there. Raises ObjectChanged."""
        s3, arguments = self._s3(), cast("Any", more)
        try:
            return s3.get_object(Bucket=self._bucket, Key=key, **arguments)
        except s3.exceptions.ClientError as error:
            if _code(error) in GONE:
                return None
            if _code(error) in CHANGED:
                raise ObjectChanged(key) from error
            if _code(error) != EMPTY:
                raise
        return self._get(key)  # an empty object has no range


def _code(error: Any) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))
