"""`python -m cli audit verify`: a log that holds, and one that was touched."""

import json

import boto3
import pytest

from cli.__main__ import main
from tests.contract.audit.test_audit_archive import stream_of
from tests.contract.conftest import AUDIT, DIRECTORY, Cloud, deploy_stack
from trunkline.accounts.adapters.companies_table import CompaniesTable
from trunkline.accounts.domain.companies import Company
from trunkline.audit.adapters.audit_archive import AuditArchiveBucket
from trunkline.audit.adapters.audit_table import AuditTable
from trunkline.audit.domain.entries import Access, Action
from trunkline.aws.directory_table import Directory
from trunkline.bootstrap.shared.common import utc_now

ARCHIVE = "trunkline-dev-audit"
OUTPUTS = {"AuditTableName": AUDIT}


@pytest.fixture
def read(cloud: Cloud) -> Cloud:
    """A company's calls were read five times, in one chain."""
    CompaniesTable(Directory(cloud.dynamodb, DIRECTORY)).add(Company("acme", "Acme", utc_now()))
    table = AuditTable(cloud.dynamodb, AUDIT, lambda: 2)
    for number in range(5):
        table.append("acme", Access("user:rn-12", Action.AUDIO_READ, f"CA{number}"), utc_now())
    return cloud


def test_a_log_as_it_was_written_is_verified(read, capsys):
    deploy_stack(OUTPUTS)
    assert main(["audit", "verify", "acme"]) == 0
    assert "5 entries in 4 chains verified, without an archive" in capsys.readouterr().out


def test_an_entry_that_was_removed_is_named(read, capsys):
    deploy_stack(OUTPUTS)
    day = utc_now().date().isoformat()
    key = {"pk": {"S": f"AUDIT#acme#{day}#2"}, "sk": {"S": "000000000003"}}
    read.dynamodb.delete_item(TableName=AUDIT, Key=key)
    assert main(["audit", "verify", "acme", "--json"]) == 1
    output = capsys.readouterr()
    [broken] = [chain for chain in json.loads(output.out)["chains"] if chain["trouble"]]
    assert broken == {"shard": 2, "entries": 4, "trouble": "entry 3 is missing or out of order"}
    assert "not as it was written" in output.err


def test_a_chain_that_was_cut_is_found_by_the_archive(read, capsys):
    deploy_stack(OUTPUTS | {"AuditBucketName": ARCHIVE})
    s3 = boto3.client("s3")
    s3.create_bucket(Bucket=ARCHIVE, ObjectLockEnabledForBucket=True)
    AuditArchiveBucket(s3, ARCHIVE).keep(stream_of(read.dynamodb)["Records"])
    assert main(["audit", "verify", "acme"]) == 0
    assert "and against the archive; 0 chains broken" in capsys.readouterr().out
    for item in read.dynamodb.scan(TableName=AUDIT)["Items"]:
        read.dynamodb.delete_item(TableName=AUDIT, Key={"pk": item["pk"], "sk": item["sk"]})
    assert main(["audit", "verify", "acme"]) == 1
    assert "chain acme/2: the archive has 1, 2, 3, 4, 5 otherwise" in capsys.readouterr().out


def test_a_company_that_is_not_there_is_no_success(read, capsys):
    deploy_stack(OUTPUTS)
    assert main(["audit", "verify", "other"]) == 1
    assert "no company other on stage dev" in capsys.readouterr().err
