"""Lists, their reports and how far imports have come, in dictionaries."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from trunkline.campaigns.domain.contact_imports import ContactImport, ImportPosition, ImportRun, ImportState
from trunkline.campaigns.domain.contacts import Contact


class FakeListFiles:
    """Hands a file out in pieces of `piece` bytes."""

    def __init__(self, files: dict[str, bytes] | None = None, piece: int = 7) -> None:
        self.files = files or {}
        self.piece = piece

    def size(self, key: str) -> int | None:
        return len(self.files[key]) if key in self.files else None

    def read(self, key: str, offset: int) -> Iterator[bytes]:
        data = self.files[key][offset:]
        return (data[at : at + self.piece] for at in range(0, len(data), self.piece))

    def write(self, key: str, data: bytes) -> None:
        self.files[key] = data

    def stream(self, key: str, pieces: Iterator[bytes], content_type: str) -> None:
        self.files[key] = b"".join(pieces)

    def join(self, keys: Iterator[str], into: str, content_type: str) -> None:
        self.files[into] = b"".join(self.files[key] for key in keys)


class FakeImportRuns:
    def __init__(self) -> None:
        self.runs: dict[tuple[str, str], ImportRun] = {}

    def add(self, order: ContactImport) -> bool:
        return self.runs.setdefault((order.company_id, order.import_id), ImportRun(order)).order is order

    def find(self, company_id: str, import_id: str) -> ImportRun | None:
        return self.runs.get((company_id, import_id))

    def of_campaign(self, company_id: str, campaign_id: str) -> list[ImportRun]:
        runs = (run for (company, _), run in self.runs.items() if company == company_id)
        return [run for run in runs if run.order.campaign_id == campaign_id]

    def begin(self, order: ContactImport, size: int, now: datetime) -> bool:
        run = self._of(order)
        if run.state is not ImportState.WAITING:
            return False
        self._put(replace(run, state=ImportState.RUNNING, size=size, began_at=now))
        return True

    def advance(self, order: ContactImport, before: ImportPosition, after: ImportPosition) -> bool:
        run = self._of(order)
        if run.position.part != before.part or run.state is not ImportState.RUNNING:
            return False
        self._put(replace(run, position=after))
        return True

    def finish(self, order: ContactImport, now: datetime, problem: str = "") -> None:
        state = ImportState.FAILED if problem else ImportState.DONE
        self._put(replace(self._of(order), state=state, ended_at=now, problem=problem))

    def _of(self, order: ContactImport) -> ImportRun:
        return self.runs[order.company_id, order.import_id]

    def _put(self, run: ImportRun) -> None:
        self.runs[run.order.company_id, run.order.import_id] = run


class FakeContacts:
    def __init__(self) -> None:
        self.by_id: dict[str, Contact] = {}

    def add(self, contacts: Iterable[Contact]) -> int:
        before = len(self.by_id)
        for contact in contacts:
            self.by_id.setdefault(contact.contact_id, contact)
        return len(self.by_id) - before

    def of_campaign(self, campaign_id: str) -> Iterator[Contact]:
        return (item for item in list(self.by_id.values()) if item.campaign_id == campaign_id)
