"""Entries of the audit log: who did what to which person's data, when, and with what result. No person is named."""

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any, Final

from trunkline.audit.domain.hash_chain import Link

VERSION: Final = 1
BEGINNING: Final = "0" * 64  # the seal before the first entry
SHARDS: Final = 4  # chains of a company: entries at the same moment do not wait for each other
DETAIL_CHARACTERS = 200


class Action(StrEnum):
    """An access or a change that is recorded."""

    AUDIO_READ = "AUDIO_READ"
    TRANSCRIPT_READ = "TRANSCRIPT_READ"
    CALL_READ = "CALL_READ"
    REPORT_VIEW = "REPORT_VIEW"
    PATIENT_READ = "PATIENT_READ"
    PATIENT_CHANGE = "PATIENT_CHANGE"
    SCORE_WRITE = "SCORE_WRITE"
    ALERT_ACKNOWLEDGE = "ALERT_ACKNOWLEDGE"
    EXPORT_ORDER = "EXPORT_ORDER"
    EXPORT_READ = "EXPORT_READ"
    ERASURE_ORDER = "ERASURE_ORDER"
    ERASURE_READ = "ERASURE_READ"
    KEY_CHANGE = "KEY_CHANGE"
    SIGN_IN = "SIGN_IN"
    SIGN_OUT = "SIGN_OUT"
    AUDIT_READ = "AUDIT_READ"


class Outcome(StrEnum):
    OK = "ok"
    DENIED = "denied"


@dataclass(frozen=True, slots=True)
class Access:
    """What is to be recorded. `actor` is `user:` and the label of a key, or `svc:` and a function; `subject` a
    pseudonym of the person, `object` the id of what was touched."""

    actor: str
    action: Action
    object: str
    subject: str = ""
    outcome: Outcome = Outcome.OK
    reason: str = ""
    request_id: str = ""
    key: str = ""  # the id of the key, as labels of programs may be alike


@dataclass(frozen=True, slots=True)
class Entry:
    """A sealed access as it is stored: number `seq` of a chain. `body` is canonical JSON, the text that is sealed."""

    seq: int
    body: str
    previous: str
    seal: str

    def values(self) -> dict[str, Any]:
        """Empty for a body that is no entry's (any more)."""
        try:
            values = json.loads(self.body)
        except ValueError:
            return {}
        return values if isinstance(values, dict) else {}

    def link(self, log: str) -> Link:
        """Its link in the chain of this log. A body of another number or log has no seal that would be right."""
        values = self.values()
        is_here = values.get("seq") == self.seq and values.get("log", "") == log
        return Link(self.seq, self.previous, self.seal, seal_of(self.body, self.previous) if is_here else "")


@dataclass(frozen=True, slots=True)
class Head:
    """The latest entry of a chain, by which a cut is seen. `day` is the partition it lies in, `first_day` that of the
    first entry; both in UTC, as in 2026-11-29."""

    seq: int = 0
    seal: str = BEGINNING
    day: str = ""
    first_day: str = ""


def log_name(company_id: str, shard: int) -> str:
    """The name of a chain, which each of its entries carries: an entry is of no use in another company's log."""
    return f"{company_id}/{shard}"


def next_entry(access: Access, head: Head, now: datetime, log: str = "") -> Entry:
    """The sealed entry behind the head."""
    fields = {name: str(value)[:DETAIL_CHARACTERS] for name, value in asdict(access).items() if value}
    values = {**fields, "seq": head.seq + 1, "ts": _ts(now), "v": VERSION} | ({"log": log} if log else {})
    body = json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return Entry(head.seq + 1, body, head.seal, seal_of(body, head.seal))


def seal_of(body: str, previous: str) -> str:
    """SHA-256 over the seal before and the entry."""
    return sha256(f"{previous}\n{body}".encode()).hexdigest()


def _ts(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
