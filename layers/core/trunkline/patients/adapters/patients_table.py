"""Patients on the Patients table. A telephone number is stored sealed, and joined by its pseudonym."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from trunkline.aws import table_keys
from trunkline.aws.dynamodb import DynamoDB, transact
from trunkline.aws.dynamodb_values import from_item, to_attribute, to_item
from trunkline.aws.table_reads import pages
from trunkline.encryption.domain.sealed_values import KeyErased
from trunkline.encryption.ports import Pseudonyms, SubjectKeys
from trunkline.patients.adapters.sealed_items import SEALED, SealedItems
from trunkline.patients.domain.patients import CareContact, Patient

BY_COMPANY = "by_company"
PHONE = "patient"  # the kind of pseudonym
FRESH = "attribute_not_exists(pk)"
PROFILE = ("name", "phone", "time_zone", "external_id", "contacts", "check_in_route", "consent")


class PatientsTable:
    """The port Patients."""

    def __init__(
        self, dynamodb: DynamoDB, table: str, items: SealedItems, pseudonyms: Pseudonyms, keys: SubjectKeys
    ) -> None:
        self._dynamodb, self._table, self._items = dynamodb, table, items
        self._pseudonyms, self._keys = pseudonyms, keys

    def add(self, patient: Patient) -> bool:
        return self._together(
            {"Put": self._put(patient, FRESH)},
            {"Put": self._join(patient)},
        )

    def find(self, company_id: str, patient_id: str) -> Patient | None:
        key = to_item(table_keys.patient(patient_id))
        found = self._dynamodb.get_item(TableName=self._table, Key=key, ConsistentRead=True).get("Item")
        values = from_item(found) if found else {}
        return self._patient(values) if values.get("company_id") == company_id else None

    def by_phone(self, company_id: str, phone: str) -> Patient | None:
        try:
            key = to_item(table_keys.patient_of(company_id, self._pseudonyms.existing(company_id, PHONE, phone)))
        except KeyErased:
            return None  # a company without patients
        found = self._dynamodb.get_item(TableName=self._table, Key=key, ConsistentRead=True).get("Item")
        return self.find(company_id, from_item(found)["patient_id"]) if found else None

    def page(self, company_id: str, size: int, after: str = "") -> list[Patient]:
        """Eventually consistent, as an index is."""
        after_key = table_keys.patient(after)["pk"]
        found = self._dynamodb.query(
            TableName=self._table,
            IndexName=BY_COMPANY,
            KeyConditionExpression="of_company = :company AND pk > :after",
            ExpressionAttributeValues=to_item({":company": company_id, ":after": after_key}),
            Limit=size,
        )
        return [self._patient(from_item(item)) for item in found["Items"]]

    def replace(self, patient: Patient, before: Patient) -> bool:
        put = self._put(patient, "version = :before")
        put["ExpressionAttributeValues"] = to_item({":before": before.version})
        writes = [{"Put": put}]
        if patient.phone != before.phone:
            gone = to_item(self._join_key(before))
            writes += [{"Put": self._join(patient)}, {"Delete": {"TableName": self._table, "Key": gone}}]
        return self._together(*writes)

    def erase(self, patient: Patient) -> int:
        """The patient's own item goes last: a failed erasure is repeated by it. The data key before it: what copies
        hold can then no longer be read."""
        pk = table_keys.patient(patient.patient_id)["pk"]
        own = pages(
            self._dynamodb,
            TableName=self._table,
            ConsistentRead=True,
            KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": to_attribute(pk)},
        )
        parts = [{"pk": pk, "sk": item["sk"]} for item in own if item["sk"] != "PATIENT"]
        for key in (*parts, self._join_key(patient)):
            self._dynamodb.delete_item(TableName=self._table, Key=to_item(key))
        self._keys.erase(patient.company_id, patient.patient_id)
        self._dynamodb.delete_item(TableName=self._table, Key=to_item(table_keys.patient(patient.patient_id)))
        return len(parts) + 2

    def _put(self, patient: Patient, condition: str) -> dict[str, Any]:
        profile = {name: value for name, value in asdict(patient).items() if name in PROFILE}
        profile["consent_at"] = patient.consent_at.isoformat() if patient.consent_at else None
        item = table_keys.patient(patient.patient_id) | {
            "patient_id": patient.patient_id,
            "company_id": patient.company_id,
            "of_company": patient.company_id,
            "created_at": patient.created_at.isoformat(),
            "calls_every_days": patient.calls_every_days,
            "version": patient.version,
            SEALED: self._items.seal(patient.company_id, patient.patient_id, patient.patient_id, profile),
        }
        return {"TableName": self._table, "Item": to_item(item), "ConditionExpression": condition}

    def _join_key(self, patient: Patient) -> table_keys.Key:
        pseudonym = self._pseudonyms.of(patient.company_id, PHONE, patient.phone)
        return table_keys.patient_of(patient.company_id, pseudonym)

    def _join(self, patient: Patient) -> dict[str, Any]:
        item = self._join_key(patient) | {"patient_id": patient.patient_id, "company_id": patient.company_id}
        return {
            "TableName": self._table,
            "Item": to_item(item),
            "ConditionExpression": f"{FRESH} OR patient_id = :patient",
            "ExpressionAttributeValues": to_item({":patient": patient.patient_id}),
        }

    def _together(self, *writes: dict[str, Any]) -> bool:
        try:
            transact(self._dynamodb, list(writes))
        except self._dynamodb.exceptions.TransactionCanceledException:
            return False
        return True

    def _patient(self, values: dict[str, Any]) -> Patient:
        company_id, patient_id = values["company_id"], values["patient_id"]
        profile = self._items.open(company_id, patient_id, patient_id, values[SEALED])
        contacts = tuple(CareContact(**contact) for contact in profile.pop("contacts"))
        consent_at = profile.pop("consent_at", None)
        return Patient(
            patient_id=patient_id,
            company_id=company_id,
            created_at=datetime.fromisoformat(values["created_at"]),
            calls_every_days=int(values["calls_every_days"]),
            version=int(values["version"]),
            contacts=contacts,
            consent_at=datetime.fromisoformat(consent_at) if consent_at else None,
            **profile,
        )
