"""Every field of every request, and every column of a list, either names nothing or is asked whose it is.

A field that is new fails here until it is classified here. One that names a thing is sent with another
company's and with one that does not exist: both get the same answer.
"""

import json
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

import httpx
import pytest

from local.elevenlabs import Agent
from tests.contract.api.conftest import VOICE, ApiWorld
from tests.contract.api.two_companies import API, NOT_SUPPRESSED, NUMBER, ONES, ORDER, PHONE, PROMPT, SEED, SID, filled
from trunkline.campaigns.domain.contact_rows import ALIASES
from trunkline.relay_api.client_socket import ClientHandshake

THEIR_AGENT, THEIR_NUMBER, PERSON = "agent_theirs", "+14155550150", "+14155550199"


def _cursor(call: str) -> str:
    return b64encode(json.dumps(["2026-11-20T12:00:00+00:00", call]).encode()).decode()


# What names a thing: acme's, and one that does not exist.
THINGS = {
    "agent": ("agent_good", "agent_unknown"),
    "number": ("+15005550006", "+14155550160"),
    "phone": (PHONE, "phnum_unknown"),
    "call": (SID, "CA" + "9" * 32),
    "campaign": ("spring", "autumn"),
    "secret": ("orders", "no_such_secret"),
    "file": ("contacts/acme/spring/list.csv", "contacts/unknown/spring/list.csv"),
    "request": ("acmes-key", "nobodys-key"),
    "place": (_cursor("CA1111"), _cursor("CA9999")),
}  # fmt: skip
ROUTE = {"number": THEIR_NUMBER, "mode": "relay", "agent_id": THEIR_AGENT}
CHANGED = {"mode": "relay", "agent_id": THEIR_AGENT}
CAMPAIGN = {"name": "x", "channel": "relay", "from_number": THEIR_NUMBER, "agent_id": THEIR_AGENT}
CALL = {"to_number": PERSON, "from_number": THEIR_NUMBER, "voice_id": VOICE}
AGENT_CALL = {"to_number": PERSON, "from_number": THEIR_NUMBER, "agent_id": THEIR_AGENT}
WORDS, DIGITS = {"text": "Hello"}, {"digits": "1"}
RINGING = {"call_sid": "CA" + "7" * 32, "from_number": PERSON, "to_number": THEIR_NUMBER, "voice_id": VOICE}
IMPORTED = {"phone_number": "+14155550170", "label": "x", "sid": "ACx", "token": "t"}
EXPORT = {"first_day": "2026-11-01", "last_day": "2026-11-19"}
# field: what it names, and a request of the company `other` in which it is the only thing that is not its own.
NAMING: dict[str, tuple[str, str, str, Any]] = {
    "NewRoute.agent_id": ("agent", "POST", f"{API}/routes", lambda it: ROUTE | {"agent_id": it}),
    "NewRoute.number": ("number", "POST", f"{API}/routes", lambda it: ROUTE | {"number": it}),
    "RouteBody.agent_id": ("agent", "PUT", f"{API}/routes/+14155550151", lambda it: CHANGED | {"agent_id": it}),
    "ToolOfRoute.headers": ("secret", "POST", f"{API}/routes", lambda it: ROUTE | {"tools": {"t": _tool(it)}}),
    "SourceBody.headers": ("secret", "PUT", f"{API}/caller-source", lambda it: _tool(it)),
    "NewCampaign.agent_id": ("agent", "POST", f"{API}/campaigns", lambda it: CAMPAIGN | {"agent_id": it}),
    "NewCampaign.from_number": ("number", "POST", f"{API}/campaigns", lambda it: CAMPAIGN | {"from_number": it}),
    "NewCampaign.phone_number_id": ("phone", "POST", f"{API}/campaigns", lambda it: CAMPAIGN | {"phone_number_id": it}),
    "NewAgentCall.agent_id": ("agent", "POST", f"{API}/calls", lambda it: AGENT_CALL | {"agent_id": it}),
    "NewAgentCall.from_number": ("number", "POST", f"{API}/calls", lambda it: AGENT_CALL | {"from_number": it}),
    "NewAgentCall.route": ("number", "POST", f"{API}/calls", lambda it: {"to_number": PERSON, "route": it}),
    "NewAgentCall.phone_number_id": (
        "phone", "POST", f"{API}/calls", lambda it: AGENT_CALL | {"channel": "provider", "phone_number_id": it}
    ),
    "NewCall.from_number": ("number", "POST", f"{SEED}/calls", lambda it: CALL | {"from_number": it}),
    "IncomingCall.agent_id": ("agent", "POST", f"{SEED}/calls/incoming", lambda it: RINGING | {"agent_id": it}),
    "IncomingCall.to_number": ("number", "POST", f"{SEED}/calls/incoming", lambda it: RINGING | {"to_number": it}),
    "NewNumber.phone_number": ("number", "POST", f"{API}/phone-numbers", lambda it: IMPORTED | {"phone_number": it}),
    "NumberChange.agent_id": ("agent", "PATCH", f"{API}/phone-numbers/phnum_theirs", lambda it: {"agent_id": it}),
    "NewTicket.agent_id": ("agent", "POST", f"{API}/stream-tickets", lambda it: {"agent_id": it}),
    "NewTicket.call_sid": ("call", "POST", f"{API}/stream-tickets", lambda it: {"call_sid": it}),
    "NewImport.key": ("file", "POST", f"{API}/campaigns/theirs/contacts", lambda it: {"key": it}),
    "NewExport.agent_id": ("agent", "POST", f"{API}/exports", lambda it: EXPORT | {"agent_id": it}),
    "NewSuppressions.campaign_id": (
        "campaign", "POST", f"{API}/suppressions", lambda it: {"numbers": [PERSON], "campaign_id": it}
    ),
    "query campaign_id of list_suppressions": ("campaign", "GET", f"{API}/suppressions?campaign_id={{it}}", None),
    "query campaign_id of remove_suppression": (
        "campaign", "DELETE", f"{API}/suppressions?number=%2B14155550199&campaign_id={{it}}", None
    ),
    "query agent_id of list_conversations": ("agent", "GET", f"{API}/conversations?agent_id={{it}}", None),
    "query agent_id of list_calls": ("agent", "GET", f"{API}/calls?agent_id={{it}}", None),
    "query campaign_id of list_calls": ("campaign", "GET", f"{API}/calls?campaign_id={{it}}", None),
    "query cursor of list_calls": ("place", "GET", f"{API}/calls?cursor={{it}}", None),
    "CallSearch.agent_id": ("agent", "POST", f"{API}/calls/search", lambda it: {"agent_id": it}),
    "CallSearch.campaign_id": ("campaign", "POST", f"{API}/calls/search", lambda it: {"campaign_id": it}),
    "CallSearch.cursor": ("place", "POST", f"{API}/calls/search", lambda it: {"cursor": it}),
    "CallSearch.route": ("number", "POST", f"{API}/calls/search", lambda it: {"route": it}),
    "query agent_id of get_costs": ("agent", "GET", f"{API}/costs?agent_id={{it}}", None),
    "query cursor of list_conversations": ("place", "GET", f"{API}/conversations?cursor={{it}}", None),
    "header idempotency-key of create_agent_call": ("request", "POST", f"{API}/calls", lambda _: AGENT_CALL),
    "header idempotency-key of give_context": ("request", "POST", f"{API}/calls/{SID}/context", lambda _: WORDS),
    "header idempotency-key of send_message": ("request", "POST", f"{API}/calls/{SID}/message", lambda _: WORDS),
    "header idempotency-key of play_keys": ("request", "POST", f"{API}/calls/{SID}/keys", lambda _: DIGITS),
    "header idempotency-key of transfer_call": ("request", "POST", f"{API}/calls/{SID}/transfer", lambda _: {}),
    "header idempotency-key of hang_up_call": ("request", "POST", f"{API}/calls/{SID}/hang-up", lambda _: {}),
    "header idempotency-key of create_call": ("request", "POST", f"{SEED}/calls", lambda _: CALL),
    "header idempotency-key of create_campaign": ("request", "POST", f"{API}/campaigns", lambda _: CAMPAIGN),
}  # fmt: skip
# An unknown call that rings is taken: whose it is, its number says. Another company's is not there.
DIFFERENT = {"IncomingCall.call_sid": 404, "NewNumber.phone_number": 400}
# Names a thing that is asked for by path: the operations of test_access are asked with acme's and with an unknown one.
PATHS = {
    "call_sid", "campaign_id", "conversation_id", "erasure_id", "export_id", "import_id", "key_id", "number",
    "order_id", "phone_number_id", "prompt_id", "endpoint_id", "delivery_id",
}  # fmt: skip
SHARED = {  # voices are the workspace's, for every company to speak in
    "path voice_id", "query voice_id of update_voice", "IncomingCall.voice_id", "NewCall.voice_id",
    "AgentOverrides.voice_id", "NewPrompts.voice_id", "NewCampaign.voice_id", "TextToSpeak.voice_id",
    "VoiceOfRoute.voice_id",
}  # fmt: skip
CREDENTIALS = {
    "IncomingCall.company_api_key", "Credentials.password",
    "Credentials.username", "NewNumber.sid", "NewNumber.token",
}  # fmt: skip
PEOPLE = {  # numbers of people, whom no company owns: the policy of destinations is asked
    "IncomingCall.from_number", "InboundTrunk.allowed_numbers", "NewAgentCall.to_number", "NewCall.to_number",
    "NewErasure.number",
    "NewRoute.forward_to", "NewRoute.transfer_targets", "RouteBody.forward_to", "RouteBody.transfer_targets",
    "NewSuppressions.numbers", "query number of remove_suppression", "CallSearch.number",
}  # fmt: skip
GIVEN = {  # words of the company, held against reserved names and things of the workspace in tests of their own
    "CallerBody.conversation_config_override", "CallerBody.dynamic_variables", "CallerBody.user_id",
    "TransferOrder.whom", "NewAgentCall.dynamic_variables", "NewAgentCall.metadata", "NewAgentCall.user_id",
    "NewCall.metadata", "NewCampaign.dynamic_variables", "NewRoute.dynamic_variables", "RouteBody.dynamic_variables",
}  # fmt: skip
HOLDERS = {  # objects, whose own fields are here
    "InboundTrunk.credentials", "IncomingCall.voice_settings", "NewAgentCall.overrides",
    "NewPrompts.voice_settings", "NewCall.voice_settings",
    "NewCampaign.cap",
    "NewCampaign.pacing", "NewCampaign.retries", "NewCampaign.voice_settings", "NewCampaign.window",
    "NewNumber.inbound_trunk_config", "NewNumber.outbound_trunk_config", "NewRoute.tools", "NewRoute.voice",
    "OutboundTrunk.credentials", "ProfilesShape.by_inquiry", "ProfilesShape.fallback", "ProfilesShape.usual",
    "RouteBody.tools", "RouteBody.voice", "TextToSpeak.voice_settings", "VoiceOfRoute.voice_settings",
}  # fmt: skip
NOTHING = {  # amounts, times, words, choices, addresses
    *(f"CapShape.{name}" for name in ("calls", "days")),
    *(f"InboundTrunk.{name}" for name in ("allowed_addresses", "media_encryption")),
    *(f"{body}.{name}" for body in ("NewRoute", "RouteBody") for name in ("say_language", "say_voice", "welcome")),
    *("TextToStream.inquiry_type", "TextToStream.pauses"),
    *("NewPrompts.inquiry_type", "NewPrompts.texts"),
    *("KeysToPlay.digits", "TextForAgent.text", "TransferOrder.summary"),
    *(f"AgentOverrides.{name}" for name in ("first_message", "language", "prompt")),
    *(f"NewAgentCall.{name}" for name in ("channel", "max_duration_s", "webhook_url")),
    *(f"NewCall.{name}" for name in ("inquiry_type", "max_duration_s", "remove_pii", "webhook_url")),
    *(
        f"NewCampaign.{name}"
        for name in (
            "budget_usd", "channel", "destinations", "ends_at", "machines", "max_duration_s", "name", "needs_consent",
            "opt_out_key", "provider", "ring_s", "starts_at", "text", "voicemail_text",
        )
    ),
    "NewErasure.dry_run",
    *(f"NewEventEndpoint.{name}" for name in ("types", "url")),
    *(f"EventEndpointChange.{name}" for name in ("is_enabled", "types", "url")),
    "query with_peaks of list_recordings",
    "query before of list_deliveries",  # a place in the log of an endpoint that is the company's own
    *(f"NewExport.{name}" for name in ("deidentified", "first_day", "formats", "last_day", "outcome")),
    "NewImport.default_region", "NewKeyRequest.label", "NewKeyRequest.scope",
    *(f"NewNumber.{name}" for name in ("label", "supports_inbound", "supports_outbound")),
    *(
        f"{shape}.{name}"
        for shape in ("NewRoute", "RouteBody")
        for name in (
            "agent_speaks_first", "apology", "fallback", "greeting", "keypad", "keypad_on_file", "max_duration_s",
            "mode", "provider", "record", "reject_reason", "remove_pii", "resume_message", "return_message", "transfer",
            "transfer_accept", "transfer_untaken", "voicemail_transcript",
        )
    ),
    "NewSuppressions.source",
    *(f"OutboundTrunk.{name}" for name in ("address", "media_encryption", "transport")),
    *(f"PacingShape.{name}" for name in ("calls_per_second", "live_calls")),
    "IncomingCall.inquiry_type", "IncomingCall.remove_pii", "ProfilesShape.keep_no_record", "ProfilesShape.remove_pii",
    "RetryShape.attempts", "RetryShape.wait_minutes", "SourceBody.url",
    *(f"TextToSpeak.{name}" for name in ("inquiry_type", "pauses", "remove_pii", "text")),
    "TextToStream.remove_pii", "TextToStream.text",
    *(f"ToolOfRoute.{name}" for name in ("method", "timeout_s", "url")), "VoiceOfRoute.model",
    *(
        f"VoiceSettingsShape.{name}"
        for name in ("similarity_boost", "speed", "stability", "style", "use_speaker_boost")
    ),
    *(f"WindowShape.{name}" for name in ("closes", "opens", "weekdays")),
    *(
        f"query {name} of list_conversations"
        for name in (
            "call_duration_max_secs", "call_duration_min_secs", "call_start_after_unix", "call_start_before_unix",
            "call_successful", "page_size", "search", "summary_mode",
        )
    ),
    "header if-none-match of list_calls", "query after of get_call_turns",
    *(
        f"{shape}{name}{of}"
        for shape, of in (("CallSearch.", ""), ("query ", " of list_calls"))
        for name in ("day", "live", "mode", "outcome", "page_size", "started_after", "started_before", "trouble")
    ),
    "path queue",  # one of four names; whose messages are in it, their bodies say
    "query first_day of get_counts", "query last_day of get_counts",
    "query first_day of get_costs", "query last_day of get_costs",
}  # fmt: skip


def _tool(secret: str) -> dict[str, Any]:
    return {"url": "https://tools.example.com/x", "headers": {"Authorization": secret}}


def described(document: dict[str, Any]) -> Iterator[str]:
    """Every field that any request may have, nested ones by the object they belong to."""
    for operations in document["paths"].values():
        for operation in operations.values():
            for item in operation.get("parameters", []):
                where = "" if item["in"] == "path" else f" of {operation['operationId']}"
                yield f"{item['in']} {item['name']}{where}"
            for content in operation.get("requestBody", {}).get("content", {}).values():
                yield from _fields(content["schema"], "", document["components"]["schemas"])


def _fields(schema: dict[str, Any], name: str, shapes: dict[str, Any]) -> Iterator[str]:
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[-1]
        schema = shapes[name]
    for field, inner in schema.get("properties", {}).items():
        yield f"{name}.{field}"
        yield from _fields(inner, f"{name}.{field}", shapes)
    inside = [*schema.get("anyOf", []), *schema.get("oneOf", []), *schema.get("allOf", [])]
    inside += [schema[key] for key in ("items", "additionalProperties") if isinstance(schema.get(key), dict)]
    for inner in inside:
        yield from _fields(inner, name, shapes)


async def test_every_field_there_is_has_been_thought_about(api):
    document = (await api.ask("GET", f"{API}/openapi.json", key=None)).json()
    groups = [
        NAMING,
        DIFFERENT,
        SHARED,
        CREDENTIALS,
        PEOPLE,
        GIVEN,
        HOLDERS,
        NOTHING,
        {f"path {name}" for name in PATHS},
    ]
    known = set().union(*groups)
    assert set(described(document)) == known
    assert sum(map(len, groups)) - len(known) == len(set(NAMING) & set(DIFFERENT))


def test_every_column_and_every_part_of_a_sockets_address_has_been_thought_about():
    """A list names people and nothing of a company; other columns are variables, whose names may be reserved."""
    assert set(ALIASES.values()) == {"phone", "time_zone", "region", "consent", "consent_at"}
    assert {field.name for field in fields(ClientHandshake)} == {"peer_id", "proof", "agent_id"}


@pytest.fixture
def both(owned: ApiWorld) -> ApiWorld:
    """One of everything belongs to `acme`; `other` has what a request of its own has to name."""
    from trunkline.calls.domain.routes import Mode, Route
    from trunkline.campaigns.domain.campaigns import Campaign, Channel
    from trunkline.numbering.e164 import PhoneNumber

    now, services = owned.clock(), owned.services
    owned.vendor.add_agent(Agent(THEIR_AGENT))
    services.owners.claims.claim("agent", THEIR_AGENT, "other")
    services.owners.claims.claim("number", THEIR_NUMBER, "other")
    owned.twilio.own_number(THEIR_NUMBER, "https://voice.example.com/twilio/voice")
    services.routes.add(Route("+14155550151", Mode.REJECT, "other"))
    services.phones.add(PhoneNumber("phnum_theirs", "other", THEIR_NUMBER, "theirs", "twilio"))
    owned.vendor.numbers["phnum_theirs"] = {"phone_number_id": "phnum_theirs", "assigned_agent": None}
    services.campaigns.add(Campaign("theirs", "other", "Theirs", Channel.RELAY, THEIR_NUMBER, now, THEIR_AGENT))
    return owned


async def answered(api: ApiWorld, field: str, value: str) -> tuple[int, str]:
    """The answer that `other` gets, without the value."""
    kind, method, path, body = NAMING.get(field) or LATER[field]
    headers = {"Idempotency-Key": value} if kind == "request" else {}
    quoted = str(httpx.QueryParams({"it": value})).removeprefix("it=")
    answer = await api.ask(
        method, path.replace("{it}", quoted), key="other", json=body(value) if body else None, headers=headers
    )
    payload = answer.json().get("detail", "") if answer.status_code >= 400 else ""
    return answer.status_code, str(payload).replace(value, "…")


LISTED = (f"{API}/calls", f"{API}/conv", f"{API}/costs", f"{API}/exports")  # answered, and empty
LATER = {
    "IncomingCall.call_sid": ("call", "POST", f"{SEED}/calls/incoming", lambda it: RINGING | {"call_sid": it}),
}


@pytest.mark.parametrize("field", sorted(set(NAMING) - set(DIFFERENT)))
async def test_another_companys_thing_gets_what_an_unknown_one_gets(both, field):
    kind, method, path, _ = NAMING[field]
    if kind == "request":  # acme has used this key for another request
        answer = await both.ask(method, path, key="admin", json=_acmes(path), headers={"Idempotency-Key": "acmes-key"})
        assert answer.status_code < 300, answer.text
    foreign, unknown = [await answered(both, field, value) for value in THINGS[kind]]
    assert foreign == unknown
    if kind not in {"request", "place"} and not path.startswith(LISTED):
        assert foreign[0] in {400, 404}


def _acmes(path: str) -> dict[str, Any]:
    own = {"from_number": "+15005550006"}
    if path.startswith(f"{API}/calls/"):
        bodies: dict[str, Any] = {"context": WORDS, "message": WORDS, "keys": DIGITS}
        return bodies.get(path.rsplit("/", 1)[-1], {})
    if path == f"{SEED}/calls":
        return CALL | own | {"to_number": NOT_SUPPRESSED}
    body = AGENT_CALL | {"to_number": NOT_SUPPRESSED} if path == f"{API}/calls" else CAMPAIGN
    return body | own | {"agent_id": "agent_good"}


@pytest.mark.parametrize("field", sorted(DIFFERENT))
async def test_where_an_unknown_one_is_taken_another_companys_is_refused(both, field):
    """A call that rings for the first time, and a number that is not imported yet."""
    kind = (NAMING.get(field) or LATER[field])[0]
    assert (await answered(both, field, THINGS[kind][0]))[0] == DIFFERENT[field]


UNKNOWN = {
    SID: "CA" + "9" * 32, "conv_1": "conv_9", PHONE: "phnum_unknown", NUMBER: "+14155550160",
    "exports/x1": "exports/x9", "event-endpoints/e1": "event-endpoints/e9",
    "erasures/e1": "erasures/e9", "contacts/i1": "contacts/i9", "campaigns/spring": "campaigns/autumn",
    f"orders/{ORDER}": "orders/" + "f" * 16, "campaigns/running": "campaigns/autumn", "{key_id}": "0",
    "%2B14155550199": "%2B14155550160", PROMPT: "f" * 32,
}  # fmt: skip


@pytest.mark.parametrize(
    "case", [item for item in ONES if "stream-tickets" not in item[1]], ids=lambda case: f"{case[0]} {case[1]}"
)
async def test_a_path_to_another_companys_thing_leads_where_an_unknown_one_leads(both, case):
    method, path, body, _ = case
    nowhere = path
    for known, unknown in UNKNOWN.items():
        nowhere = nowhere.replace(known, unknown)
    assert nowhere != path
    answers = [await both.ask(method, item, key="other", json=body) for item in (filled(both, path), nowhere)]
    assert len({(answer.status_code, answer.text) for answer in answers}) == 1, [answer.text for answer in answers]
    assert answers[0].status_code == 404


@pytest.mark.parametrize(
    "inside",
    [
        {"agent": {"prompt": {"tool_ids": ["tool_acme"]}}},
        {"agent": {"prompt": {"knowledge_base": []}}},
        {"a": [{"mcp_server_ids": ["x"]}]},
        {"agent": {"agent_id": "agent_good"}},
    ],
)
async def test_overrides_of_a_caller_name_nothing_of_the_workspace(api, inside):
    body = {"conversation_config_override": inside}
    assert (await api.ask("PUT", f"{API}/callers/+14155550111", json=body)).status_code == 400
    fine = {"conversation_config_override": {"tts": {"voice_id": "v1"}, "agent": {"language": "es"}}}
    assert (await api.ask("PUT", f"{API}/callers/+14155550111", json=fine)).status_code == 200
