"""An export of a company's calls: what is wanted, what a row holds, and how a call reads as text and as subtitles."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any

from trunkline.calls.domain.call_search import CallFilter, CallSummary
from trunkline.costs.domain.costs import breakdown_of
from trunkline.redaction import Find, Redactor, names_in

SCHEMA = 1
FORMATS = ("jsonl", "csv", "parquet", "txt", "vtt")
SUFFIX = {"jsonl": "jsonl.gz", "csv": "csv", "parquet": "parquet", "txt": "txt.zip", "vtt": "vtt.zip"}
DAILY = "daily"  # the series the schedule writes, one day after the other
DAYS_AT_MOST = 366
PART_CALLS = 2_000  # a part is what a killed run does again …
PART_CHARACTERS = 32_000_000  # … and what has to fit in memory
LAST_CUE_S = 5.0

# What a row holds, in order, and the type of each column. The Glue table in the template says the same.
COLUMNS = {
    "schema": "bigint",
    "call_id": "string",
    "conversation_id": "string",
    "started_at": "string",
    "direction": "string",
    "from_number": "string",
    "to_number": "string",
    "mode": "string",
    "status": "string",
    "provider": "string",
    "agent_id": "string",
    "campaign_id": "string",
    "outcome": "string",
    "end_reason": "string",
    "language": "string",
    "duration_s": "bigint",
    "turn_count": "bigint",
    "turn_latency_ms": "bigint",
    "interruptions": "bigint",
    "cost_usd": "double",
    "known_cost_usd": "double",
    "summary": "string",
    "turns": "string",
    "variables": "string",
    "user_id": "string",
    "evaluation": "string",
    "data_collection": "string",
    "feedback": "string",
    "metadata": "string",
    "quality": "string",
}
OBJECTS = ("evaluation", "data_collection", "feedback", "metadata")  # as the record has them
LISTS_AND_OBJECTS = ("turns", "variables", *OBJECTS, "quality")  # JSON texts, where a format has neither
# What the relay measured of a call, beside latency and interruptions, which have columns of their own.
QUALITY = (
    "first_audio_ms", "agent_latency_s", "voice_score_pct", "barge_in_ms", "hop_p99_us", "agent_underruns",
    "agent_underrun_ms", "reconnects", "turn_latency_p95_ms", "first_audio_p95_ms", "synthesis_ms", "caller_gaps",
    "caller_gap_ms", "caller_silence_pct", "agent_silence_pct", "caller_level_dbfs", "agent_level_dbfs", "is_one_sided",
)  # fmt: skip
PERSONAL = ("from_number", "to_number", "user_id")  # left empty in de-identified exports
HARMLESS = ("speaker", "at_s", "interrupted", "tools")  # of a turn

Row = dict[str, Any]  # by column; `turns` is a list and `variables` an object until a format writes them


@dataclass(frozen=True, slots=True)
class Export:
    """An export as it was requested. Days are whole days in UTC, both ends included."""

    export_id: str
    company_id: str
    first_day: date
    last_day: date
    formats: tuple[str, ...]
    requested_at: datetime
    series: str = ""  # part of every key: `daily`, or the export's own id
    agent_id: str | None = None
    outcome: str | None = None
    deidentified: bool = False
    clinical: bool = False  # with patients' calls; those that are de-identified have them anyway

    def days(self) -> list[date]:
        return [self.first_day + timedelta(days=n) for n in range((self.last_day - self.first_day).days + 1)]

    def wants(self, call: CallSummary) -> bool:
        is_clinical = None if self.clinical or self.deidentified else False
        return CallFilter(agent_id=self.agent_id, outcome=self.outcome, is_clinical=is_clinical).lets_through(call)

    def day_folder(self, day: date) -> str:
        return f"exports/{self.company_id}/dt={day}/export={self.series or self.export_id}/"

    def key(self, day: date, part: int, format_: str) -> str:
        return f"{self.day_folder(day)}{format_}/part-{part:05}.{SUFFIX[format_]}"

    @property
    def manifest_key(self) -> str:
        return f"exports/{self.company_id}/manifests/{self.export_id}.json"

    def notes_key(self, part: int) -> str:
        """Notes of one part, kept until the manifest lists all parts."""
        return f"exports/{self.company_id}/manifests/{self.export_id}/part-{part:05}.json"

    def filters(self) -> dict[str, Any]:
        return {
            "company": self.company_id,
            "first_day": self.first_day.isoformat(),
            "last_day": self.last_day.isoformat(),
            "agent_id": self.agent_id,
            "outcome": self.outcome,
            "formats": list(self.formats),
            "deidentified": self.deidentified,
            "clinical": self.clinical,
        }


@dataclass(frozen=True, slots=True)
class ExportPosition:
    """The position of an export: the next part begins behind this call of this day."""

    part: int
    day: date
    after: tuple[str, str] | None = None  # started_at and call id

    def next_part(self, day: date, after: tuple[str, str] | None) -> "ExportPosition":
        return replace(self, part=self.part + 1, day=day, after=after)


@dataclass(frozen=True, slots=True)
class ExportRun:
    """An export and how far it has come. Its rows are those of finished parts."""

    export: Export
    position: ExportPosition
    rows: int = 0
    finished_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """One object of an export."""

    key: str
    format: str
    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class PartManifest:
    """The manifest entry of one part."""

    rows: int
    files: tuple[ExportedFile, ...] = ()
    missing_transcripts: int = 0  # expired, or erased, between the list and the reading

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of(cls, payload: Mapping[str, Any]) -> "PartManifest":
        files = tuple(ExportedFile(**file) for file in payload["files"])
        return cls(payload["rows"], files, payload["missing_transcripts"])


@dataclass(frozen=True, slots=True)
class Manifest:
    """The manifest of an export, written last: an export without it is not finished."""

    export: Export
    parts: list[PartManifest] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        files = [asdict(file) for part in self.parts for file in part.files]
        return {
            "schema": SCHEMA,
            "export_id": self.export.export_id,
            "requested_at": self.export.requested_at.isoformat(),
            "filters": self.export.filters(),
            "columns": COLUMNS,
            "rows": sum(part.rows for part in self.parts),
            "missing_transcripts": sum(part.missing_transcripts for part in self.parts),
            "bytes": sum(file["bytes"] for file in files),
            "files": files,
        }


def daily_export(company_id: str, day: date, requested_at: datetime) -> Export:
    """The daily export of the schedule: de-identified."""
    formats = ("jsonl", "parquet")
    return Export(f"{DAILY}-{day}", company_id, day, day, formats, requested_at, series=DAILY, deidentified=True)


def row_of(
    call: CallSummary, payload: Mapping[str, Any] | None, *, deidentified: bool, find: Find | None = None
) -> Row:
    """A call and its transcript as one row. What is not known is None. `find` helps to take names out of it."""
    facts, payload = call.facts, payload or {}
    ledger = breakdown_of(call)
    row = {name: _typed(facts.get(name), kind) for name, kind in COLUMNS.items()} | {
        "schema": SCHEMA,
        "call_id": str(call.call_id),
        "started_at": call.started_at,
        "status": call.status,
        "language": payload.get("language"),
        "duration_s": facts.get("conversation_duration_s", facts.get("duration_s")),
        "cost_usd": None if ledger.usd is None else float(ledger.usd),
        "known_cost_usd": float(ledger.known_usd) if ledger.lines else None,
        "turns": list(payload.get("turns", [])),
        "variables": dict(payload.get("variables", {})),
        "quality": {name: readable(facts[name]) for name in QUALITY if name in facts},
        **{name: readable(facts.get(name) or {}) for name in OBJECTS},
    }
    return without_persons(row, call, find) if deidentified else row


def _typed(value: Any, kind: str) -> Any:
    """DynamoDB's Decimal as JSON."""
    return None if value is None else {"string": str, "bigint": int, "double": float}[kind](value)


def readable(value: Any) -> Any:
    """Decimals as numbers, all the way down."""
    match value:
        case Decimal():
            return float(value)
        case list():
            return [readable(item) for item in value]
        case dict():
            return {name: readable(item) for name, item in value.items()}
    return value


def without_persons(row: Row, call: CallSummary, find: Find | None = None) -> Row:
    """The row without personal data: no numbers and variables, redacted texts, fingerprints for ids."""
    redactor = Redactor.of(_names(row, call), _values(row, call), find)
    turns = [_redacted_turn(turn, redactor) for turn in row["turns"]]
    texts = {name: redactor.text(row[name]) for name in ("summary", "end_reason", "outcome") if row[name]}
    ids = {name: _fingerprint(row[name]) for name in ("call_id", "conversation_id") if row[name]}
    values = {"variables": {}, "data_collection": {}, "feedback": {}, "metadata": {}, "turns": turns}
    return row | dict.fromkeys(PERSONAL) | values | texts | ids


def _names(row: Row, call: CallSummary) -> Iterator[str]:
    """Values of variables and metadata that are called names, and the carrier's caller name."""
    for values in (row["variables"], call.facts.get("metadata") or {}):
        yield from names_in(values)
    yield str(call.facts.get("caller_name") or "")


def _values(row: Row, call: CallSummary) -> Iterator[str]:
    """The company's own facts about the person: the city, the day of birth, the purpose of the call."""
    for values in (row["variables"], call.facts.get("metadata") or {}, call.facts.get("data_collection") or {}):
        yield from (str(value) for value in values.values() if isinstance(value, str | int | Decimal))


def _redacted_turn(turn: Mapping[str, Any], redactor: Redactor) -> dict[str, Any]:
    """A turn with its known harmless fields alone: a field that is added later may hold personal data."""
    texts = {name: redactor.text(str(turn[name])) for name in ("text", "intended") if turn.get(name)}
    return {name: turn[name] for name in HARMLESS if name in turn} | {"text": "", "intended": None} | texts


def _fingerprint(value: str) -> str:
    return sha256(value.encode()).hexdigest()[:24]


def flat(row: Row) -> Row:
    """For formats without lists: those and objects as JSON texts."""
    return row | {name: json.dumps(row[name], ensure_ascii=False) for name in LISTS_AND_OBJECTS}


def as_text(row: Row) -> str:
    """The call as a person reads it."""
    head = [f"Call {row['call_id']}, {row['started_at']}, {row['direction'] or 'direction unknown'}"]
    parties = [row[name] for name in ("from_number", "to_number") if row[name]]
    head += [" to ".join(parties)] if parties else []
    head += [f"Summary: {row['summary']}"] if row["summary"] else []
    turns = [f"[{_clock(turn['at_s'])[:8]}] {turn['speaker']}: {turn['text']}" for turn in _spoken(row)]
    return "\n".join([*head, "", *turns]) + "\n"


def as_subtitles(row: Row) -> str:
    """WebVTT: one cue per turn, until the next. "WebVTT: The Web Video Text Tracks Format", W3C, read 2026-11."""
    turns = list(_spoken(row))
    ends = [turn["at_s"] for turn in turns[1:]] + [float(turns[-1]["at_s"]) + LAST_CUE_S] if turns else []
    cues = [_one_cue(turn, end) for turn, end in zip(turns, ends, strict=True)]
    return "\n".join(["WEBVTT\n", *cues])


def _one_cue(turn: Mapping[str, Any], end: float) -> str:
    begin = turn["at_s"]
    return f"{_clock(begin)} --> {_clock(max(end, begin + 0.1))}\n<v {turn['speaker']}>{_cue(turn['text'])}\n"


def _spoken(row: Row) -> Iterator[Mapping[str, Any]]:
    return (turn for turn in row["turns"] if turn["text"])


def _cue(text: str) -> str:
    """An empty line would end the cue, an arrow begin another, and tags be read as such."""
    return re.sub(r"\s*\n\s*", " ", text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _clock(seconds: float) -> str:
    ms = round(seconds * 1000)
    return f"{ms // 3_600_000:02}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02}.{ms % 1000:03}"
