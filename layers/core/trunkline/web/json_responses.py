"""Strict reader of vendors' JSON answers. Every unreadable answer is the same error."""

import json
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

Read = TypeVar("Read")


class Unreadable(ValueError):
    """No JSON object, nested too deep, or with fields that are missing or of another type than they should be."""


def read_object(body: bytes, read: Callable[[dict[str, Any]], Read]) -> Read:
    """Raises Unreadable for any error in the text or in `read`."""
    try:
        payload = json.loads(body)
        if not isinstance(payload, dict):
            raise Unreadable("not an object")
        return read(payload)
    except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError, OSError) as error:
        raise Unreadable from error


def text(payload: Mapping[str, Any], name: str) -> str:
    """Raises TypeError for a field that is missing or no text."""
    value = payload.get(name)
    if not isinstance(value, str):
        raise TypeError(f"{name} is no text")
    return value


def optional_text(payload: Mapping[str, Any], name: str) -> str:
    """The text of a field; empty for a missing field or null."""
    return "" if payload.get(name) is None else text(payload, name)


def objects(payload: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    """Raises TypeError for a field that is no list of objects."""
    values = payload.get(name)
    if not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
        raise TypeError(f"{name} is no list of objects")
    return values
