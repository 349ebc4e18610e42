"""Lists of people in the bucket: read in pieces from any byte on, reports joined without ever being whole in memory."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from trunkline.aws.s3_upload import Upload

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

PIECE = 256 * 1024
CSV = "text/csv; charset=utf-8"


class ContactFiles:
    def __init__(self, s3: Callable[[], "S3Client"], bucket: str) -> None:
        self._s3 = s3
        self._bucket = bucket

    def size(self, key: str) -> int | None:
        from botocore.exceptions import ClientError

        try:
            return self._s3().head_object(Bucket=self._bucket, Key=key)["ContentLength"]
        except ClientError as refusal:
            if refusal.response["ResponseMetadata"]["HTTPStatusCode"] == 404:
                return None
            raise

    def read(self, key: str, offset: int) -> Iterator[bytes]:
        """Nothing, where the file ends at the offset: S3 calls that a range it cannot satisfy."""
        size = self.size(key)
        if size is None or offset >= size:
            return
        found = self._s3().get_object(Bucket=self._bucket, Key=key, Range=f"bytes={offset}-")
        yield from found["Body"].iter_chunks(PIECE)

    def write(self, key: str, data: bytes) -> None:
        self._s3().put_object(Bucket=self._bucket, Key=key, Body=data, ContentType=CSV)

    def stream(self, key: str, pieces: Iterator[bytes], content_type: str) -> None:
        """Broken off, it leaves no file."""
        upload = Upload(self._s3(), self._bucket, key, content_type)
        try:
            for piece in pieces:
                upload.write(piece)
            upload.finish()
        except BaseException:
            upload.abandon()
            raise

    def join(self, keys: Iterator[str], into: str, content_type: str) -> None:
        self.stream(into, (piece for key in keys for piece in self.read(key, 0)), content_type)

    def upload_link(self, key: str, seconds: int) -> str:
        """A presigned URL that takes one PUT of this file."""
        where = {"Bucket": self._bucket, "Key": key, "ContentType": "text/csv"}
        return self._s3().generate_presigned_url("put_object", Params=where, ExpiresIn=seconds)
