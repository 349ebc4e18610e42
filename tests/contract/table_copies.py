"""Tables that many tests begin with: the first of a process writes them request by request, the others get copies.

Each copy is new: what a test does with it is seen by no other.
"""

import pickle
from collections.abc import Callable
from typing import Any, TypeVar

from moto.core import DEFAULT_ACCOUNT_ID
from moto.dynamodb.models import dynamodb_backends

REGION = "us-east-1"
Written = TypeVar("Written")

_copies: dict[tuple[str, str], bytes] = {}


def beginning_with(name: str, write: Callable[[], Written], region: str = REGION) -> Written:
    """What `write` returns, with the tables as it leaves them. It has to find the same tables every time."""
    tables: dict[str, Any] = dynamodb_backends[DEFAULT_ACCOUNT_ID][region].tables
    if (name, region) not in _copies:
        written = write()
        _copies[name, region] = pickle.dumps((written, tables))
        return written
    written, copies = pickle.loads(_copies[name, region])
    tables.update(copies)
    return written
