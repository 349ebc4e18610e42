"""Routes and tickets as plain values, for the tables and back."""

from dataclasses import asdict, fields
from datetime import UTC, datetime
from typing import Any

from trunkline.calls.domain.carrier_speech import NO_DISCLOSURES, CarrierSpeech, Disclosures, Interruptible
from trunkline.calls.domain.client_tools import HttpTool
from trunkline.calls.domain.dtmf import Keypad
from trunkline.calls.domain.routes import DEFAULT_MAX_DURATION_S, Mode, Route
from trunkline.calls.domain.stream_tickets import StreamTicket
from trunkline.calls.domain.transfers import NoAnswerAction, TransferAcceptance, TransferMode
from trunkline.ids import DEFAULT_PROVIDER, CallId
from trunkline.speech.domain.voices import VoiceChoice

ROUTE_FIELDS = {field.name for field in fields(Route)}
SPEECH_FIELDS = {field.name for field in fields(CarrierSpeech)}
TOOL_FIELDS = {field.name for field in fields(HttpTool)}
OF_THE_MOMENT = {"fallback_voice", "inquiry_voices", "prompts"}  # read when a stream begins
CHOICES = {
    "transfer": TransferMode,
    "transfer_accept": TransferAcceptance,
    "transfer_untaken": NoAnswerAction,
    "keypad": Keypad,
}


def route_values(route: Route) -> dict[str, Any]:
    values = asdict(route) | {"voice": route.voice.values() if route.voice else None}
    if route.mode is not Mode.CONVERSE:
        del values["carrier_speech"]
    if route.disclosures == NO_DISCLOSURES:
        del values["disclosures"]
    return {name: value for name, value in values.items() if value not in (None, "", {})}


def route_from(values: dict[str, Any]) -> Route:
    """Attributes that are not ours (pk, notes people add) are left alone."""
    known = {name: value for name, value in values.items() if name in ROUTE_FIELDS}
    known["mode"] = Mode(known["mode"])
    known["fallback"] = Mode(known["fallback"]) if known.get("fallback") else None
    known["voice"] = VoiceChoice.of(known["voice"]) if known.get("voice") else None
    known["max_duration_s"] = int(known.get("max_duration_s", DEFAULT_MAX_DURATION_S))
    known |= {name: choice(known[name]) for name, choice in CHOICES.items() if name in known}
    known["carrier_speech"] = _speech_from(known.get("carrier_speech", {}))
    known["disclosures"] = Disclosures.of(known.get("disclosures", {}))
    known["tools"] = tools_from(known.get("tools", {}))
    return Route(**known)


def _speech_from(values: dict[str, Any]) -> CarrierSpeech:
    known = {name: value for name, value in values.items() if name in SPEECH_FIELDS}
    return CarrierSpeech(**known | {"interruptible": Interruptible(known.get("interruptible", Interruptible.ANY))})


def tools_from(values: dict[str, dict[str, Any]]) -> dict[str, HttpTool]:
    """A tool without an address is kept: calling it fails, but the route still answers calls."""
    return {name: _tool_from(tool) for name, tool in values.items()}


def _tool_from(values: dict[str, Any]) -> HttpTool:
    known = {name: value for name, value in values.items() if name in TOOL_FIELDS}
    return HttpTool(**{"url": "", **known})


def ticket_values(ticket: StreamTicket) -> dict[str, Any]:
    values = asdict(ticket) | {"voice": ticket.voice.values() if ticket.voice else None}
    values = {name: value for name, value in values.items() if name not in OF_THE_MOMENT}
    return {**values, "expires_at": int(ticket.expires_at.timestamp())}


def ticket_from(values: dict[str, Any]) -> StreamTicket:
    return StreamTicket(
        call_id=CallId(values["call_id"]),
        company_id=values["company_id"],
        agent_id=values["agent_id"],
        expires_at=datetime.fromtimestamp(int(values["expires_at"]), UTC),
        max_duration_s=int(values["max_duration_s"]),
        provider=values.get("provider", DEFAULT_PROVIDER),
        record=bool(values["record"]),
        agent_speaks_first=bool(values["agent_speaks_first"]),
        resume_message=values["resume_message"],
        voice=VoiceChoice.of(values["voice"]) if values.get("voice") else None,
        is_resumed=bool(values["is_resumed"]),
        resume_note=values.get("resume_note", ""),  # a ticket may be older than the relay that reads it
        keypad=Keypad(values.get("keypad", Keypad.MESSAGE)),
        keypad_on_file=bool(values.get("keypad_on_file", False)),
        remove_pii=bool(values.get("remove_pii", False)),
        tools=tools_from(values.get("tools", {})),
        dynamic_variables=values["dynamic_variables"],
        overrides=values.get("overrides", {}),
        **{name: values.get(name, "") for name in ("opening", "person", "opt_out_key", "attempt_id", "user_id")},
    )
