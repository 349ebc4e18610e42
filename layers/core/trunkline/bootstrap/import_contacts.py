"""Dependencies of `import_contacts`. Telephone numbers and holidays come with a layer that only some functions have."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from trunkline.aws.directory_table import Directory
from trunkline.aws.sqs import JobQueue
from trunkline.bootstrap.shared.common import aws_client, cached, settings, utc_now
from trunkline.campaigns.adapters.campaigns_table import CampaignsTable, ContactsTable
from trunkline.campaigns.adapters.contact_files import ContactFiles
from trunkline.campaigns.adapters.imports_table import ImportsTable, NotesTable
from trunkline.campaigns.adapters.phone_number_parser import read_number
from trunkline.campaigns.adapters.public_holidays import is_public_holiday
from trunkline.campaigns.adapters.ticks_table import TicksTable
from trunkline.campaigns.domain.budget import usd_per_minute
from trunkline.campaigns.domain.simulation import Assumptions
from trunkline.campaigns.ports import Campaigns, ImportRuns
from trunkline.campaigns.use_cases.import_contacts import ImportContactsDeps
from trunkline.campaigns.use_cases.preview_campaign import PreviewCampaignDeps
from trunkline.costs.domain.prices import table_of
from trunkline.exports.ports import Jobs


@dataclass(frozen=True, slots=True)
class ImportContactsHandlerDeps:
    """Dependencies of `import_contacts`."""

    imports: ImportContactsDeps
    previews: PreviewCampaignDeps
    campaigns: Campaigns
    runs: ImportRuns
    jobs: Jobs
    now: Callable[[], datetime] = utc_now


def import_contacts_deps() -> ImportContactsHandlerDeps:
    known, dynamodb = settings(), aws_client("dynamodb")
    directory = Directory(dynamodb, known.directory_table)
    runs = ImportsTable(directory)
    files = ContactFiles(cached(lambda: aws_client("s3")), known.bucket)
    contacts = ContactsTable(dynamodb, known.campaigns_table)
    ticks, notes = TicksTable(dynamodb, known.campaigns_table), NotesTable(directory, utc_now)
    assumed = Assumptions(is_public_holiday, usd_per_minute(table_of(utc_now().date())))
    return ImportContactsHandlerDeps(
        imports=ImportContactsDeps(files, runs, contacts, read_number, utc_now),
        previews=PreviewCampaignDeps(contacts, ticks, files, notes, assumed, utc_now),
        campaigns=CampaignsTable(dynamodb, known.campaigns_table, utc_now),
        runs=runs,
        jobs=JobQueue(cached(lambda: aws_client("sqs")), known.lists_queue_url),
    )
