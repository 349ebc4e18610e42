"""Objects of any size at constant memory, and calls with their transcripts read ahead: the two ends of an export."""

import io
import json
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date
from hashlib import sha256
from itertools import islice
from typing import TYPE_CHECKING, Any

from trunkline.domain.call_views import CallView
from trunkline.storage.call_views import CallViews
from trunkline.storage.data_keys import THE_BUCKETS_OWN, DataKeys

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
        """Its size and the hash of its bytes."""
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
        """What was sent is thrown away; where even that fails, the bucket's lifecycle does it."""
        self._waiting.clear()
        if self._upload_id:
            self._s3.abort_multipart_upload(**self._where, UploadId=self._upload_id)

    def _send(self, piece: bytes) -> None:
        if not self._upload_id:
            self._upload_id = self._s3.create_multipart_upload(**self._made)["UploadId"]
        number = len(self._pieces) + 1
        sent = self._s3.upload_part(**self._where, UploadId=self._upload_id, PartNumber=number, Body=piece)
        self._pieces.append({"PartNumber": number, "ETag": sent["ETag"]})


class ExportShelf:
    """Exports in the bucket."""

    def __init__(self, s3: "S3Client", bucket: str, keys: DataKeys = THE_BUCKETS_OWN) -> None:
        self._s3 = s3
        self._bucket = bucket
        self._keys = keys

    def open(self, key: str, content_type: str) -> Upload:
        return Upload(self._s3, self._bucket, key, content_type, self._keys)

    def keep(self, key: str, told: Mapping[str, Any]) -> None:
        body = json.dumps(told, ensure_ascii=False, indent=1).encode()
        sealed: Any = self._keys.arguments(key)
        self._s3.put_object(Bucket=self._bucket, Key=key, Body=body, ContentType="application/json", **sealed)

    def told(self, key: str) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(self._s3.get_object(Bucket=self._bucket, Key=key)["Body"].read())
        return told


class CallsToExport:
    """Records from the table's index, transcripts from the bucket: one request for each call that has one."""

    def __init__(self, views: CallViews, s3: "S3Client", bucket: str) -> None:
        self._views, self._s3, self._bucket = views, s3, bucket

    def calls(self, company_id: str, day: date, after: tuple[str, str] | None) -> Iterator[CallView]:
        return self._views.oldest_first(company_id, day, after)

    def with_transcripts(self, calls: Iterable[CallView]) -> Iterator[tuple[CallView, dict[str, Any] | None]]:
        """Never more than AHEAD of them wait in memory."""
        remaining = iter(calls)
        with ThreadPoolExecutor(AHEAD) as readers:
            waiting: deque[tuple[CallView, Future[dict[str, Any] | None]]] = deque()
            for call in islice(remaining, AHEAD):
                waiting.append((call, readers.submit(self._transcript, call)))
            while waiting:
                call, reading = waiting.popleft()
                told = reading.result()
                waiting.extend((one, readers.submit(self._transcript, one)) for one in islice(remaining, 1))
                yield call, told

    def _transcript(self, call: CallView) -> dict[str, Any] | None:
        """The story of a call that took several conversations, else its transcript."""
        key = call.facts.get("story_key") or call.facts.get("transcript_key")
        if not key:
            return None
        try:
            body = self._s3.get_object(Bucket=self._bucket, Key=key)["Body"].read()
        except self._s3.exceptions.NoSuchKey:
            return None
        told: dict[str, Any] = json.loads(body)
        return told
