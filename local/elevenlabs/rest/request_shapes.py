"""Reading what clients of the REST API send: every deviation becomes the vendor's list of field errors."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from local.elevenlabs.rest.errors import VendorError, invalid_fields

MISSING = "Field required"
DIRECTIONS = ("inbound", "outbound")
ANSWERED_BY = {
    "human",
    "fax",
    "unknown",
    "machine_start",
    "machine_end_beep",
    "machine_end_silence",
    "machine_end_other",
}
Wrong = tuple[tuple[str | int, ...], str, str]
NUMBERS = (
    "call_start_after_unix",
    "call_start_before_unix",
    "call_duration_min_secs",
    "call_duration_max_secs",
)


@dataclass(frozen=True, slots=True)
class RegisterCall:
    agent_id: str
    from_number: str
    to_number: str
    direction: str = "inbound"
    client_data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OutboundCall:
    agent_id: str
    agent_phone_number_id: str
    to_number: str
    client_data: dict[str, Any] = field(default_factory=dict)
    ringing_timeout_s: int = 60
    detection: str = ""
    hang_up_on: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ListPage:
    page_size: int = 30
    cursor: str | None = None
    ascending: bool = False
    with_summary: bool = False
    filters: dict[str, list[str]] = field(default_factory=dict)


def register_call(body: bytes) -> RegisterCall:
    given = _json_object(body)
    texts = {name: given.get(name) for name in ("agent_id", "from_number", "to_number")}
    wrong = [_wrong_text(name, name in given) for name, value in texts.items() if not isinstance(value, str)]
    direction = given.get("direction", "inbound")
    if direction not in DIRECTIONS:
        wrong.append((("body", "direction"), "Input should be 'inbound' or 'outbound'", "enum"))
    client_data = given.get("conversation_initiation_client_data")
    wrong += _wrong_client_data(client_data)
    if wrong:
        raise invalid_fields(*wrong)
    return RegisterCall(**texts, direction=direction, client_data=client_data or {})


def outbound_call(body: bytes) -> OutboundCall:
    given = _json_object(body)
    texts = {name: given.get(name) for name in ("agent_id", "agent_phone_number_id", "to_number")}
    wrong = [_wrong_text(name, name in given) for name, value in texts.items() if not isinstance(value, str)]
    client_data, telephony = given.get("conversation_initiation_client_data"), given.get("telephony_call_config")
    wrong += _wrong_client_data(client_data) + _wrong_telephony(telephony)
    if wrong:
        raise invalid_fields(*wrong)
    detection = (telephony or {}).get("twilio_machine_detection") or {}
    return OutboundCall(
        **texts,
        client_data=client_data or {},
        ringing_timeout_s=(telephony or {}).get("ringing_timeout_secs", 60),
        detection=detection.get("mode", ""),
        hang_up_on=frozenset(who for rule in detection.get("actions", []) for who in rule["answered_by"]),
    )


def _wrong_telephony(telephony: Any) -> list[Wrong]:
    path = ("body", "telephony_call_config")
    if telephony is None:
        return []
    if not isinstance(telephony, dict):
        return [(path, "Input should be a valid dictionary", "dict_type")]
    ringing, detection = telephony.get("ringing_timeout_secs", 60), telephony.get("twilio_machine_detection")
    wrong: list[Wrong] = []
    if type(ringing) is not int or not 1 <= ringing <= 999:
        wrong.append(((*path, "ringing_timeout_secs"), "Input should be between 1 and 999", "less_than_equal"))
    if detection is not None and not _is_detection(detection):
        wrong.append(((*path, "twilio_machine_detection"), "Input should be a valid machine detection", "value_error"))
    return wrong


def _is_detection(detection: Any) -> bool:
    """A mode, and rules that name each verdict once at most."""
    if not isinstance(detection, dict) or detection.get("mode") not in ("enable", "detect_message_end"):
        return False
    rules = detection.get("actions", [])
    if not isinstance(rules, list) or not all(_is_rule(rule) for rule in rules):
        return False
    named = [who for rule in rules for who in rule["answered_by"]]
    return set(named) <= ANSWERED_BY and len(named) == len(set(named))


def _is_rule(rule: Any) -> bool:
    return isinstance(rule, dict) and rule.get("action") == "hang_up" and isinstance(rule.get("answered_by"), list)


def required(query: Mapping[str, str], name: str) -> str:
    if name not in query:
        raise invalid_fields((("query", name), MISSING, "missing"))
    return query[name]


def flag(query: Mapping[str, str], name: str) -> bool:
    value = query.get(name, "false").lower()
    if value not in {"true", "false", "1", "0"}:
        raise invalid_fields((("query", name), "Input should be a valid boolean", "bool_parsing"))
    return value in {"true", "1"}


def list_page(query: Mapping[str, str], everything: dict[str, list[str]]) -> ListPage:
    size = _integer(query, "page_size", 30)
    if not 1 <= size <= 100:
        problem = "Input should be greater than or equal to 1 and less than or equal to 100"
        raise invalid_fields((("query", "page_size"), problem, "less_than_equal"))
    for name in NUMBERS:
        _integer(query, name, 0)
    return ListPage(
        page_size=size,
        cursor=query.get("cursor"),
        ascending=_choice(query, "sort_direction", ("desc", "asc")) == "asc",
        with_summary=_choice(query, "summary_mode", ("exclude", "include")) == "include",
        filters=everything,
    )


def _json_object(body: bytes) -> dict[str, Any]:
    try:
        given = json.loads(body)
    except ValueError:
        raise invalid_fields((("body", 0), "JSON decode error", "json_invalid")) from None
    if not isinstance(given, dict):
        raise invalid_fields((("body",), "Input should be a valid dictionary", "dict_type"))
    return given


def _wrong_text(name: str, is_given: bool) -> tuple[tuple[str | int, ...], str, str]:
    if is_given:
        return ("body", name), "Input should be a valid string", "string_type"
    return ("body", name), MISSING, "missing"


def _wrong_client_data(client_data: Any) -> list[tuple[tuple[str | int, ...], str, str]]:
    path = ("body", "conversation_initiation_client_data")
    problem = "Input should be a valid dictionary"
    if client_data is not None and not isinstance(client_data, dict):
        return [(path, problem, "dict_type")]
    parts = ("conversation_config_override", "custom_llm_extra_body", "dynamic_variables")
    given = {name: (client_data or {}).get(name) for name in parts}
    return [
        ((*path, name), problem, "dict_type")
        for name, value in given.items()
        if value is not None and not isinstance(value, dict)
    ]


def _integer(query: Mapping[str, str], name: str, default: int) -> int:
    try:
        return int(query.get(name, default))
    except ValueError:
        problem = "Input should be a valid integer, unable to parse string as an integer"
        raise invalid_fields((("query", name), problem, "int_parsing")) from None


def _choice(query: Mapping[str, str], name: str, choices: tuple[str, ...]) -> str:
    value = query.get(name, choices[0])
    if value not in choices:
        listed = " or ".join(repr(choice) for choice in choices)
        raise invalid_fields((("query", name), f"Input should be {listed}", "enum"))
    return value


def bad_cursor() -> VendorError:
    return VendorError(400, "invalid_cursor", "The cursor is not valid.", param="cursor")
