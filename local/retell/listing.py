"""`POST /v3/list-calls`: typed filters, ANDed; pages without transcripts; one cursor."""

from collections.abc import Callable, Mapping
from typing import Any

from local.retell.errors import Refusal
from local.retell.workspace import REGISTERED, TRANSCRIPTS, Call

LONGEST, USUAL = 1000, 50
SORTS = {"ascending", "descending"}
TESTS: dict[str, Callable[[Any, Any], bool]] = {
    "eq": lambda found, value: found == value,
    "ne": lambda found, value: found != value,
    "sw": lambda found, value: str(found or "").startswith(value),
    "ew": lambda found, value: str(found or "").endswith(value),
    "co": lambda found, value: value in str(found or ""),
    "in": lambda found, value: found in value,
    "gt": lambda found, value: found is not None and found > value,
    "ge": lambda found, value: found is not None and found >= value,
    "lt": lambda found, value: found is not None and found < value,
    "le": lambda found, value: found is not None and found <= value,
    "bt": lambda found, value: found is not None and value[0] <= found <= value[1],
    "pr": lambda found, _value: found is not None,
    "np": lambda found, _value: found is None,
}
KEYED = {"metadata": "metadata", "dynamic_variables": "retell_llm_dynamic_variables"}


def page(calls: list[Call], asked: Mapping[str, Any]) -> dict[str, Any]:
    """Raises Refusal 400 for a filter of another form."""
    limit, order = asked.get("limit", USUAL), asked.get("sort_order", "descending")
    if not isinstance(limit, int) or not 1 <= limit <= LONGEST or order not in SORTS:
        raise Refusal(400)
    if "skip" in asked and "pagination_key" in asked:
        raise Refusal(400, "skip and pagination_key cannot be used together")
    found = [call for call in calls if call.status != REGISTERED and _matches(call, asked.get("filter_criteria") or {})]
    found.sort(key=lambda call: call.values.get("start_timestamp", 0), reverse=order == "descending")
    first = int(asked.get("pagination_key") or asked.get("skip") or 0)
    items, rest = found[first : first + limit], len(found) - first - limit
    answer: dict[str, Any] = {"items": [_listed(call) for call in items], "has_more": rest > 0}
    answer |= {"pagination_key": str(first + limit)} if rest > 0 else {}
    return answer | ({"total": len(found)} if asked.get("include_total") else {})


def _listed(call: Call) -> dict[str, Any]:
    return {name: value for name, value in call.values.items() if name not in TRANSCRIPTS}


def _matches(call: Call, criteria: Mapping[str, Any]) -> bool:
    return all(_matches_one(call, name, wanted) for name, wanted in criteria.items())


def _matches_one(call: Call, name: str, wanted: Any) -> bool:
    if name == "agent":
        return any(call.agent.agent_id == item.get("agent_id") for item in wanted)
    if name in KEYED:
        values = call.values.get(KEYED[name]) or {}
        return all(_test(values.get(item.get("key")), item) for item in wanted)
    return _test(call.values.get(name), wanted)


def _test(found: Any, wanted: Any) -> bool:
    if not isinstance(wanted, dict) or wanted.get("op") not in TESTS or "type" not in wanted:
        raise Refusal(400)
    return TESTS[wanted["op"]](found, wanted.get("value"))
