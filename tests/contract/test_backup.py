"""A table as a file and back (moto): everything comes through, and what lives is never overwritten."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest

from cli.__main__ import main
from tests.contract.conftest import CALLS, DIRECTORY, create_tables, deploy_stack, empty_aws
from trunkline.aws.dynamodb_values import to_item

ROUTE = {"pk": "NUMBER#+15005550006", "mode": "relay", "retries": 3, "who": {"name": "Zoë"}, "record": True}

BROKEN = (b"not json\n", b"[1]\n", b"{}\n")


@pytest.fixture
def dynamodb() -> Iterator[object]:
    with empty_aws():
        client = boto3.client("dynamodb")
        create_tables(client)
        deploy_stack()
        client.put_item(TableName=DIRECTORY, Item=to_item(ROUTE))
        for n in range(30):
            client.put_item(TableName=DIRECTORY, Item=to_item({"pk": f"COMPANY#{n}", "name": f"Company {n}"}))
        yield client


def count(dynamodb, table=DIRECTORY) -> int:
    return dynamodb.scan(TableName=table, Select="COUNT")["Count"]


def emptied(dynamodb, *pks: str) -> None:
    for pk in pks:
        dynamodb.delete_item(TableName=DIRECTORY, Key={"pk": {"S": pk}})


def test_what_was_lost_comes_back_as_it_was(dynamodb, tmp_path: Path):
    file = tmp_path / "directory.jsonl.gz"
    assert main(["backup", str(file)]) == 0
    emptied(dynamodb, ROUTE["pk"], "COMPANY#3")
    assert main(["restore", str(file), "--yes"]) == 0
    assert count(dynamodb) == 31
    assert dynamodb.get_item(TableName=DIRECTORY, Key={"pk": {"S": ROUTE["pk"]}})["Item"] == to_item(ROUTE)


def test_without_yes_it_only_counts(dynamodb, tmp_path: Path, capsys):
    file = tmp_path / "directory.jsonl.gz"
    main(["backup", str(file)])
    emptied(dynamodb, "COMPANY#3", "COMPANY#4")
    assert main(["restore", str(file)]) == 0
    assert "2 items are missing" in capsys.readouterr().out
    assert count(dynamodb) == 29


def test_what_lives_is_not_overwritten(dynamodb, tmp_path: Path):
    file = tmp_path / "directory.jsonl.gz"
    main(["backup", str(file)])
    newer = to_item(ROUTE | {"mode": "forward"})
    dynamodb.put_item(TableName=DIRECTORY, Item=newer)
    main(["restore", str(file), "--yes"])
    assert dynamodb.get_item(TableName=DIRECTORY, Key={"pk": {"S": ROUTE["pk"]}})["Item"] == newer


def test_a_table_restored_beside_can_be_read_and_calls_go_into_their_own(dynamodb, tmp_path: Path):
    file = tmp_path / "calls.jsonl.gz"
    call = to_item({"pk": "CALL#CA1", "sk": "CALL", "status": "completed"})
    dynamodb.put_item(TableName=CALLS, Item=call)
    main(["backup", str(file), "--table", CALLS])
    dynamodb.delete_item(TableName=CALLS, Key={"pk": call["pk"], "sk": call["sk"]})
    main(["restore", str(file), "--into", "calls", "--yes"])
    assert (count(dynamodb, CALLS), count(dynamodb)) == (1, 31)


def test_a_file_is_lines_of_json_and_is_never_overwritten(dynamodb, tmp_path: Path):
    file = tmp_path / "directory.jsonl.gz"
    main(["backup", str(file)])
    assert to_item(ROUTE) in [json.loads(line) for line in gzip.decompress(file.read_bytes()).splitlines()]
    assert main(["backup", str(file)]) == 1


@pytest.mark.parametrize("content", [b"not gzip at all", *(gzip.compress(line, mtime=0) for line in BROKEN)])
def test_a_file_that_is_no_backup_is_refused_in_a_sentence(dynamodb, tmp_path: Path, capsys, content):
    file = tmp_path / "broken.jsonl.gz"
    file.write_bytes(content)
    assert main(["restore", str(file), "--yes"]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert count(dynamodb) == 31


def test_a_missing_file_is_named(dynamodb, tmp_path: Path, capsys):
    assert main(["restore", str(tmp_path / "nowhere.jsonl.gz")]) == 1
    assert "nowhere.jsonl.gz" in capsys.readouterr().err
