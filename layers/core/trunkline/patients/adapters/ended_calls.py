"""Records of the Calls table's stream, read as patients' calls that are over."""

from collections.abc import Mapping
from typing import Any

from trunkline.aws.dynamodb_values import from_item
from trunkline.calls.adapters.call_update_items import merged
from trunkline.calls.domain.call_search import CallSummary
from trunkline.ids import CallId


def ended_call(record: Mapping[str, Any]) -> CallSummary | None:
    """The patient's call that this write ended; None for any other write."""
    written = record["dynamodb"]
    before, after = _call(written.get("OldImage")), _call(written.get("NewImage"))
    if after is None or not after.is_over or not after.is_clinical:
        return None
    return None if before is not None and before.is_over else after


def _call(image: Mapping[str, Any] | None) -> CallSummary | None:
    if not image:
        return None
    facts = merged(from_item(image))
    call_id, company_id = CallId(str(facts.get("call_id", ""))), str(facts.get("company_id") or "")
    return CallSummary(call_id, company_id, str(facts.get("started_at") or ""), facts)
