"""An audit log in memory: the ports AuditLog, AuditChains and AuditArchive."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from trunkline.audit.domain.entries import SHARDS, Access, Entry, Head, log_name, next_entry
from trunkline.errors import AuditUnwritten

Chain = tuple[str, int]


@dataclass
class InMemoryAudit:
    """Entries by chain, with their days; `is_broken`: nothing can be written."""

    entries: dict[Chain, list[tuple[str, Entry]]] = field(default_factory=dict)
    heads: dict[Chain, Head] = field(default_factory=dict)
    is_broken: bool = False
    _turn: int = 0

    def append(self, company_id: str, access: Access, now: datetime) -> Entry:
        if self.is_broken:
            raise AuditUnwritten("the log is away")
        shard, self._turn = self._turn % SHARDS, self._turn + 1
        head = self.head(company_id, shard)
        entry, day = next_entry(access, head, now, log_name(company_id, shard)), max(now.date().isoformat(), head.day)
        self.entries.setdefault((company_id, shard), []).append((day, entry))
        self.heads[company_id, shard] = Head(entry.seq, entry.seal, day, head.first_day or day)
        return entry

    def head(self, company_id: str, shard: int) -> Head:
        return self.heads.get((company_id, shard), Head())

    def of_day(self, company_id: str, day: str, shard: int) -> Iterator[Entry]:
        there = self.entries.get((company_id, shard), [])
        return iter(sorted((entry for its, entry in there if its == day), key=lambda entry: entry.seq))

    def newest_of_day(self, company_id: str, day: str, shard: int, before: int) -> Iterator[Entry]:
        there = [entry for entry in self.of_day(company_id, day, shard) if entry.seq < before]
        return reversed(there)
