"""JSON Schemas of the events, one for each type: the committed files in docs/reference/events are made of these."""

from typing import Any

from trunkline.events.domain.events import SCHEMA_VERSION, EventType
from trunkline.patients.domain.alerts import AlertKind, needs_alert
from trunkline.patients.domain.protocols import Level

TEXT, OPTIONAL_TEXT = {"type": "string"}, {"type": ["string", "null"]}
OPTIONAL_NUMBER = {"type": ["integer", "null"]}
DECIMAL = {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?(E[+-]?[0-9]+)?$"}
CALL = {"call_id": TEXT, "href": TEXT}
OF_A_CAMPAIGN = {"campaign_id": TEXT}  # only of a call that a campaign placed
ALERT = {
    "patient_id": TEXT,
    "alert_id": TEXT,
    "call_id": TEXT,
    "kind": {"enum": [kind.value for kind in AlertKind]},
    "level": {"enum": [level.name for level in Level if needs_alert(level)]},
    "href": TEXT,
}
CAMPAIGN = {"campaign_id": TEXT, "href": TEXT, "reason": TEXT}

DATA: dict[EventType, dict[str, Any]] = {
    EventType.CALL_STARTED: CALL | {"direction": OPTIONAL_TEXT, "mode": OPTIONAL_TEXT},
    EventType.CALL_RINGING: CALL,
    EventType.CALL_ANSWERED: CALL,
    EventType.CALL_ENDED: CALL | {"status": TEXT, "duration_s": OPTIONAL_NUMBER, "stream_outcome": OPTIONAL_TEXT},
    EventType.CALL_REPORTED: CALL | {"conversation_id": TEXT, "provider": TEXT},
    EventType.CALL_COST_KNOWN: CALL | {"usd": DECIMAL},
    EventType.RECORDING_FILED: CALL | {"kind": {"enum": ["provider", "relay", "voicemail"]}},
    EventType.VOICEMAIL_RECEIVED: CALL | {"recording_sid": TEXT},
    EventType.CAMPAIGN_STARTED: CAMPAIGN | {"state": {"const": "running"}},
    EventType.CAMPAIGN_PAUSED: CAMPAIGN | {"state": {"const": "paused"}},
    EventType.CAMPAIGN_ENDED: CAMPAIGN | {"state": {"enum": ["finished", "cancelled"]}},
    EventType.CONTACT_OPTED_OUT: {"suppression_id": TEXT, "source": {"enum": ["agent", "api", "keypad", "report"]}},
    EventType.BUDGET_EXCEEDED: {"month": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}$"}},
    EventType.PATIENT_ALERT: ALERT | {"notice": {"type": "integer", "minimum": 1}},
    EventType.PATIENT_ACKNOWLEDGED: ALERT,
    EventType.ENDPOINT_DISABLED: {"endpoint_id": TEXT, "href": TEXT, "reason": {"enum": ["failing", "request"]}},
    EventType.ENDPOINT_TEST: {},
    EventType.EXPORT_FINISHED: {"export_id": TEXT, "rows": {"type": "integer"}, "href": TEXT},
}


def file_name(type_: EventType) -> str:
    return f"{type_}.{SCHEMA_VERSION}.json"


def schema(type_: EventType) -> dict[str, Any]:
    """Of the whole CloudEvent. Consumers must accept fields of `data` that are not listed: a version may gain some."""
    of_a_call = "call_id" in DATA[type_] and "patient_id" not in DATA[type_]
    optional = OF_A_CAMPAIGN if of_a_call else {}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:trunkline:{type_}:{SCHEMA_VERSION}",
        "title": type_.value,
        "type": "object",
        "properties": _envelope(type_) | {"data": _object(DATA[type_], optional)},
        "required": [*_envelope(type_), "data"],
    }


def _envelope(type_: EventType) -> dict[str, Any]:
    return {
        "specversion": {"const": "1.0"},
        "id": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
        "source": {"type": "string", "pattern": "^trunkline/"},
        "type": {"const": type_.value},
        "subject": TEXT,
        "time": {"type": "string", "format": "date-time"},
        "datacontenttype": {"const": "application/json"},
        "dataschema": {"const": f"urn:trunkline:{type_}:{SCHEMA_VERSION}"},
        "company": TEXT,
    }


def _object(required: dict[str, Any], optional: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": required | optional, "required": list(required)}
