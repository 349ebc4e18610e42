"""Writes to the Calls table, read as patients' calls that are over."""

from collections.abc import Mapping
from typing import Any

from trunkline.aws.dynamodb_values import to_item
from trunkline.patients.adapters.ended_calls import ended_call

OVER = {"progress": 4, "status": "completed"}


def image(*updates: Mapping[str, Any], **facts: Any) -> dict[str, Any]:
    about = {"call_id": "CA1", "company_id": "acme", "clinical": True, "started_at": at(0), **facts}
    return to_item(about | {f"update#{number}": dict(item) for number, item in enumerate(updates)})


def at(second: int) -> str:
    return f"2026-11-20T09:{second // 60:02}:{second % 60:02}+00:00"


def written(after: Mapping[str, Any] | None, before: Mapping[str, Any] | None = None) -> dict[str, Any]:
    images = {"NewImage": after, "OldImage": before}
    return {"dynamodb": {name: value for name, value in images.items() if value}}


def test_a_call_ends_once():
    assert ended_call(written(image(**OVER), image())).call_id == "CA1"
    assert ended_call(written(image(**OVER), image(**OVER))) is None
