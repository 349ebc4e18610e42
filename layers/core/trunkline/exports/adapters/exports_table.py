"""Exports and how far each has come, on the Directory table. An item is forgotten some time after its files are."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from trunkline.aws import table_keys
from trunkline.aws.directory_table import Directory
from trunkline.exports.domain.exports import Export, ExportPosition, ExportRun

EXPORTS = "export"
KEPT = timedelta(days=400)


class ExportsTable:
    def __init__(self, directory: Directory, now: Callable[[], datetime]) -> None:
        self._directory = directory
        self._now = now

    def add(self, export: Export) -> bool:
        """False when there is one of that name: it is not begun anew."""
        owner = {"of_company": table_keys.of_company(export.company_id, EXPORTS)}
        expires = {"expires_at": int((export.requested_at + KEPT).timestamp())}
        begin = {"part": 0, "day": export.first_day.isoformat(), "rows": 0}
        return self._directory.put_new(_key(export) | _values(export) | owner | expires | begin)

    def find(self, company_id: str, export_id: str) -> ExportRun | None:
        found = self._directory.get(table_keys.export(company_id, export_id))
        return _run(found) if found else None

    def of_company(self, company_id: str) -> list[ExportRun]:
        found = map(_run, self._directory.of_company(company_id, EXPORTS))
        return sorted(found, key=lambda run: run.export.requested_at, reverse=True)

    def advance(self, export: Export, before: ExportPosition, after: ExportPosition, rows: int) -> bool:
        facts = {"part": after.part, "day": after.day.isoformat(), "after": after.after, "rows": rows}
        return self._directory.update_where(_key(export), facts, {"part": before.part})

    def finish(self, export: Export, rows: int) -> None:
        self._directory.update(_key(export), {"finished_at": self._now().isoformat(), "rows": rows})


def _key(export: Export) -> table_keys.Key:
    return table_keys.export(export.company_id, export.export_id)


def _values(export: Export) -> dict[str, Any]:
    return {
        "export_id": export.export_id,
        "company_id": export.company_id,
        "first_day": export.first_day.isoformat(),
        "last_day": export.last_day.isoformat(),
        "formats": export.formats,
        "requested_at": export.requested_at.isoformat(),
        "series": export.series,
        "agent_id": export.agent_id,
        "outcome": export.outcome,
        "deidentified": export.deidentified,
        "clinical": export.clinical,
    }


def _run(values: Mapping[str, Any]) -> ExportRun:
    export = Export(
        export_id=values["export_id"],
        company_id=values["company_id"],
        first_day=date.fromisoformat(values["first_day"]),
        last_day=date.fromisoformat(values["last_day"]),
        formats=tuple(values["formats"]),
        requested_at=datetime.fromisoformat(values["requested_at"]),
        series=values["series"],
        agent_id=values.get("agent_id"),
        outcome=values.get("outcome"),
        deidentified=values["deidentified"],
        clinical=values.get("clinical", False),
    )
    after = values.get("after")
    position = ExportPosition(
        values["part"], date.fromisoformat(values["day"]), (after[0], after[1]) if after else None
    )
    finished = values.get("finished_at")
    return ExportRun(export, position, values["rows"], datetime.fromisoformat(finished) if finished else None)
