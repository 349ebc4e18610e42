"""A multipart upload to S3 as a file that can be written to. Nothing is visible before it is completed."""

import io
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from trunkline.aws.kms_keys import THE_BUCKETS_OWN, DataKeys

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


PIECE_BYTES = 6 * 1024 * 1024  # S3 takes no less than 5 MB, and 10 000 of them


AHEAD = 10  # as many requests at a time as the client has connections


class Upload(io.RawIOBase):
    """A file to write to. One PUT when it stays small, else a multipart upload; visible only once it is finished."""

    def __init__(
        self, s3: "S3Client", bucket: str, key: str, content_type: str, keys: DataKeys = THE_BUCKETS_OWN
    ) -> None:
        self._s3 = s3
        self._where: Any = {"Bucket": bucket, "Key": key}
        self._made: Any = self._where | {"ContentType": content_type} | keys.arguments(key)
        self._waiting = bytearray()
        self._hash, self._bytes = sha256(), 0
        self._upload_id = ""
        self._pieces: list[dict[str, Any]] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        self._hash.update(data)
        self._waiting += data
        self._bytes += len(data)
        while len(self._waiting) >= PIECE_BYTES:
            self._send(bytes(self._waiting[:PIECE_BYTES]))
            del self._waiting[:PIECE_BYTES]
        return len(data)

    def finish(self) -> tuple[int, str]:
        """Completes the upload; returns its size and hash."""
        if not self._upload_id:
            self._s3.put_object(**self._made, Body=bytes(self._waiting))
        else:
            if self._waiting:
                self._send(bytes(self._waiting))
            pieces: Any = {"Parts": self._pieces}
            self._s3.complete_multipart_upload(**self._where, UploadId=self._upload_id, MultipartUpload=pieces)
        self._waiting.clear()
        return self._bytes, self._hash.hexdigest()

    def abandon(self) -> None:
        """Aborts the upload; the bucket's lifecycle rule removes it where that fails."""
        self._waiting.clear()
        if self._upload_id:
            self._s3.abort_multipart_upload(**self._where, UploadId=self._upload_id)

    def _send(self, piece: bytes) -> None:
        if not self._upload_id:
            self._upload_id = self._s3.create_multipart_upload(**self._made)["UploadId"]
        number = len(self._pieces) + 1
        sent = self._s3.upload_part(**self._where, UploadId=self._upload_id, PartNumber=number, Body=piece)
        self._pieces.append({"PartNumber": number, "ETag": sent["ETag"]})
