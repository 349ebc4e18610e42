"""Reader of JSON frames. Codecs never raise in a live call: they return Ignored or InvalidFrame."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar


@dataclass(frozen=True, slots=True)
class Ignored:
    """A well-formed message of a kind that means nothing to us. Vendors add kinds without notice."""

    kind: str


@dataclass(frozen=True, slots=True)
class InvalidFrame:
    """Not a message at all, or a known one with a part missing. Counted; the call goes on."""

    reason: str


Message = TypeVar("Message")
NOT_A_MESSAGE = (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError)


def read_frame(
    frame: bytes, kind_field: str, readers: Mapping[str, Callable[[Mapping[str, Any]], Message]]
) -> Message | Ignored | InvalidFrame:
    """The message in a frame, by the kind it names. Never raises."""
    try:
        message = json.loads(frame)
        kind = text(message[kind_field])
        reader = readers.get(kind)
        return reader(message) if reader else Ignored(kind[:64])
    except NOT_A_MESSAGE as error:
        return InvalidFrame(type(error).__name__)


def text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not text")
    return value


def number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError("not a number")
    return value
