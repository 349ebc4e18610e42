"""Every field of every request, and every column of a list, either names nothing or is asked whose it is.

A field that is new fails here until `classified_fields.py` has it. One that names a thing is sent with another
company's and with one that does not exist: both get the same answer.
"""

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

import httpx
import pytest

from local.elevenlabs import Agent
from tests.contract.api.classified_fields import (
    AGENT_CALL,
    CALL,
    CAMPAIGN,
    CREDENTIALS,
    DIFFERENT,
    DIGITS,
    GIVEN,
    HOLDERS,
    NAMING,
    NOTHING,
    PATHS,
    PEOPLE,
    RINGING,
    SHARED,
    THEIR_AGENT,
    THEIR_NUMBER,
    THINGS,
    WORDS,
)
from tests.contract.api.conftest import ApiWorld
from tests.contract.api.two_companies import (
    API,
    NOT_SUPPRESSED,
    NUMBER,
    ONES,
    ORDER,
    PHONE,
    PROMPT,
    SEED,
    SID,
    filled,
)
from tests.fakes.patients import a_patient
from trunkline.campaigns.domain.contact_rows import ALIASES
from trunkline.relay_api.client_socket import ClientHandshake


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
    assert {field.name for field in fields(ClientHandshake)} == {"peer_id", "proof", "agent_id", "wants_turns"}


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
    services.patients().patients.add(a_patient("ptother", "other", phone="+14155550177"))
    owned.vendor.numbers["phnum_theirs"] = {"phone_number_id": "phnum_theirs", "assigned_agent": None}
    campaign = Campaign("theirs", "other", "Theirs", Channel.RELAY, THEIR_NUMBER, now, THEIR_AGENT, clinical=True)
    services.campaigns.add(campaign)
    return owned


def their_key(path: str) -> str:
    return "other, clinical" if "/patient" in path else "other"


async def answered(api: ApiWorld, field: str, value: str) -> tuple[int, str]:
    """The answer that `other` gets, without the value."""
    kind, method, path, body = NAMING.get(field) or LATER[field]
    headers = {"Idempotency-Key": value} if kind == "request" else {}
    quoted = str(httpx.QueryParams({"it": value})).removeprefix("it=")
    answer = await api.ask(
        method, path.replace("{it}", quoted), key=their_key(path), json=body(value) if body else None, headers=headers
    )
    payload = answer.json().get("detail", "") if answer.status_code >= 400 else ""
    return answer.status_code, str(payload).replace(value, "…")


LISTED = (f"{API}/patients?", f"{API}/calls", f"{API}/conv", f"{API}/costs", f"{API}/exports")  # answered, and empty
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
    "brain_desk": "brain_unknown",
    "erasures/e1": "erasures/e9", "contacts/i1": "contacts/i9", "campaigns/spring": "campaigns/autumn",
    f"orders/{ORDER}": "orders/" + "f" * 16, "campaigns/running": "campaigns/autumn", "{key_id}": "0",
    "{suppression_id}": "f" * 32,
    "campaigns/ward": "campaigns/autumn",
    "%2B14155550199": "%2B14155550160", PROMPT: "f" * 32, "patients/pt1": "patients/pt9",
}  # fmt: skip


@pytest.mark.parametrize(
    "case",
    [item for item in ONES if not item[1].endswith(("stream-tickets", "patients/search"))],
    ids=lambda case: f"{case[0]} {case[1]}",
)
async def test_a_path_to_another_companys_thing_leads_where_an_unknown_one_leads(both, case):
    method, path, body, _ = case
    nowhere = path
    for known, unknown in UNKNOWN.items():
        nowhere = nowhere.replace(known, unknown)
    assert nowhere != path
    answers = [await both.ask(method, item, key=their_key(path), json=body) for item in (filled(both, path), nowhere)]
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
