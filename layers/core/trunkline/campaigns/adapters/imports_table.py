"""Imports of lists and what jobs have worked out, on the Directory table. Both are forgotten in time."""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from trunkline.aws import table_keys
from trunkline.aws.directory_table import Directory
from trunkline.campaigns.domain.contact_imports import ContactImport, ImportPosition, ImportRun, ImportState

IMPORTS = "import"
KEPT = timedelta(days=400)
NOTE_KEPT = timedelta(days=7)
COUNTS = ("part", "offset", "rows", "added", "merged", "rejected", "blank")


class ImportsTable:
    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    def add(self, order: ContactImport) -> bool:
        expires = int((order.requested_at + KEPT).timestamp())
        owner = {"of_company": table_keys.of_company(order.company_id, IMPORTS), "expires_at": expires}
        values = asdict(order) | {"requested_at": order.requested_at.isoformat()}
        return self._directory.put_new(
            _key(order) | values | owner | asdict(ImportPosition()) | {"state": ImportState.WAITING}
        )

    def find(self, company_id: str, import_id: str) -> ImportRun | None:
        found = self._directory.get(table_keys.contact_import(company_id, import_id))
        return _run(found) if found else None

    def of_campaign(self, company_id: str, campaign_id: str) -> list[ImportRun]:
        """The oldest first."""
        runs = map(_run, self._directory.of_company(company_id, IMPORTS))
        return sorted(
            (run for run in runs if run.order.campaign_id == campaign_id), key=lambda run: run.order.requested_at
        )

    def begin(self, order: ContactImport, size: int, now: datetime) -> bool:
        facts = {"state": ImportState.RUNNING, "size": size, "began_at": now.isoformat()}
        return self._directory.update_where(_key(order), facts, {"state": ImportState.WAITING})

    def advance(self, order: ContactImport, before: ImportPosition, after: ImportPosition) -> bool:
        where = {"part": before.part, "state": ImportState.RUNNING}
        return self._directory.update_where(_key(order), asdict(after), where)

    def finish(self, order: ContactImport, now: datetime, problem: str = "") -> None:
        state = ImportState.FAILED if problem else ImportState.DONE
        self._directory.update(_key(order), {"state": state, "ended_at": now.isoformat(), "problem": problem})


class NotesTable:
    def __init__(self, directory: Directory, now: Callable[[], datetime]) -> None:
        self._directory = directory
        self._now = now

    def write(self, company_id: str, name: str, payload: Mapping[str, Any]) -> None:
        expires = int((self._now() + NOTE_KEPT).timestamp())
        self._directory.put(table_keys.note(company_id, name) | {"payload": json.dumps(payload), "expires_at": expires})

    def read(self, company_id: str, name: str) -> dict[str, Any] | None:
        found = self._directory.get(table_keys.note(company_id, name))
        body: dict[str, Any] | None = json.loads(found["payload"]) if found else None
        return body


def _key(order: ContactImport) -> table_keys.Key:
    return table_keys.contact_import(order.company_id, order.import_id)


def _run(values: Mapping[str, Any]) -> ImportRun:
    order = ContactImport(
        import_id=values["import_id"],
        company_id=values["company_id"],
        campaign_id=values["campaign_id"],
        key=values["key"],
        default_region=values["default_region"],
        requested_at=datetime.fromisoformat(values["requested_at"]),
    )
    began, ended = values.get("began_at"), values.get("ended_at")
    return ImportRun(
        order=order,
        state=ImportState(values["state"]),
        position=ImportPosition(**{name: values[name] for name in COUNTS}),
        size=values.get("size", 0),
        began_at=datetime.fromisoformat(began) if began else None,
        ended_at=datetime.fromisoformat(ended) if ended else None,
        problem=values.get("problem", ""),
    )
