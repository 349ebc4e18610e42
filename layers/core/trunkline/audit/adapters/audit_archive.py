"""Copies of audit entries in a bucket under Object Lock: written from the table's stream, read by the verification.

An object has the entries of one batch of one chain, a line each. Its key is made of what is in it: a batch that comes
twice makes a second version of the same object, and the first stays.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from trunkline.audit.domain.entries import Entry
from trunkline.aws.dynamodb_values import from_item

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

PREFIX = "audit"


class AuditArchiveBucket:
    """The port AuditArchive, and the writer's side of it."""

    def __init__(self, s3: "S3Client", bucket: str) -> None:
        self._s3 = s3
        self._bucket = bucket

    def keep(self, records: Iterable[Mapping[str, Any]]) -> int:
        """Archives the new entries of a batch of the table's stream; the number of them."""
        found = sorted(filter(None, map(_line, records)), key=itemgetter(0))
        for folder, lines in groupby(found, key=itemgetter(0)):
            body = "".join(f"{text}\n" for _, text in lines).encode()
            key = f"{folder}{sha256(body).hexdigest()}.jsonl"
            self._s3.put_object(Bucket=self._bucket, Key=key, Body=body, ContentType="application/jsonl")
        return len(found)

    def of_day(self, company_id: str, day: str, shard: int) -> Iterator[Entry]:
        """Of every version, also of those that a later one hides or that were marked as deleted."""
        for key, version in self._versions(_folder(company_id, day, str(shard))):
            read = self._s3.get_object(Bucket=self._bucket, Key=key, VersionId=version)
            for line in read["Body"].read().decode().splitlines():
                values = json.loads(line)
                yield Entry(values["seq"], values["body"], values["previous"], values["seal"])

    def _versions(self, prefix: str) -> Iterator[tuple[str, str]]:
        for page in self._s3.get_paginator("list_object_versions").paginate(Bucket=self._bucket, Prefix=prefix):
            yield from ((item["Key"], item["VersionId"]) for item in page.get("Versions", []))


def _folder(company_id: str, day: str, shard: str) -> str:
    return f"{PREFIX}/{company_id}/{day}/{shard}/"


def _line(record: Mapping[str, Any]) -> tuple[str, str] | None:
    """(folder, line) of a new entry; None for anything else that happens at the table."""
    image = record.get("dynamodb", {}).get("NewImage")
    if record.get("eventName") not in {"INSERT", "MODIFY"} or not image:
        return None
    values = from_item(image)
    kind, *place = str(values["pk"]).split("#")
    if kind != "AUDIT" or len(place) != 3:
        return None
    kept = {name: str(values.get(name, "")) for name in ("body", "previous", "seal")}
    return _folder(*place), json.dumps({"seq": int(values["sk"]), **kept}, sort_keys=True)
