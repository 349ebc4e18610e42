"""The import of a list of people into a campaign, and how far it has come."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

LISTS = "contacts/"  # where in the bucket
LIST_BYTES = 2 * 1024**3
PART_ROWS = 5000


class ImportState(StrEnum):
    """The state of an import. The last two are final."""

    WAITING = "waiting"  # for the list to be uploaded and begun
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"  # the list as a whole cannot be read; no contact was added after that


@dataclass(frozen=True, slots=True)
class ContactImport:
    """An import as it was requested. `key` is the list in the bucket."""

    import_id: str
    company_id: str
    campaign_id: str
    key: str
    default_region: str
    requested_at: datetime

    @property
    def folder(self) -> str:
        return f"{LISTS}{self.company_id}/{self.campaign_id}/{self.import_id}/"

    def rejects_key(self, part: int) -> str:
        return f"{self.folder}rejects/part-{part:05}.csv"

    @property
    def report_key(self) -> str:
        return f"{self.folder}rejected.csv"


def uploaded_key(company_id: str, campaign_id: str, import_id: str) -> str:
    return f"{LISTS}{company_id}/{campaign_id}/{import_id}/list.csv"


def results_key(company_id: str, campaign_id: str) -> str:
    return f"{LISTS}{company_id}/{campaign_id}/results.csv"


def is_own_key(key: str, company_id: str) -> bool:
    """A list that is in the bucket already has to lie in the company's own folder."""
    return key.startswith(f"{LISTS}{company_id}/") and ".." not in key and len(key) <= 500


@dataclass(frozen=True, slots=True)
class ImportPosition:
    """Behind the last whole part. `offset` counts bytes of the list, `rows` its rows without the header."""

    part: int = 0
    offset: int = 0
    rows: int = 0
    added: int = 0
    merged: int = 0  # rows of people who were on the campaign's list already
    rejected: int = 0
    blank: int = 0  # rows without anything in them: a spreadsheet counts them, `rows` does not

    def after(self, offset: int, rows: int, added: int, rejected: int, blank: int = 0) -> "ImportPosition":
        return replace(
            self,
            part=self.part + 1,
            offset=offset,
            rows=self.rows + rows,
            added=self.added + added,
            merged=self.merged + rows - rejected - added,
            rejected=self.rejected + rejected,
            blank=self.blank + blank,
        )


@dataclass(frozen=True, slots=True)
class ImportRun:
    """`size` is the list's, in bytes, once it was read."""

    order: ContactImport
    state: ImportState = ImportState.WAITING
    position: ImportPosition = ImportPosition()
    size: int = 0
    began_at: datetime | None = None
    ended_at: datetime | None = None
    problem: str = ""

    @property
    def is_over(self) -> bool:
        return self.state in {ImportState.DONE, ImportState.FAILED}

    @property
    def share(self) -> float:
        return self.position.offset / self.size if self.size else 0.0
