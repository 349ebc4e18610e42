"""Sessions at the console on the Directory table, by the fingerprint of their cookie."""

from dataclasses import asdict
from datetime import datetime

from trunkline.accounts.domain.sessions import ConsoleSession
from trunkline.aws import table_keys
from trunkline.aws.directory_table import Directory

TIMES = ("began_at", "ends_at")


class SessionsTable:
    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    def add(self, session: ConsoleSession) -> None:
        times = {name: getattr(session, name).isoformat() for name in TIMES}
        expires = {"expires_at": int(session.ends_at.timestamp())}
        self._directory.put(table_keys.session(session.fingerprint) | asdict(session) | times | expires)

    def find(self, fingerprint: str) -> ConsoleSession | None:
        found = self._directory.get(table_keys.session(fingerprint))
        if found is None:
            return None
        values = {name: value for name, value in found.items() if name in ConsoleSession.__dataclass_fields__}
        return ConsoleSession(**values | {name: datetime.fromisoformat(found[name]) for name in TIMES})

    def end(self, fingerprint: str) -> None:
        self._directory.remove(table_keys.session(fingerprint))
