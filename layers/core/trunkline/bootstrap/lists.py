"""`import_contacts`, put together. Telephone numbers come with a layer that only some functions have."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from trunkline.bootstrap.common import aws_client, lazily, settings, utc_now
from trunkline.ports.contact_lists import ImportRuns
from trunkline.ports.exports import Jobs
from trunkline.providers.numbering import read_number
from trunkline.storage.campaigns_table import ContactsTable
from trunkline.storage.directory import Directory
from trunkline.storage.imports_table import ImportsTable
from trunkline.storage.jobs import JobQueue
from trunkline.storage.list_files import ListShelf
from trunkline.use_cases.import_contacts import ImportDesk


@dataclass(frozen=True, slots=True)
class ListServices:
    """What `import_contacts` needs."""

    desk: ImportDesk
    runs: ImportRuns
    jobs: Jobs
    now: Callable[[], datetime] = utc_now


def list_services() -> ListServices:
    known, dynamodb = settings(), aws_client("dynamodb")
    runs = ImportsTable(Directory(dynamodb, known.directory_table))
    files = ListShelf(lazily(lambda: aws_client("s3")), known.bucket)
    contacts = ContactsTable(dynamodb, known.campaigns_table)
    return ListServices(
        desk=ImportDesk(files, runs, contacts, read_number, utc_now),
        runs=runs,
        jobs=JobQueue(lazily(lambda: aws_client("sqs")), known.lists_queue_url),
    )
