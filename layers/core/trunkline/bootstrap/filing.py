"""`file_report`, put together."""

from collections.abc import Callable
from dataclasses import dataclass

from trunkline.bootstrap.common import aws_client, retention, settings
from trunkline.ports.reports import Archive, ConversationRecords
from trunkline.storage.bucket import Bucket
from trunkline.storage.conversations_table import ConversationsTable


@dataclass(frozen=True, slots=True)
class FilingServices:
    """What `file_report` needs."""

    inbox: Callable[[str], bytes]
    archive: Archive
    conversations: ConversationRecords


def filing_services() -> FilingServices:
    known = settings()
    bucket = Bucket(aws_client("s3"), known.bucket)
    conversations = ConversationsTable(
        aws_client("dynamodb"), known.calls_table, known.directory_table, retention(known)
    )
    return FilingServices(bucket.read, bucket, conversations)
