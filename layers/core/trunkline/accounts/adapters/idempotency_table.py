"""Idempotency records of API requests in the Directory table."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from trunkline.accounts.domain.idempotency import IdempotencyRecord, IdempotencyState
from trunkline.aws import table_keys
from trunkline.aws.directory_table import Directory

ONCE_LIFETIME = timedelta(days=1)


class IdempotencyTable:
    """Requests that must not be done twice, by the key their sender chose."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    def begin(self, company_id: str, key: str, request: str, now: datetime) -> IdempotencyRecord | None:
        """None: it is ours to do. Else what became of it the first time."""
        values = {
            "company_id": company_id,
            "request": request,
            "state": IdempotencyState.BEGUN.value,
            "begun_at": now.isoformat(),
        }
        expires = {"expires_at": int((now + ONCE_LIFETIME).timestamp())}
        if self._directory.put_new(table_keys.once(company_id, key) | values | expires):
            return None
        found = self._directory.get(table_keys.once(company_id, key))
        return _once(found) if found else self.begin(company_id, key, request, now)

    def end(self, company_id: str, key: str, state: IdempotencyState, answer: str = "") -> None:
        self._directory.update(table_keys.once(company_id, key), {"state": state.value, "answer": answer})

    def forget(self, company_id: str, key: str) -> None:
        """Removes the record of a failed request, so that its key may be used again."""
        self._directory.remove_owned(table_keys.once(company_id, key), company_id)


def _once(values: Mapping[str, Any]) -> IdempotencyRecord:
    return IdempotencyRecord(
        request=values["request"],
        state=IdempotencyState(values["state"]),
        answer=values.get("answer", ""),
        begun_at=datetime.fromisoformat(values["begun_at"]),
    )
