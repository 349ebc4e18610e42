"""Objects of any size at constant memory, and calls with their transcripts read ahead: the two ends of an export."""

import json
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any

from trunkline.aws.kms_keys import THE_BUCKETS_OWN, DataKeys
from trunkline.calls.adapters.call_index import CallIndex
from trunkline.calls.domain.call_search import CallSummary

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
from trunkline.aws.s3_upload import AHEAD, Upload


class ExportBucket:
    """Exports in the bucket."""

    def __init__(self, s3: "S3Client", bucket: str, keys: DataKeys = THE_BUCKETS_OWN) -> None:
        self._s3 = s3
        self._bucket = bucket
        self._keys = keys

    def open(self, key: str, content_type: str) -> Upload:
        return Upload(self._s3, self._bucket, key, content_type, self._keys)

    def keep(self, key: str, payload: Mapping[str, Any]) -> None:
        body = json.dumps(payload, ensure_ascii=False, indent=1).encode()
        sealed: Any = self._keys.arguments(key)
        self._s3.put_object(Bucket=self._bucket, Key=key, Body=body, ContentType="application/json", **sealed)

    def read_json(self, key: str) -> dict[str, Any]:
        body: dict[str, Any] = json.loads(self._s3.get_object(Bucket=self._bucket, Key=key)["Body"].read())
        return body


class CallsToExport:
    """Records from the table's index, transcripts from the bucket: one request for each call that has one."""

    def __init__(self, views: CallIndex, s3: "S3Client", bucket: str) -> None:
        self._views, self._s3, self._bucket = views, s3, bucket

    def calls(self, company_id: str, day: date, after: tuple[str, str] | None) -> Iterator[CallSummary]:
        return self._views.oldest_first(company_id, day, after)

    def with_transcripts(self, calls: Iterable[CallSummary]) -> Iterator[tuple[CallSummary, dict[str, Any] | None]]:
        """Never more than AHEAD of them wait in memory."""
        remaining = iter(calls)
        with ThreadPoolExecutor(AHEAD) as readers:
            waiting: deque[tuple[CallSummary, Future[dict[str, Any] | None]]] = deque()
            for call in islice(remaining, AHEAD):
                waiting.append((call, readers.submit(self._transcript, call)))
            while waiting:
                call, reading = waiting.popleft()
                payload = reading.result()
                waiting.extend((item, readers.submit(self._transcript, item)) for item in islice(remaining, 1))
                yield call, payload

    def _transcript(self, call: CallSummary) -> dict[str, Any] | None:
        """The story of a call that took several conversations, else its transcript."""
        key = call.facts.get("story_key") or call.facts.get("transcript_key")
        if not key:
            return None
        try:
            body = self._s3.get_object(Bucket=self._bucket, Key=key)["Body"].read()
        except self._s3.exceptions.NoSuchKey:
            return None
        payload: dict[str, Any] = json.loads(body)
        return payload
