"""Check-ins, weights and assessments of a patient, sealed."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

from trunkline.aws import table_keys
from trunkline.aws.conditional_writes import put_once
from trunkline.aws.dynamodb import DynamoDB
from trunkline.aws.dynamodb_values import from_item, set_once_or_again, to_item
from trunkline.aws.table_reads import pages
from trunkline.patients.adapters.sealed_items import SEALED, SealedItems
from trunkline.patients.domain.patients import FiledCheckIn, Patient
from trunkline.patients.domain.protocols import Level
from trunkline.patients.domain.voice_reports import Gate, VoiceReport
from trunkline.patients.domain.weights import Weight
from trunkline.patients.ports import FiledAssessment

FILED_ONCE = frozenset({"call_id", "at", "line", "answers", "kg"})


class _Parts:
    """Items of one kind under a patient's key."""

    def __init__(self, dynamodb: DynamoDB, table: str, items: SealedItems, kind: str) -> None:
        self._dynamodb, self._table, self._items, self._kind = dynamodb, table, items, kind

    def key(self, patient: Patient, name: str) -> table_keys.Key:
        return table_keys.patient_part(patient.patient_id, self._kind, name)

    def all(self, patient: Patient) -> Iterator[dict[str, Any]]:
        key = self.key(patient, "")
        return pages(
            self._dynamodb,
            TableName=self._table,
            ConsistentRead=True,
            KeyConditionExpression="pk = :pk AND begins_with(sk, :kind)",
            ExpressionAttributeValues=to_item({":pk": key["pk"], ":kind": self._kind}),
        )

    def put_once(self, item: Mapping[str, Any]) -> dict[str, Any] | None:
        return put_once(self._dynamodb, self._table, item)

    def update(self, key: table_keys.Key, **update: Any) -> dict[str, Any]:
        changed = self._dynamodb.update_item(TableName=self._table, Key=to_item(key), ReturnValues="ALL_NEW", **update)
        return from_item(changed["Attributes"])

    def seal(self, patient: Patient, item: str, values: Mapping[str, Any], field: str = SEALED) -> str:
        return self._items.seal(patient.company_id, patient.patient_id, item, values, field)

    def open(self, patient: Patient, item: str, sealed: str, field: str = SEALED) -> dict[str, Any]:
        return self._items.open(patient.company_id, patient.patient_id, item, sealed, field)


class CheckInsTable:
    """The port CheckIns."""

    def __init__(self, dynamodb: DynamoDB, table: str, items: SealedItems) -> None:
        self._dynamodb = dynamodb
        self._parts = _Parts(dynamodb, table, items, table_keys.CHECK_INS)
        self._weights = _Parts(dynamodb, table, items, table_keys.WEIGHTS)
        self._due = _Parts(dynamodb, table, items, table_keys.CALLS_DUE)

    def file(self, patient: Patient, check_in: FiledCheckIn) -> FiledCheckIn:
        """A voice report may come again from a newer engine; all else stands as it was first."""
        kg = {"kg": str(check_in.kg)} if check_in.kg is not None else None
        parts = {"answers": check_in.answers, "kg": kg, "voice": check_in.voice}
        name = check_in.call_id
        sealed = {
            field: self._parts.seal(patient, name, values, field)
            for field, values in parts.items()
            if values is not None
        }
        facts = {"call_id": name, "at": check_in.at.isoformat(), "line": check_in.line, **sealed}
        update = set_once_or_again(facts, FILED_ONCE)
        return self._check_in(patient, self._parts.update(self._parts.key(patient, name), **update))

    def of_patient(self, patient: Patient) -> list[FiledCheckIn]:
        return [self._check_in(patient, item) for item in self._parts.all(patient)]

    def exclude(self, patient: Patient, call_id: str, *, is_excluded: bool) -> bool:
        update = set_once_or_again({"is_excluded": is_excluded})
        try:
            self._parts.update(self._parts.key(patient, call_id), **update, ConditionExpression="attribute_exists(pk)")
        except self._dynamodb.exceptions.ConditionalCheckFailedException:
            return False
        return True

    def add_due(self, patient: Patient, day: date, campaign_id: str) -> None:
        item = self._due.key(patient, campaign_id)
        self._due.put_once(item | {"day": day.isoformat(), "campaign_id": campaign_id})

    def days_due(self, patient: Patient) -> list[date]:
        return sorted({date.fromisoformat(item["day"]) for item in self._due.all(patient)})

    def add_weight(self, patient: Patient, weight: Weight) -> None:
        name = weight.at.isoformat(timespec="milliseconds")
        sealed = self._weights.seal(patient, name, {"kg": str(weight.kg), "day": weight.day.isoformat()})
        self._weights.put_once(self._weights.key(patient, name) | {"at": weight.at.isoformat(), SEALED: sealed})

    def weights(self, patient: Patient) -> list[Weight]:
        return [self._weight(patient, item) for item in self._weights.all(patient)]

    def _weight(self, patient: Patient, item: Mapping[str, Any]) -> Weight:
        name = str(item["sk"]).removeprefix(table_keys.WEIGHTS)
        values = self._weights.open(patient, name, item[SEALED])
        at = datetime.fromisoformat(item["at"])
        return Weight(date.fromisoformat(values["day"]), Decimal(values["kg"]), at)

    def _check_in(self, patient: Patient, item: Mapping[str, Any]) -> FiledCheckIn:
        def opened(field: str) -> dict[str, Any] | None:
            return self._parts.open(patient, item["call_id"], item[field], field) if field in item else None

        kg, at = opened("kg"), datetime.fromisoformat(item["at"])
        return FiledCheckIn(
            call_id=item["call_id"],
            at=at,
            line=item["line"],
            answers=opened("answers"),
            kg=Decimal(kg["kg"]) if kg else None,
            voice=opened("voice"),
            is_excluded=bool(item.get("is_excluded")),
        )


class AssessmentsTable:
    """The port Assessments. One for a call, an engine and a protocol."""

    def __init__(self, dynamodb: DynamoDB, table: str, items: SealedItems) -> None:
        self._parts = _Parts(dynamodb, table, items, table_keys.ASSESSMENTS)

    def add(self, patient: Patient, assessment: FiledAssessment) -> FiledAssessment:
        name = f"{assessment.call_id}#{_inputs(assessment)}"
        item = self._parts.key(patient, name) | {
            "name": name,
            "made_at": assessment.made_at.isoformat(),
            SEALED: self._parts.seal(patient, name, _values(assessment)),
        }
        before = self._parts.put_once(item)
        return self._assessment(patient, before) if before else assessment

    def of_patient(self, patient: Patient) -> list[FiledAssessment]:
        return [self._assessment(patient, item) for item in self._parts.all(patient)]

    def _assessment(self, patient: Patient, item: Mapping[str, Any]) -> FiledAssessment:
        values = self._parts.open(patient, item["name"], item[SEALED])
        document, report = values["document"], values["report"]
        return FiledAssessment(
            call_id=document["call_id"],
            at=datetime.fromisoformat(document["at"]),
            line=document["line"],
            engine=document["engine"],
            protocol_sha256=document["protocol_sha256"],
            level=Level[document["level"]],
            report=VoiceReport(**report | {"gate": Gate(report["gate"])}),
            document=document,
            made_at=datetime.fromisoformat(item["made_at"]),
        )


def _inputs(assessment: FiledAssessment) -> str:
    return sha256(f"{assessment.engine}\n{assessment.protocol_sha256}".encode()).hexdigest()[:16]


def _values(assessment: FiledAssessment) -> dict[str, Any]:
    report = assessment.report
    described = {
        "engine": report.engine,
        "gate": report.gate.value,
        "values": dict(report.values),
        "reasons": dict(report.reasons),
        "vowel_dbfs": report.vowel_dbfs,
    }
    return {"document": assessment.document, "report": described}
