"""Checks before a conversation starts: overrides against permissions, variables against the texts."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from local.elevenlabs.agents.agent import Agent

VARIABLE = re.compile(r"\{\{\s*([A-Za-z0-9_]+)\s*\}\}")
SYSTEM_PREFIX = "system__"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a conversation may not go on: the text of the error frame and of the close."""

    code: int
    message: str
    error_type: str
    reason: str = ""


def check(agent: Agent, client_data: Mapping[str, Any]) -> Refusal | None:
    return check_overrides(agent, client_data) or check_variables(agent, client_data)


def check_overrides(agent: Agent, client_data: Mapping[str, Any]) -> Refusal | None:
    wanted = client_data.get("conversation_config_override") or {}
    for path in _leaves(wanted):
        if not _permitted(agent.override_permissions, path):
            return _override_refused(path[-1])
    if client_data.get("custom_llm_extra_body") and not agent.override_permissions.get("custom_llm_extra_body"):
        return _override_refused("custom_llm_extra_body")
    return None


def check_variables(agent: Agent, client_data: Mapping[str, Any]) -> Refusal | None:
    known = {**agent.placeholders, **(client_data.get("dynamic_variables") or {})}
    for place, text in _texts(agent, client_data):
        missing = sorted(name for name in set(VARIABLE.findall(text)) if not _has_value(name, known))
        if missing:
            listed = ", ".join(repr(name) for name in missing)
            message = f"Missing required dynamic variables in {place}: {{{listed}}}"
            return Refusal(1008, message, "missing_dynamic_variable", "Missing dynamic variables")
    return None


def first_message(agent: Agent, client_data: Mapping[str, Any]) -> str:
    return str(_overridden(client_data, "agent", "first_message", otherwise=agent.first_message))


def fill_in(text: str, variables: Mapping[str, Any]) -> str:
    return VARIABLE.sub(lambda found: str(variables.get(found[1], found[0])), text)


def _texts(agent: Agent, client_data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield "prompt", str(_overridden(client_data, "agent", "prompt", "prompt", otherwise=agent.prompt))
    yield "first message", first_message(agent, client_data)
    yield "tools", json.dumps(agent.tools)


def _has_value(name: str, known: Mapping[str, Any]) -> bool:
    return name.startswith(SYSTEM_PREFIX) or known.get(name) is not None


def _leaves(tree: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for key, value in tree.items():
        if isinstance(value, dict):
            yield from _leaves(value, (*path, key))
        else:
            yield (*path, key)


def _permitted(permissions: Mapping[str, Any], path: tuple[str, ...]) -> bool:
    allowed: Any = permissions
    for key in path:
        allowed = allowed.get(key, False) if isinstance(allowed, dict) else allowed
    return allowed is True


def _override_refused(field: str) -> Refusal:
    message = f"Override for field '{field}' is not allowed by config."
    return Refusal(1008, message, "override_error", "Override not allowed")


def _overridden(client_data: Mapping[str, Any], *path: str, otherwise: Any) -> Any:
    found: Any = client_data.get("conversation_config_override") or {}
    for key in path:
        if not isinstance(found, dict) or key not in found:
            return otherwise
        found = found[key]
    return otherwise if found is None else found
