"""Patients, put together: their table, with fields sealed under keys of KMS."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from trunkline.aws.directory_table import Directory
from trunkline.aws.dynamodb import DynamoDB
from trunkline.bootstrap.shared.common import aws_client
from trunkline.bootstrap.shared.encryption import NONE, Encryption, encryption, encryption_with
from trunkline.patients.adapters.alerts_table import AlertsTable
from trunkline.patients.adapters.check_ins_table import AssessmentsTable, CheckInsTable
from trunkline.patients.adapters.packaged_protocols import packaged_protocols
from trunkline.patients.adapters.patients_table import PatientsTable
from trunkline.patients.adapters.sealed_items import SealedItems
from trunkline.patients.domain.protocols import RiskProtocol, valid_protocol
from trunkline.patients.ports import Patients
from trunkline.patients.use_cases.assess_check_in import AssessDeps
from trunkline.settings import Settings


@dataclass(frozen=True, slots=True)
class PatientFiles:
    """The patients of a stage, and what an assessment needs."""

    patients: Patients
    assessing: AssessDeps


def patient_files(known: Settings, dynamodb: DynamoDB) -> PatientFiles:
    """Raises NotConfigured where the stage has no patients."""
    sealing = encryption(known, Directory(dynamodb, known.directory_table))
    return files_in(dynamodb, known.patients_table, sealing)


def patients_of(clinical_key: str, dynamodb: DynamoDB, table: str, directory_table: str) -> Patients | None:
    """None on a stage without patients."""
    if clinical_key == NONE:
        return None
    return files_in(dynamodb, table, encryption_with(clinical_key, Directory(dynamodb, directory_table))).patients


def files_in(dynamodb: DynamoDB, table: str, sealing: Encryption) -> PatientFiles:
    items = SealedItems(sealing.cipher)
    return PatientFiles(
        PatientsTable(dynamodb, table, items, sealing.pseudonyms, sealing.keys),
        AssessDeps(
            CheckInsTable(dynamodb, table, items),
            AssessmentsTable(dynamodb, table, items),
            AlertsTable(dynamodb, table),
            sealing.pseudonyms,
            protocol_at,
        ),
    )


def protocol_at(at: datetime) -> RiskProtocol:
    """The newest version in force on that day; the first one for calls before it."""
    protocols = packaged_protocols()
    first = min(protocol.valid_from for protocol in protocols)
    return valid_protocol(protocols, max(at.date(), first))


def stored_transcripts(read: Callable[[str], bytes]) -> Callable[[str], Mapping[str, Any] | None]:
    """Transcripts by their keys; None for one that is not written."""

    def find(key: str) -> dict[str, Any] | None:
        try:
            found: dict[str, Any] = json.loads(read(key))
        except aws_client("s3").exceptions.NoSuchKey:
            return None
        return found

    return find
