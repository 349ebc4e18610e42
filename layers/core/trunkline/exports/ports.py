"""Ports of exports."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Protocol

from trunkline.calls.domain.call_search import CallSummary
from trunkline.exports.domain.exports import Export, ExportPosition, ExportRun


class ExportFile(Protocol):
    """An object while it is being written, in parts: it is never whole in memory."""

    def write(self, data: Any, /) -> int: ...

    def finish(self) -> tuple[int, str]:
        """Completes the upload; its size and hash. Before that the object does not exist."""
        ...

    def abandon(self) -> None: ...


class ExportStore(Protocol):
    """Storage of export files."""

    def open(self, key: str, content_type: str) -> ExportFile: ...

    def keep(self, key: str, payload: Mapping[str, Any]) -> None: ...

    def read_json(self, key: str) -> dict[str, Any]: ...


class ExportSource(Protocol):
    """A company's calls, oldest first, with what was said in them."""

    def calls(self, company_id: str, day: date, after: tuple[str, str] | None) -> Iterator[CallSummary]: ...

    def with_transcripts(self, calls: Iterable[CallSummary]) -> Iterator[tuple[CallSummary, dict[str, Any] | None]]:
        """Transcripts in the same order, read ahead. None: there is none, or it has expired."""
        ...


class ExportRuns(Protocol):
    """Progress of exports."""

    def add(self, export: Export) -> bool:
        """False when there is one of that name: it is not begun anew."""
        ...

    def find(self, company_id: str, export_id: str) -> ExportRun | None: ...

    def of_company(self, company_id: str) -> list[ExportRun]: ...

    def advance(self, export: Export, before: ExportPosition, after: ExportPosition, rows: int) -> bool:
        """False when another run has taken that step already."""
        ...

    def finish(self, export: Export, rows: int) -> None: ...


class Jobs(Protocol):
    """A queue of jobs."""

    def send(self, job: Mapping[str, Any]) -> None: ...
