"""`backup` and `restore`: a table as a file of lines, and back. Made for the Directory: a stage is lost without it."""

import argparse
import gzip
import json
import zlib
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import IO, Any

from cli.files import written
from cli.output import Output
from cli.stage import Stage, stage_named
from trunkline.bootstrap.shared.common import aws_client
from trunkline.errors import BadRequest

EVERY = 500  # items between two lines of progress
ENDING = ".jsonl.gz"
TABLES = ("directory", "calls")


def add_to(commands: Any) -> None:
    backup = commands.add_parser("backup", help="a table as a file of lines")
    backup.add_argument("file", type=Path, help=f"ends in {ENDING}; is not overwritten")
    backup.add_argument("--table", help="another table, one restored to a point in time, say (default: the Directory)")
    backup.set_defaults(run=_backup)
    restore = commands.add_parser("restore", help="puts back what a stage's table lacks; what is there stays as it is")
    restore.add_argument("file", type=Path, help=f"as `backup` wrote it, {ENDING}")
    restore.add_argument("--into", choices=TABLES, default="directory", help="which table (default: directory)")
    restore.add_argument("--yes", action="store_true", help="write; without it only what is missing is counted")
    restore.set_defaults(run=_restore)
    backup.add_stage()
    restore.add_stage()


def _backup(args: argparse.Namespace) -> None:
    if not args.file.name.endswith(ENDING):
        raise BadRequest(f"the name of the file ends in {ENDING}")
    stage = stage_named(args.stage)
    table = args.table or stage.directory_table
    with written(args.file, over=False) as raw, gzip.open(raw, "wt", encoding="utf-8") as file:
        count = sum(_write(item, file) for item in _counted(_items(table), "read", args.out))
    args.out.line(f"{count} items of {table} in {args.file}")
    args.out.end({"table": table, "items": count, "file": args.file})


def _restore(args: argparse.Namespace) -> None:
    table, dynamodb = _table(stage_named(args.stage), args.into), aws_client("dynamodb")
    missing = restored = 0
    for item in _counted(map(_read, _lines(args.file)), "looked at", args.out):
        missing += (is_missing := _is_missing(item, table, dynamodb))
        restored += args.yes and is_missing and _put(item, table, dynamodb)
    how = "" if args.yes else " (say --yes to do it)"
    args.out.line(f"{missing} items are missing in {table}, {restored} put back{how}")
    args.out.end({"table": table, "missing": missing, "restored": restored})


def _lines(path: Path) -> Iterator[str]:
    """Raises BadRequest where the file is cut or broken; what was put back before it stays."""
    try:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            yield from file
    except (EOFError, gzip.BadGzipFile, zlib.error, UnicodeDecodeError) as error:
        raise BadRequest(f"{path} is no whole backup: {error}") from error


def _read(line: str) -> dict[str, Any]:
    """Raises BadRequest for a line that is no item; what was put back before it stays."""
    try:
        item = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadRequest("a line of the file is not JSON: this is no backup, or a broken one") from error
    if not isinstance(item, dict) or "pk" not in item:
        raise BadRequest("a line of the file is no item of a table")
    return item


def _table(stage: Stage, name: str) -> str:
    return stage.calls_table if name == "calls" else stage.directory_table


def _items(table: str) -> Iterator[dict[str, Any]]:
    for page in aws_client("dynamodb").get_paginator("scan").paginate(TableName=table, ConsistentRead=True):
        yield from page["Items"]


def _write(item: dict[str, Any], file: IO[str]) -> int:
    file.write(json.dumps(item, separators=(",", ":"), ensure_ascii=False) + "\n")
    return 1


def _is_missing(item: dict[str, Any], table: str, dynamodb: Any) -> bool:
    key = {name: item[name] for name in ("pk", "sk") if name in item}
    found = dynamodb.get_item(TableName=table, Key=key, ConsistentRead=True, ProjectionExpression="pk")
    return "Item" not in found


def _put(item: dict[str, Any], table: str, dynamodb: Any) -> bool:
    """False when the item was written meanwhile: the table's item is the newer one."""
    try:
        dynamodb.put_item(TableName=table, Item=item, ConditionExpression="attribute_not_exists(pk)")
    except dynamodb.exceptions.ConditionalCheckFailedException:
        return False
    return True


def _counted(items: Iterable[dict[str, Any]], what: str, out: Output) -> Iterator[dict[str, Any]]:
    """The same items, with a line of progress every so often."""
    iterator, count = iter(items), 0
    while block := list(islice(iterator, EVERY)):
        yield from block
        count += len(block)
        out.progress(f"{count} items {what} ...")
