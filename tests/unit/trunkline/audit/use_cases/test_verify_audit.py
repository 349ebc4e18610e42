"""Verification of the audit log: every change of an entry is found."""

import copy
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.audit import InMemoryAudit
from trunkline.audit.domain.entries import Access, Action, Head
from trunkline.audit.use_cases.verify_audit import verify_audit

BEGAN = datetime(2026, 11, 20, 9, tzinfo=UTC)
TODAY = date(2026, 11, 29)
NUMBERS = st.integers(min_value=0, max_value=10**6)


def written(entries: int, company: str = "acme", log: InMemoryAudit | None = None) -> InMemoryAudit:
    log = log or InMemoryAudit()
    for number in range(entries):
        access = Access(f"user:rn-{number}", Action.TRANSCRIPT_READ, f"CA{number}", "p_1")
        log.append(company, access, BEGAN + timedelta(hours=5 * number))
    return log


def faults(log: InMemoryAudit, archive: InMemoryAudit | None = None) -> list[str]:
    return [item.trouble for item in verify_audit("acme", log, archive, BEGAN.date(), TODAY) if not item.holds]


def test_an_untouched_log_holds_against_its_archive():
    log = written(30)
    found = list(verify_audit("acme", log, copy.deepcopy(log), BEGAN.date(), TODAY))
    assert all(item.holds for item in found)
    assert [item.entries for item in found] == [8, 8, 7, 7]
    assert faults(InMemoryAudit()) == []


@given(st.integers(1, 40), NUMBERS, NUMBERS, st.sampled_from(["body", "previous", "seal"]), st.characters())
def test_every_change_of_an_entry_is_found(entries, which, at, part, character):
    log = written(entries)
    chain = [chain for chain in log.entries.values() if chain][which % len(log.entries)]
    place = which % len(chain)
    day, entry = chain[place]
    value = getattr(entry, part)
    changed = value[: at % len(value)] + character + value[at % len(value) + 1 :]
    if changed == value:
        return
    chain[place] = (day, replace(entry, **{part: changed}))
    assert faults(log)


@given(st.integers(1, 40), NUMBERS)
def test_every_entry_that_is_gone_is_found(entries, which):
    log = written(entries)
    chain = list(log.entries.values())[which % len(log.entries)]
    del chain[which % len(chain)]
    assert faults(log)


@given(st.integers(9, 40), NUMBERS, NUMBERS)
def test_two_entries_that_changed_places_are_found(entries, one, other):
    """Within a chain and between two. The number is the place in the table, which stays."""
    log = written(entries)
    chains = list(log.entries.values())
    here, there = chains[one % 4], chains[other % 4]
    i, k = one % len(here), other % len(there)
    (one_day, first), (other_day, second) = here[i], there[k]
    if first == second:
        return
    here[i], there[k] = (one_day, replace(second, seq=first.seq)), (other_day, replace(first, seq=second.seq))
    assert faults(log)


@given(st.integers(1, 40), NUMBERS)
def test_an_entry_of_another_companys_log_is_found(entries, which):
    log, others = written(entries), written(entries, "other")
    shard = which % min(4, entries)
    mine, theirs = log.entries["acme", shard], others.entries["other", shard]
    mine[which % len(mine)] = theirs[which % len(theirs)]
    assert faults(log)


def test_a_whole_log_of_another_company_is_found():
    log = written(8, "other")
    log.entries = {("acme", shard): chain for (_, shard), chain in log.entries.items()}
    log.heads = {("acme", shard): head for (_, shard), head in log.heads.items()}
    assert len(faults(log)) == 4


def test_a_missing_head_is_found():
    log = written(8)
    log.heads["acme", 2] = Head()
    assert faults(log) == ["entry 3 is cut"]


def test_a_chain_that_was_cut_with_its_head_or_written_anew_is_found_by_the_archive_alone():
    log = written(12)
    archive = copy.deepcopy(log)
    *_, (day, last), (_, _gone) = log.entries["acme", 1]
    del log.entries["acme", 1][-1]
    log.heads["acme", 1] = Head(last.seq, last.seal, day, log.heads["acme", 1].first_day)
    assert faults(log) == []
    assert faults(log, archive) == ["the archive has 3 otherwise"]
    forged = written(12)
    del forged.entries["acme", 1], forged.heads["acme", 1]
    anew = InMemoryAudit()
    for number in range(12):
        anew.append("acme", Access("user:other", Action.CALL_READ, "CA", "p_1"), BEGAN + timedelta(hours=5 * number))
    forged.entries["acme", 1], forged.heads["acme", 1] = anew.entries["acme", 1], anew.heads["acme", 1]
    assert faults(forged) == []
    assert faults(forged, archive) == ["the archive has 1, 2, 3 otherwise"]


def test_what_is_written_during_a_verification_is_no_fault():
    log = written(8)

    class Busy(InMemoryAudit):
        """Another access is recorded as soon as a head was read."""

        def head(self, company_id, shard):
            found = log.head(company_id, shard)
            written(4, log=log)
            return found

        def of_day(self, company_id, day, shard):
            return log.of_day(company_id, day, shard)

    assert faults(Busy()) == []
