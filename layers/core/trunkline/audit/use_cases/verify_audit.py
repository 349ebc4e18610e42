"""Verifies a company's audit log: each chain by itself, then against the archive."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from trunkline.audit.domain.entries import BEGINNING, SHARDS, log_name
from trunkline.audit.domain.hash_chain import Break, Fault, first_break
from trunkline.audit.ports import AuditArchive, AuditChains


@dataclass(frozen=True, slots=True)
class ChainVerdict:
    """The verification of one chain. `altered` are numbers of entries that the archive has otherwise, or alone."""

    shard: int
    entries: int
    broken: Break | None
    altered: tuple[int, ...] = ()

    @property
    def holds(self) -> bool:
        return self.broken is None and not self.altered

    @property
    def trouble(self) -> str:
        """In words; empty when it holds."""
        if self.broken:
            word = "was changed" if self.broken.fault is Fault.CHANGED else f"is {self.broken.fault.value}"
            return f"entry {self.broken.number} {word}"
        return f"the archive has {', '.join(map(str, self.altered))} otherwise" if self.altered else ""


def verify_audit(
    company_id: str, chains: AuditChains, archive: AuditArchive | None, since: date, today: date
) -> Iterator[ChainVerdict]:
    """Of every chain. `since` is the company's first day: a chain whose head is gone is looked for from there on."""
    for shard in range(SHARDS):
        yield _verified(company_id, shard, chains, archive, _days(since, today))


def _verified(
    company_id: str, shard: int, chains: AuditChains, archive: AuditArchive | None, days: list[str]
) -> ChainVerdict:
    """The archive is read before the head, and that before the chain: what is written meanwhile is not asked for."""
    archived = _archived(company_id, shard, archive, days) if archive else {}
    head, log = chains.head(company_id, shard), log_name(company_id, shard)
    found = (entry for day in days for entry in chains.of_day(company_id, day, shard))
    entries = [entry for entry in found if not head.seq or entry.seq <= head.seq]
    broken = first_break((entry.link(log) for entry in entries), head.seal, BEGINNING)
    seals = {entry.seq: entry.seal for entry in entries}
    altered = tuple(sorted(seq for seq, known in archived.items() if known != {seals.get(seq)}))
    return ChainVerdict(shard, len(entries), broken, altered)


def _archived(company_id: str, shard: int, archive: AuditArchive, days: list[str]) -> dict[int, set[str]]:
    """Every seal that the archive has of an entry: it has one, unless it was added to."""
    seals: dict[int, set[str]] = {}
    for entry in (entry for day in days for entry in archive.of_day(company_id, day, shard)):
        seals.setdefault(entry.seq, set()).add(entry.seal)
    return seals


def _days(first: date, last: date) -> list[str]:
    return [(first + timedelta(days=n)).isoformat() for n in range((last - first).days + 1)]
