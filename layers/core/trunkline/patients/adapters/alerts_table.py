"""Alerts on the Patients table: ids, level and times, so that events can be read from them. Open ones are in the index
`by_due`."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from trunkline.aws import table_keys
from trunkline.aws.conditional_writes import put_once
from trunkline.aws.dynamodb import DynamoDB
from trunkline.aws.dynamodb_values import from_item, to_item
from trunkline.aws.table_reads import pages
from trunkline.patients.domain.alerts import Alert, AlertKind
from trunkline.patients.domain.protocols import Level

BY_DUE, BY_COMPANY, OPEN = "by_due", "by_company", "alerts"
DUE_AT_ONCE = 200  # of one run; the rest is due a minute later as well


class AlertsTable:
    """The port Alerts."""

    def __init__(self, dynamodb: DynamoDB, table: str) -> None:
        self._dynamodb, self._table = dynamodb, table

    def add(self, alert: Alert) -> Alert:
        before = put_once(self._dynamodb, self._table, alert_item(alert))
        return _alert(before) if before else alert

    def find(self, patient_id: str, alert_id: str) -> Alert | None:
        key = to_item(table_keys.patient_part(patient_id, table_keys.ALERTS, alert_id))
        found = self._dynamodb.get_item(TableName=self._table, Key=key, ConsistentRead=True).get("Item")
        return _alert(from_item(found)) if found else None

    def of_patient(self, patient_id: str) -> list[Alert]:
        """The newest first."""
        key = table_keys.patient_part(patient_id, table_keys.ALERTS, "")
        found = pages(
            self._dynamodb,
            TableName=self._table,
            ConsistentRead=True,
            KeyConditionExpression="pk = :pk AND begins_with(sk, :kind)",
            ExpressionAttributeValues=to_item({":pk": key["pk"], ":kind": table_keys.ALERTS}),
        )
        return sorted(map(_alert, found), key=lambda alert: alert.raised_at, reverse=True)

    def open_of_company(self, company_id: str) -> list[Alert]:
        """Eventually consistent, as an index is."""
        found = pages(
            self._dynamodb,
            TableName=self._table,
            IndexName=BY_COMPANY,
            KeyConditionExpression="of_company = :alerts",
            ExpressionAttributeValues=to_item({":alerts": table_keys.of_company(company_id, OPEN)}),
        )
        return sorted(map(_alert, found), key=lambda alert: alert.raised_at, reverse=True)

    def change(self, alert: Alert, before: Alert) -> bool:
        """The repetition of a request whose answer was lost finds its own state, and succeeds."""
        try:
            self._dynamodb.put_item(
                TableName=self._table,
                Item=to_item(alert_item(alert)),
                ConditionExpression="#state IN (:before, :after)",
                ExpressionAttributeNames={"#state": "state"},
                ExpressionAttributeValues=to_item({":before": _state(before), ":after": _state(alert)}),
            )
        except self._dynamodb.exceptions.ConditionalCheckFailedException:
            return False
        return True

    def due(self, now: datetime) -> list[Alert]:
        """The longest due first. Eventually consistent, as an index is: `change` decides."""
        found = self._dynamodb.query(
            TableName=self._table,
            IndexName=BY_DUE,
            KeyConditionExpression="#due = :open AND due_at <= :now",
            ExpressionAttributeNames={"#due": "due"},
            ExpressionAttributeValues=to_item({":open": OPEN, ":now": _millis(now)}),
            Limit=DUE_AT_ONCE,
        )
        return [_alert(from_item(item)) for item in found["Items"]]


def alert_item(alert: Alert) -> dict[str, Any]:
    acknowledged_at = alert.acknowledged_at.isoformat() if alert.acknowledged_at else None
    values = {
        "alert_id": alert.alert_id,
        "patient_id": alert.patient_id,
        "company_id": alert.company_id,
        "call_id": alert.call_id,
        "kind": alert.kind.value,
        "level": alert.level.name,
        "raised_at": alert.raised_at.isoformat(),
        "next_at": alert.due_at.isoformat(),
        "notices": alert.notices,
        "contacts_tried": alert.contacts_tried,
        "reached_by": alert.reached_by,
        "acknowledged_by": alert.acknowledged_by,
        "acknowledged_at": acknowledged_at,
        "state": _state(alert),
    }
    waits = {"due": OPEN, "due_at": _millis(alert.due_at), "of_company": table_keys.of_company(alert.company_id, OPEN)}
    waits = waits if alert.is_open else {}
    return table_keys.patient_part(alert.patient_id, table_keys.ALERTS, alert.alert_id) | values | waits


def _alert(values: Mapping[str, Any]) -> Alert:
    acknowledged_at = values.get("acknowledged_at")
    return Alert(
        alert_id=values["alert_id"],
        patient_id=values["patient_id"],
        company_id=values["company_id"],
        call_id=values["call_id"],
        kind=AlertKind(values["kind"]),
        level=Level[values["level"]],
        raised_at=datetime.fromisoformat(values["raised_at"]),
        due_at=datetime.fromisoformat(values["next_at"]),
        notices=int(values["notices"]),
        contacts_tried=int(values["contacts_tried"]),
        reached_by=values["reached_by"],
        acknowledged_by=values["acknowledged_by"],
        acknowledged_at=datetime.fromisoformat(acknowledged_at) if acknowledged_at else None,
    )


def _state(alert: Alert) -> str:
    """All of an alert that changes."""
    acknowledged_at = alert.acknowledged_at.isoformat() if alert.acknowledged_at else ""
    changing = (alert.level.name, alert.notices, alert.contacts_tried, alert.reached_by, acknowledged_at)
    return "|".join(map(str, (*changing, alert.due_at.isoformat())))


def _millis(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
