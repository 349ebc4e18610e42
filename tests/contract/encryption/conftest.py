"""The cipher over keys of KMS, in the AWS of this process."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import boto3
import pytest

from tests.contract.conftest import DIRECTORY, Cloud
from tests.fakes.webhooks import NOW
from trunkline.aws.directory_table import Directory
from trunkline.encryption.adapters.aes_field_cipher import AesFieldCipher
from trunkline.encryption.adapters.kms_subject_keys import KmsSubjectKeys

ALIAS = "alias/trunkline-test-clinical"


@dataclass
class Sealing:
    """KMS, the table, and processes that share them."""

    kms: Any
    dynamodb: Any
    now: datetime = NOW

    def process(self, kms: Any = None, key: str = ALIAS) -> KmsSubjectKeys:
        """One that has not read any key yet."""
        return KmsSubjectKeys(lambda: kms or self.kms, key, Directory(self.dynamodb, DIRECTORY), lambda: self.now)

    def cipher(self, nonce: Callable[[], bytes] | None = None) -> AesFieldCipher:
        return AesFieldCipher(self.process(), nonce) if nonce else AesFieldCipher(self.process())

    def passes(self, **spans: float) -> None:
        self.now += timedelta(**spans)


@pytest.fixture
def sealing(cloud: Cloud) -> Sealing:
    kms = boto3.client("kms")
    key = kms.create_key(Description="clinical")["KeyMetadata"]["KeyId"]
    kms.create_alias(AliasName=ALIAS, TargetKeyId=key)
    cloud.watch(kms)
    return Sealing(kms, cloud.dynamodb)
