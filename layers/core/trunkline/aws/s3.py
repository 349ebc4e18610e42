"""The bucket: raw reports in inbox/, what was said in transcripts/ and recordings/."""

import json
import tempfile
from collections.abc import Callable, Iterator
from typing import IO, TYPE_CHECKING, Any

from trunkline.aws.kms_keys import THE_BUCKETS_OWN, DataKeys
from trunkline.aws.sigv4 import SigV4Client
from trunkline.errors import NotFound

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


DEPTH = 4  # of a folder of reports: inbox/<provider>/<kind>/<conversation>/
EXISTS = 412  # the status of a write on condition that the key is free


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

    def find(self, key: str) -> bytes | None:
        return _found(self._s3, self._bucket, key)

    def remove(self, key: str) -> None:
        """An object that is gone already is no error."""
        self._s3.delete_object(Bucket=self._bucket, Key=key)

    def remove_folder(self, folder: str) -> None:
        """Every object of one conversation and kind. Raises ValueError for a wider folder."""
        if not folder.endswith("/") or folder.count("/") < DEPTH:
            raise ValueError(f"not one conversation's: {folder}")
        for page in self._s3.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=folder):
            for item in page.get("Contents", ()):
                self.remove(item["Key"])

    def write(self, key: str, body: bytes, content_type: str) -> None:
        sealed: Any = self._keys.arguments(key)
        self._s3.put_object(Bucket=self._bucket, Key=key, Body=body, ContentType=content_type, **sealed)

    def upload_stream(self, key: str, pieces: Iterator[bytes], content_type: str) -> None:
        """Uploads an iterator of bytes, unless there is an object: it may be sealed by now, and is not written over.

        The pieces wait in a file, so that a long recording is never whole in memory. An exception of the iterator
        leaves no object.
        """
        sealed: Any = self._keys.arguments(key)
        with tempfile.TemporaryFile() as file:
            file.writelines(pieces)
            file.seek(0)
            try:
                self._s3.put_object(
                    Bucket=self._bucket, Key=key, Body=file, ContentType=content_type, IfNoneMatch="*", **sealed
                )
            except self._s3.exceptions.ClientError as error:
                if error.response["ResponseMetadata"]["HTTPStatusCode"] != EXISTS:
                    raise

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
        return _found(self._s3(), self._bucket, key)

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


def _found(s3: "S3Client", bucket: str, key: str) -> bytes | None:
    try:
        return s3.get_object(Bucket=bucket, Key=key)["Body"].read()
    except s3.exceptions.NoSuchKey:
        return None
