"""An import of a list in memory."""

import csv
import io
from datetime import UTC, datetime

from tests.fakes.lists import FakeContacts, FakeImportRuns, FakeListFiles
from trunkline.campaigns.adapters.phone_number_parser import read_number
from trunkline.campaigns.domain.contact_imports import ContactImport
from trunkline.campaigns.use_cases.import_contacts import ImportContactsDeps, ImportEnd, run_import

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)

ORDER = ContactImport("i1", "acme", "spring", "contacts/acme/list.csv", "US", NOW)


class Office:
    def __init__(self, data: bytes, part_rows: int = 3) -> None:
        self.files, self.runs, self.contacts = FakeListFiles({ORDER.key: data}), FakeImportRuns(), FakeContacts()
        self.runs.add(ORDER)
        self.desk = ImportContactsDeps(self.files, self.runs, self.contacts, read_number, lambda: NOW, part_rows)

    def go_on(self, may_go_on=lambda: True) -> ImportEnd:
        return run_import(self.run, self.desk, may_go_on)

    @property
    def run(self):
        return self.runs.find("acme", "i1")

    def report(self) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self.files.files[ORDER.report_key].decode())))

    def only_contact(self):
        [contact] = self.contacts.by_id.values()
        return contact


def imported(*lines: str) -> Office:
    office = Office("\n".join(lines).encode())
    assert office.go_on() is ImportEnd.DONE
    return office
