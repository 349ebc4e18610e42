"""Tables of patients with the real cipher, in the AWS of this process."""

from dataclasses import dataclass
from typing import Any

import boto3
import pytest

from tests.contract.conftest import DIRECTORY, PATIENTS, Cloud
from tests.fakes.webhooks import NOW
from trunkline.aws.directory_table import Directory
from trunkline.encryption.adapters.aes_field_cipher import AesFieldCipher
from trunkline.encryption.adapters.kms_subject_keys import KeyedPseudonyms, KmsSubjectKeys
from trunkline.patients.adapters.alerts_table import AlertsTable
from trunkline.patients.adapters.check_ins_table import AssessmentsTable, CheckInsTable
from trunkline.patients.adapters.patients_table import PatientsTable
from trunkline.patients.adapters.sealed_items import SealedItems

ALIAS = "alias/trunkline-test-clinical"


@dataclass
class PatientFiles:
    """The four tables of a stage, and what lies in them."""

    cloud: Cloud
    keys: KmsSubjectKeys

    @property
    def items(self) -> SealedItems:
        return SealedItems(AesFieldCipher(self.keys))

    @property
    def patients(self) -> PatientsTable:
        pseudonyms = KeyedPseudonyms(self.keys)
        return PatientsTable(self.cloud.dynamodb, PATIENTS, self.items, pseudonyms, self.keys)

    @property
    def check_ins(self) -> CheckInsTable:
        return CheckInsTable(self.cloud.dynamodb, PATIENTS, self.items)

    @property
    def assessments(self) -> AssessmentsTable:
        return AssessmentsTable(self.cloud.dynamodb, PATIENTS, self.items)

    @property
    def alerts(self) -> AlertsTable:
        return AlertsTable(self.cloud.dynamodb, PATIENTS)

    def stored(self) -> list[dict[str, Any]]:
        return self.cloud.dynamodb.scan(TableName=PATIENTS)["Items"]


@pytest.fixture
def files(cloud: Cloud) -> PatientFiles:
    kms = boto3.client("kms")
    key = kms.create_key(Description="clinical")["KeyMetadata"]["KeyId"]
    kms.create_alias(AliasName=ALIAS, TargetKeyId=key)
    return PatientFiles(cloud, KmsSubjectKeys(lambda: kms, ALIAS, Directory(cloud.dynamodb, DIRECTORY), lambda: NOW))
