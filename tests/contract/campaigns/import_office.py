"""An import of a list, over the tables and the bucket in moto."""

from datetime import UTC, datetime

import pytest

from tests.contract.conftest import BUCKET, CAMPAIGNS, DIRECTORY, Cloud
from trunkline.aws.directory_table import Directory
from trunkline.bootstrap.import_contacts import ImportContactsHandlerDeps
from trunkline.campaigns.adapters.campaigns_table import CampaignsTable, ContactsTable
from trunkline.campaigns.adapters.contact_files import ContactFiles
from trunkline.campaigns.adapters.imports_table import ImportsTable, NotesTable
from trunkline.campaigns.adapters.phone_number_parser import read_number
from trunkline.campaigns.adapters.public_holidays import is_public_holiday
from trunkline.campaigns.adapters.ticks_table import TicksTable
from trunkline.campaigns.domain.contact_imports import ContactImport, uploaded_key
from trunkline.campaigns.domain.simulation import Assumptions
from trunkline.campaigns.use_cases.import_contacts import ImportContactsDeps
from trunkline.campaigns.use_cases.preview_campaign import PreviewCampaignDeps

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)

ORDER = ContactImport("i1", "acme", "spring", uploaded_key("acme", "spring", "i1"), "US", NOW)


class Sent:
    def __init__(self) -> None:
        self.jobs: list[dict[str, str]] = []

    def send(self, job) -> None:
        self.jobs.append(dict(job))


@pytest.fixture
def office(cloud: Cloud) -> ImportContactsHandlerDeps:
    runs = ImportsTable(Directory(cloud.dynamodb, DIRECTORY))
    contacts = ContactsTable(cloud.dynamodb, CAMPAIGNS)
    files = ContactFiles(lambda: cloud.s3, BUCKET)
    desk = ImportContactsDeps(files, runs, contacts, read_number, lambda: NOW, part_rows=100)
    foresight = PreviewCampaignDeps(
        contacts,
        TicksTable(cloud.dynamodb, CAMPAIGNS),
        files,
        NotesTable(Directory(cloud.dynamodb, DIRECTORY), lambda: NOW),
        Assumptions(is_public_holiday, None),
        lambda: NOW,
    )
    return ImportContactsHandlerDeps(
        desk, foresight, CampaignsTable(cloud.dynamodb, CAMPAIGNS, lambda: NOW), runs, Sent()
    )
