"""`export_transcripts`, put together."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from trunkline.bootstrap.common import aws_client, data_keys, lazily, settings, utc_now
from trunkline.ports.companies import Companies
from trunkline.ports.exports import ExportRuns, ExportSource, ExportStore, Jobs
from trunkline.storage.call_views import CallViews
from trunkline.storage.companies_table import CompaniesTable
from trunkline.storage.directory import Directory
from trunkline.storage.exports_table import ExportsTable
from trunkline.storage.jobs import JobQueue
from trunkline.storage.uploads import CallsToExport, ExportShelf


@dataclass(frozen=True, slots=True)
class ExportServices:
    """What `export_transcripts` needs."""

    source: ExportSource
    runs: ExportRuns
    store: ExportStore
    jobs: Jobs
    companies: Companies
    now: Callable[[], datetime] = utc_now


def export_services() -> ExportServices:
    known, dynamodb, s3 = settings(), aws_client("dynamodb"), aws_client("s3")
    directory = Directory(dynamodb, known.directory_table)
    return ExportServices(
        source=CallsToExport(CallViews(dynamodb, known.calls_table), s3, known.bucket),
        runs=ExportsTable(directory, utc_now),
        store=ExportShelf(s3, known.bucket, data_keys(known)),
        jobs=JobQueue(lazily(lambda: aws_client("sqs")), known.exports_queue_url),
        companies=CompaniesTable(directory),
    )
