"""The embedded AWS in a process of its own: moto's server on a socket the parent already listens on.

Started by cloud.py as a script. It ends when its stdin does, so it cannot outlive the one who started it.

moto answers in threads without a lock, and backs up whole tables for each transaction: under many calls the copy met a
table that was changing (an HTTP 500 for us), took longer with every call, and its rollback undid other people's writes.
Here one DynamoDB request follows the other, and only the items of a transaction are copied. It also listed its own
folders on disk for every request, under a lock, and read and sorted the whole table to query one partition: with a
hundred calls that, and not the calls, was what a caller waited for. A reader of a stream is answered when there is
something to read: readers that ask four times a second cost more than all else in a world where nothing happens. A
description of a stream names its last record, so that a reader can see whether it has read all.
"""

import copy
import logging
import os
import signal
import sys
import threading
from functools import lru_cache
from inspect import signature
from types import SimpleNamespace
from typing import Any

from moto.dynamodb import models
from moto.dynamodb.models.dynamo_type import DynamoType
from moto.dynamodb.models.table import StreamShard
from moto.dynamodb.responses import DynamoHandler
from moto.dynamodbstreams.models import DynamoDBStreamsBackend
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from werkzeug.serving import make_server

STREAM_WAITS_S = 1.0

_one_at_a_time = threading.Condition()
_touched: set[DynamoType] = set()  # hash keys of the transaction that holds the lock


def _backed_up(subject: Any) -> Any:
    """The copy that moto keeps for a rollback: a table shares all items but those that are about to change."""
    if not isinstance(subject, models.Table):
        return copy.deepcopy(subject)
    table = copy.copy(subject)
    table.items = copy.copy(subject.items)
    table.stream_shard = copy.copy(subject.stream_shard)
    if table.stream_shard:
        table.stream_shard.items = list(subject.stream_shard.items)  # a refused transaction is not in the stream
    for key in _touched & table.items.keys():
        table.items[key] = copy.deepcopy(table.items[key])
    return table


def _transact(backend: Any, transact_items: list[dict[str, Any]]) -> None:
    _touched.clear()
    for item in transact_items:
        [operation] = item.values()
        table = backend.get_table(operation["TableName"])
        keys = operation.get("Key") or operation["Item"]
        _touched.add(DynamoType(keys[table.hash_key_attr]))
    transact(backend, transact_items)


def _query(table: models.Table, hash_key: DynamoType, *args: Any, **kwargs: Any) -> Any:
    """A query without an index concerns one partition: the others are not shown to it."""
    if signature(query).bind(table, hash_key, *args, **kwargs).arguments.get("index_name"):
        return query(table, hash_key, *args, **kwargs)
    partition = copy.copy(table)
    partition.items = {hash_key: table.items[hash_key]} if hash_key in table.items else {}
    return query(partition, hash_key, *args, **kwargs)


def _locked(handler: Any) -> Any:
    with _one_at_a_time:
        try:
            return call_action(handler)
        finally:
            _one_at_a_time.notify_all()


def _get_records(backend: DynamoDBStreamsBackend, iterator_arn: str, limit: int) -> dict[str, Any]:
    """Records of a stream, as soon as there are any; none after a second."""
    iterator = backend.shard_iterators[iterator_arn]

    def has_more() -> bool:
        # A refused transaction leaves the table another shard, a copy of before: the old one gets no more records.
        shard = iterator.stream_shard = backend.dynamodb.tables[iterator.stream_shard.table.name].stream_shard
        return bool(shard.starting_sequence_number + len(shard.items) > iterator.sequence_number)

    with _one_at_a_time:
        _one_at_a_time.wait_for(has_more, STREAM_WAITS_S)
        return get_records(backend, iterator_arn, limit)


def _described(shard: StreamShard) -> dict[str, Any]:
    described = described_without_end(shard)
    if shard.items:
        end = str(shard.starting_sequence_number + len(shard.items) - 1)
        described["SequenceNumberRange"]["EndingSequenceNumber"] = end
    return described


call_action, transact = DynamoHandler.call_action, models.DynamoDBBackend.transact_write_items
query, models.Table.query = models.Table.query, _query
backend_for_host = DomainDispatcherApplication.get_backend_for_host
DomainDispatcherApplication.get_backend_for_host = lru_cache(maxsize=256)(backend_for_host)
DynamoHandler.call_action = _locked
models.DynamoDBBackend.transact_write_items = _transact
get_records, DynamoDBStreamsBackend.get_records = DynamoDBStreamsBackend.get_records, _get_records
described_without_end, StreamShard.to_json = StreamShard.to_json, _described
models.copy = SimpleNamespace(deepcopy=_backed_up, copy=copy.copy)


def main(socket_fd: int, port: int) -> None:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # a line per request is noise here
    threading.Thread(target=_end_with_parent, daemon=True).start()
    application = DomainDispatcherApplication(create_backend_app)
    server = make_server(
        "127.0.0.1", port, application, threaded=True, request_handler=MotoRequestHandler, fd=socket_fd
    )
    server.serve_forever()


def _end_with_parent() -> None:
    sys.stdin.buffer.read()
    os._exit(0)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent ends us in order
    main(int(sys.argv[1]), int(sys.argv[2]))
