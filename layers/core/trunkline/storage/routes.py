"""Routes and tickets as plain values, for the tables and back."""

from dataclasses import asdict, fields
from datetime import UTC, datetime
from typing import Any

from trunkline.domain.calls import CallId
from trunkline.domain.routes import DEFAULT_MAX_DURATION_S, Mode, Route
from trunkline.domain.streams import StreamTicket
from trunkline.domain.voices import VoiceChoice

ROUTE_FIELDS = {field.name for field in fields(Route)}


def route_values(route: Route) -> dict[str, Any]:
    values = asdict(route) | {"voice": route.voice.values() if route.voice else None}
    return {name: value for name, value in values.items() if value not in (None, "", {})}


def route_from(values: dict[str, Any]) -> Route:
    """Attributes that are not ours (pk, notes people add) are left alone."""
    known = {name: value for name, value in values.items() if name in ROUTE_FIELDS}
    known["mode"] = Mode(known["mode"])
    known["fallback"] = Mode(known["fallback"]) if known.get("fallback") else None
    known["voice"] = VoiceChoice.of(known["voice"]) if known.get("voice") else None
    known["max_duration_s"] = int(known.get("max_duration_s", DEFAULT_MAX_DURATION_S))
    return Route(**known)


def ticket_values(ticket: StreamTicket) -> dict[str, Any]:
    values = asdict(ticket) | {"voice": ticket.voice.values() if ticket.voice else None}
    return {**values, "expires_at": int(ticket.expires_at.timestamp())}


def ticket_from(values: dict[str, Any]) -> StreamTicket:
    return StreamTicket(
        call_id=CallId(values["call_id"]),
        company_id=values["company_id"],
        agent_id=values["agent_id"],
        expires_at=datetime.fromtimestamp(int(values["expires_at"]), UTC),
        max_duration_s=int(values["max_duration_s"]),
        record=bool(values["record"]),
        agent_speaks_first=bool(values["agent_speaks_first"]),
        resume_message=values["resume_message"],
        voice=VoiceChoice.of(values["voice"]) if values.get("voice") else None,
        is_resumed=bool(values["is_resumed"]),
        dynamic_variables=values["dynamic_variables"],
    )
