"""Calls as people look for them and take them away."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Protocol

from trunkline.calls.domain.call_search import CallSummary
from trunkline.exports.domain.exports import Export, ExportPosition, ExportRun


class ExportFile(Protocol):
    """An object while it is being written, in parts: it is never whole in memory."""

    def write(self, data: Any, /) -> int: ...

    def finish(self) -> tuple[int, str]:
        """Puts it in its place; its size and the hash of its bytes. Before that nobody sees it."""
        ...

    def abandon(self) -> None: ...


class ExportStore(Protocol):
    """Where exports go."""

    def open(self, key: str, content_type: str) -> ExportFile: ...

    def keep(self, key: str, payload: Mapping[str, Any]) -> None: ...

    def told(self, key: str) -> dict[str, Any]: ...


class ExportSource(Protocol):
    """A company's calls, oldest first, with what was said in them."""

    def calls(self, company_id: str, day: date, after: tuple[str, str] | None) -> Iterator[CallSummary]: ...

    def with_transcripts(self, calls: Iterable[CallSummary]) -> Iterator[tuple[CallSummary, dict[str, Any] | None]]:
        """In the same order, read ahead of whoever asks. None: there is none, or it has expired."""
        ...


class ExportRuns(Protocol):
    """How far each export has come."""

    def add(self, export: Export) -> bool:
        """False when there is one of that name: it is not begun anew."""
        ...

    def find(self, company_id: str, export_id: str) -> ExportRun | None: ...

    def of_company(self, company_id: str) -> list[ExportRun]: ...

    def advance(self, export: Export, before: ExportPosition, after: ExportPosition, rows: int) -> bool:
        """False when somebody else has taken that step already."""
        ...

    def finish(self, export: Export, rows: int) -> None: ...


class Jobs(Protocol):
    """Work that is handed to somebody else."""

    def send(self, job: Mapping[str, Any]) -> None: ...
