"""Requests for campaigns, and the function that imports their lists."""

from tests.contract.api.conftest import OURS, ApiWorld
from tests.contract.conftest import BUCKET, CAMPAIGNS, DIRECTORY
from trunkline.aws.directory_table import Directory
from trunkline.bootstrap.import_contacts import ImportContactsHandlerDeps
from trunkline.campaigns.adapters.campaigns_table import CampaignsTable, ContactsTable
from trunkline.campaigns.adapters.contact_files import ContactFiles
from trunkline.campaigns.adapters.imports_table import ImportsTable, NotesTable
from trunkline.campaigns.adapters.phone_number_parser import read_number
from trunkline.campaigns.adapters.public_holidays import is_public_holiday
from trunkline.campaigns.adapters.ticks_table import TicksTable
from trunkline.campaigns.domain.budget import usd_per_minute
from trunkline.campaigns.domain.simulation import Assumptions
from trunkline.campaigns.use_cases.import_contacts import ImportContactsDeps
from trunkline.campaigns.use_cases.preview_campaign import PreviewCampaignDeps
from trunkline.costs.domain.prices import table_of

API = "/api/v1"

REQUEST = {"name": "Spring", "channel": "relay", "from_number": OURS, "agent_id": "agent_good"}

LIST = """phone,first_name,consent,consent_at
+12125550101,Ana,web form,2026-01-05
+12125550102,Bo,web form,2026-01-05
+12125550102,Bo again,web form,2026-01-05
+12125550103,Cy,,
+18765550104,Di,web form,2026-01-05
no number,Ed,,
"""


def list_office(api: ApiWorld) -> ImportContactsHandlerDeps:
    directory, clock = Directory(api.dynamodb, DIRECTORY), api.clock
    runs, files = ImportsTable(directory), ContactFiles(lambda: api.s3, BUCKET)
    contacts, campaigns = ContactsTable(api.dynamodb, CAMPAIGNS), CampaignsTable(api.dynamodb, CAMPAIGNS, clock)
    ticks, notes = TicksTable(api.dynamodb, CAMPAIGNS), NotesTable(directory, clock)
    assumed = Assumptions(is_public_holiday, usd_per_minute(table_of(clock().date())))
    desk = PreviewCampaignDeps(contacts, ticks, files, notes, assumed, clock)
    return ImportContactsHandlerDeps(
        ImportContactsDeps(files, runs, contacts, read_number, clock), desk, campaigns, runs, api.services.list_jobs
    )


async def ordered(api: ApiWorld, **more) -> str:
    answer = await api.ask("POST", f"{API}/campaigns", json=REQUEST | more)
    assert answer.status_code == 201, answer.text
    return answer.json()["campaign_id"]
