"""Ports of the audit log."""

from collections.abc import Iterator
from datetime import datetime
from typing import Protocol

from trunkline.audit.domain.entries import Access, Entry, Head


class AuditLog(Protocol):
    """The log of a company's accesses."""

    def append(self, company_id: str, access: Access, now: datetime) -> Entry:
        """Raises AuditUnwritten. What is accessed is shown after this has returned."""
        ...


class AuditChains(Protocol):
    """The chains of a company's log, as they are on file."""

    def head(self, company_id: str, shard: int) -> Head: ...

    def of_day(self, company_id: str, day: str, shard: int) -> Iterator[Entry]:
        """In order of their numbers."""
        ...

    def newest_of_day(self, company_id: str, day: str, shard: int, before: int) -> Iterator[Entry]:
        """Those before number `before`, the newest first."""
        ...


class AuditArchive(Protocol):
    """Copies of entries that no one can change or delete before their time."""

    def of_day(self, company_id: str, day: str, shard: int) -> Iterator[Entry]: ...
