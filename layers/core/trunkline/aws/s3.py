"""The bucket: raw reports in inbox/, what was said in transcripts/ and recordings/."""

import io
import json
from collections.abc import Callable, Iterator
from typing import IO, TYPE_CHECKING, Any

from trunkline.aws.kms_keys import THE_BUCKETS_OWN, DataKeys
from trunkline.aws.sigv4 import SigV4Client
from trunkline.errors import NotFound

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


PART_BYTES = 8 * 1024 * 1024
READ_BYTES = 64 * 1024


class Pieces(io.RawIOBase):
    """An iterator of bytes as a file that can only be read on."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._rest = piece
        taken = self._rest[: len(buffer)]
        buffer[: len(taken)] = taken
        self._rest = self._rest[len(taken) :]
        return len(taken)


class InboxBucket:
    """The webhook's side of the inbox: one signed PUT, no SDK."""

    def __init__(self, requests: SigV4Client, bucket: str, keys: DataKeys = THE_BUCKETS_OWN) -> None:
        self._requests = requests
        self._bucket = bucket
        self._keys = keys

    def keep(self, key: str, body: bytes) -> None:
        headers = {"content-type": "application/json"} | self._keys.headers(key)
        self._requests.send("PUT", f"/{self._bucket}/{key}", body, headers)


class Bucket:
    """The bucket over boto3, for everything but the webhook."""

    def __init__(self, s3: "S3Client", bucket: str, keys: DataKeys = THE_BUCKETS_OWN) -> None:
        self._s3 = s3
        self._bucket = bucket
        self._keys = keys

    def read(self, key: str) -> bytes:
        return self._s3.get_object(Bucket=self._bucket, Key=key)["Body"].read()

    def write(self, key: str, body: bytes, content_type: str) -> None:
        sealed: Any = self._keys.arguments(key)
        self._s3.put_object(Bucket=self._bucket, Key=key, Body=body, ContentType=content_type, **sealed)

    def upload_stream(self, key: str, pieces: Iterator[bytes], content_type: str) -> None:
        """Uploads an iterator of bytes in parts. An exception of the iterator leaves no object."""
        from boto3.s3.transfer import TransferConfig

        # Without threads only one part is in memory at a time.
        config = TransferConfig(use_threads=False, multipart_threshold=PART_BYTES, multipart_chunksize=PART_BYTES)
        reading = io.BufferedReader(Pieces(pieces), buffer_size=READ_BYTES)
        values = {"ContentType": content_type} | self._keys.arguments(key)
        self._s3.upload_fileobj(reading, self._bucket, key, ExtraArgs=values, Config=config)

    def upload(self, key: str, file: IO[bytes], content_type: str) -> None:
        """Streams a file in parts: a long recording is never whole in memory."""
        values = {"ContentType": content_type} | self._keys.arguments(key)
        self._s3.upload_fileobj(file, self._bucket, key, ExtraArgs=values)


class SpeechCache:
    """Cached speech, transcripts, and presigned links."""

    def __init__(self, s3: Callable[[], "S3Client"], bucket: str, keys: DataKeys = THE_BUCKETS_OWN) -> None:
        self._s3 = s3
        self._bucket = bucket
        self._keys = keys

    def find(self, key: str) -> bytes | None:
        s3 = self._s3()
        try:
            return s3.get_object(Bucket=self._bucket, Key=key)["Body"].read()
        except s3.exceptions.NoSuchKey:
            return None

    def keep(self, key: str, audio: bytes, content_type: str = "audio/mpeg") -> None:
        sealed: Any = self._keys.arguments(key)
        self._s3().put_object(Bucket=self._bucket, Key=key, Body=audio, ContentType=content_type, **sealed)

    def remove(self, key: str) -> None:
        """An object that is gone already is no error."""
        self._s3().delete_object(Bucket=self._bucket, Key=key)

    def link(self, key: str, seconds: int) -> str:
        """A presigned URL of the object. It needs no credentials."""
        where = {"Bucket": self._bucket, "Key": key}
        return self._s3().generate_presigned_url("get_object", Params=where, ExpiresIn=seconds)

    def sidecar(self, key: str) -> dict[str, Any]:
        """The JSON beside a recording; empty where there is none."""
        found: dict[str, Any] = json.loads(self.find(key.removesuffix(".wav") + ".json") or b"{}")
        return found

    def transcript(self, key: str) -> dict[str, Any]:
        """Raises NotFound for one that expired, or that was filed before there was one."""
        found = self.find(key)
        if found is None:
            raise NotFound("Transcript not found")
        body: dict[str, Any] = json.loads(found)
        return body
