"""Dependencies of `export_transcripts`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from trunkline.accounts.adapters.companies_table import CompaniesTable
from trunkline.accounts.ports import Companies
from trunkline.aws.directory_table import Directory
from trunkline.aws.sqs import JobQueue
from trunkline.bootstrap.shared.common import aws_client, cached, data_keys, settings, utc_now
from trunkline.bootstrap.shared.names import names_finder
from trunkline.calls.adapters.call_index import CallIndex
from trunkline.exports.adapters.export_bucket import CallsToExport, ExportBucket
from trunkline.exports.adapters.exports_table import ExportsTable
from trunkline.exports.ports import ExportRuns, ExportSource, ExportStore, Jobs
from trunkline.redaction import Find


@dataclass(frozen=True, slots=True)
class ExportTranscriptsDeps:
    """Dependencies of `export_transcripts`."""

    source: ExportSource
    runs: ExportRuns
    store: ExportStore
    jobs: Jobs
    companies: Companies
    now: Callable[[], datetime] = utc_now
    find: Find | None = None  # a model that finds names


def export_transcripts_deps() -> ExportTranscriptsDeps:
    known, dynamodb, s3 = settings(), aws_client("dynamodb"), aws_client("s3")
    directory = Directory(dynamodb, known.directory_table)
    return ExportTranscriptsDeps(
        source=CallsToExport(CallIndex(dynamodb, known.calls_table), s3, known.bucket),
        runs=ExportsTable(directory, utc_now),
        store=ExportBucket(s3, known.bucket, data_keys(known)),
        jobs=JobQueue(cached(lambda: aws_client("sqs")), known.exports_queue_url),
        companies=CompaniesTable(directory),
        find=names_finder(known),
    )
