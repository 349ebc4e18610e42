"""Pages of conversations: order, filters and the cursor."""

import base64
import binascii
import re
from collections.abc import Callable
from typing import Any

from local.elevenlabs import reports
from local.elevenlabs.agents.conversation import Conversation
from local.elevenlabs.rest.request_shapes import ListPage, bad_cursor

Test = Callable[[Conversation, str], bool]


def page(conversations: list[Conversation], wanted: ListPage) -> dict[str, Any]:
    matching = [c for c in conversations if _matches(c, wanted.filters)]
    ordered = sorted(matching, key=_order, reverse=not wanted.ascending)
    rest = _after(ordered, wanted)
    shown, more = rest[: wanted.page_size], len(rest) > wanted.page_size
    return {
        "conversations": [reports.summary(c, with_summary=wanted.with_summary) for c in shown],
        "next_cursor": _cursor(shown[-1]) if more else None,
        "has_more": more,
    }


def _order(conversation: Conversation) -> tuple[float, str]:
    return conversation.created_unix_s, conversation.conversation_id


def _cursor(last: Conversation) -> str:
    """Points at a conversation, not at a number: new ones must not move the pages."""
    return base64.urlsafe_b64encode(f"{last.created_unix_s!r}|{last.conversation_id}".encode()).decode()


def _after(ordered: list[Conversation], wanted: ListPage) -> list[Conversation]:
    if wanted.cursor is None:
        return ordered
    try:
        created, _, conversation_id = base64.urlsafe_b64decode(wanted.cursor).decode().partition("|")
        last = (float(created), conversation_id)
    except (binascii.Error, ValueError):
        raise bad_cursor() from None
    if wanted.ascending:
        return [c for c in ordered if _order(c) > last]
    return [c for c in ordered if _order(c) < last]


def _matches(conversation: Conversation, filters: dict[str, list[str]]) -> bool:
    """Repeated parameters: any of several agents or statuses, but all of several variables."""
    for name, values in filters.items():
        test = _TESTS.get(name)
        if test and not _enough(name)(test(conversation, value) for value in values):
            return False
    return True


def _enough(name: str) -> Callable[..., bool]:
    return all if name in {"dynamic_variable_params", "exclude_statuses"} else any


def _variable_matches(conversation: Conversation, condition: str) -> bool:
    found = re.fullmatch(r"([^:]+):(eq|neq):(.*)", condition)
    if not found:
        return False
    name, operator, value = found.groups()
    return (str(conversation.variables.get(name)) == value) == (operator == "eq")


def _successful(conversation: Conversation) -> str:
    return str((reports.analysis(conversation) or {}).get("call_successful", "unknown"))


_TESTS: dict[str, Test] = {
    "agent_id": lambda c, value: c.agent.agent_id == value,
    "user_id": lambda c, value: c.client_data.get("user_id") == value,
    "call_start_after_unix": lambda c, value: c.created_unix_s >= float(value),
    "call_start_before_unix": lambda c, value: c.created_unix_s <= float(value),
    "call_duration_min_secs": lambda c, value: c.duration_s >= float(value),
    "call_duration_max_secs": lambda c, value: c.duration_s <= float(value),
    "call_successful": lambda c, value: _successful(c) == value,
    "exclude_statuses": lambda c, value: c.status != value,
    "conversation_initiation_source": lambda c, value: c.source == value,
    "dynamic_variable_params": _variable_matches,
}
