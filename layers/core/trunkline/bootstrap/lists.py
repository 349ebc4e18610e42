"""`import_contacts`, put together. Telephone numbers and holidays come with a layer that only some functions have."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from trunkline.bootstrap.common import aws_client, lazily, settings, utc_now
from trunkline.domain.campaign_prices import usd_per_minute
from trunkline.domain.previews import Assumptions
from trunkline.domain.prices import table_of
from trunkline.ports.campaigns import Campaigns
from trunkline.ports.contact_lists import ImportRuns
from trunkline.ports.exports import Jobs
from trunkline.providers.numbering import read_number
from trunkline.providers.public_holidays import is_public_holiday
from trunkline.storage.campaign_ticks import TicksTable
from trunkline.storage.campaigns_table import CampaignsTable, ContactsTable
from trunkline.storage.directory import Directory
from trunkline.storage.imports_table import ImportsTable, NotesTable
from trunkline.storage.jobs import JobQueue
from trunkline.storage.list_files import ListShelf
from trunkline.use_cases.foresee_campaign import ForesightDesk
from trunkline.use_cases.import_contacts import ImportDesk


@dataclass(frozen=True, slots=True)
class ListServices:
    """What `import_contacts` needs."""

    imports: ImportDesk
    foresight: ForesightDesk
    campaigns: Campaigns
    runs: ImportRuns
    jobs: Jobs
    now: Callable[[], datetime] = utc_now


def list_services() -> ListServices:
    known, dynamodb = settings(), aws_client("dynamodb")
    directory = Directory(dynamodb, known.directory_table)
    runs = ImportsTable(directory)
    files = ListShelf(lazily(lambda: aws_client("s3")), known.bucket)
    contacts = ContactsTable(dynamodb, known.campaigns_table)
    ticks, notes = TicksTable(dynamodb, known.campaigns_table), NotesTable(directory, utc_now)
    assumed = Assumptions(is_public_holiday, usd_per_minute(table_of(utc_now().date())))
    return ListServices(
        imports=ImportDesk(files, runs, contacts, read_number, utc_now),
        foresight=ForesightDesk(contacts, ticks, files, notes, assumed, utc_now),
        campaigns=CampaignsTable(dynamodb, known.campaigns_table, utc_now),
        runs=runs,
        jobs=JobQueue(lazily(lambda: aws_client("sqs")), known.lists_queue_url),
    )
