"""Lists of people: the files they come in, and how far each import has come."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Protocol

from trunkline.domain.contact_imports import ContactImport, ImportPosition, ImportRun


class ListFiles(Protocol):
    """Lists and their reports in the bucket. Nothing is ever whole in memory."""

    def size(self, key: str) -> int | None:
        """None: there is no such file."""
        ...

    def read(self, key: str, offset: int) -> Iterator[bytes]:
        """Its bytes from there on, in pieces."""
        ...

    def write(self, key: str, data: bytes) -> None: ...

    def stream(self, key: str, pieces: Iterator[bytes], content_type: str) -> None:
        """A file that is made while it is written."""
        ...

    def join(self, keys: Iterator[str], into: str, content_type: str) -> None:
        """One file out of many, in order."""
        ...


class ImportRuns(Protocol):
    """How far each import has come."""

    def add(self, order: ContactImport) -> bool: ...

    def find(self, company_id: str, import_id: str) -> ImportRun | None: ...

    def of_campaign(self, company_id: str, campaign_id: str) -> list[ImportRun]: ...

    def begin(self, order: ContactImport, size: int, now: datetime) -> bool:
        """False when it has begun already."""
        ...

    def advance(self, order: ContactImport, before: ImportPosition, after: ImportPosition) -> bool:
        """False when somebody else has taken that step already."""
        ...

    def finish(self, order: ContactImport, now: datetime, problem: str = "") -> None: ...


class Notes(Protocol):
    """What a job has worked out, under a name, until somebody asks."""

    def write(self, company_id: str, name: str, told: dict[str, Any]) -> None: ...

    def read(self, company_id: str, name: str) -> dict[str, Any] | None: ...
