"""Retell's inbound webhook: proved by its signature, and answered in its own form."""

import json
from typing import Any

import pytest

from tests.fakes.caller_context import CALLER, OURS, Desk
from tests.fakes.retell_webhooks import KEY, signed
from tests.fakes.webhooks import CONTEXT_SECRET, NOW
from trunkline.accounts.domain.callers import Caller
from trunkline.aws.secrets import SecretCache

NOW_MS = round(NOW.timestamp() * 1000)
KNOWN = Caller("acme", CALLER, {"first_name": "Ana", "visits": 3}, {"agent": {"voice_id": "11labs-Adrian"}}, "cust-77")
SECRETS = {"twilio_auth_tokens": [], "providers": {"retell": {"webhook_secrets": ["key_old", KEY]}}}


def desk(*callers: Caller) -> Desk:
    return Desk(*callers, cache=SecretCache(lambda: json.dumps(SECRETS)))


def question(**values: Any) -> bytes:
    asked = {"from_number": CALLER, "to_number": OURS, "agent_id": "agent_1"} | values
    return json.dumps({"event": "call_inbound", "event_timestamp": NOW_MS, "call_inbound": asked}).encode()


def answered(known: Desk, body: bytes, path: str = "/webhooks/retell/inbound") -> dict[str, Any]:
    answer = known.ask_as_retell(body, signed(body, NOW_MS), path)
    assert answer["statusCode"] == 200
    payload: dict[str, Any] = json.loads(answer["body"])["call_inbound"]
    return payload


@pytest.mark.parametrize("path", ["/webhooks/retell/inbound", "/webhooks/retell/personalization"])
def test_a_known_caller_is_answered_with_texts_below_call_inbound(path):
    assert answered(desk(KNOWN), question(), path) == {
        "dynamic_variables": {"first_name": "Ana", "plan": "basic", "visits": "3"},
        "agent_override": {"agent": {"voice_id": "11labs-Adrian"}},
        "metadata": {"user_id": "cust-77"},
    }


@pytest.mark.parametrize("caller", ["anonymous", "", None, 7, "+1"])
def test_a_withheld_or_strange_number_gets_the_defaults(caller):
    found = answered(desk(KNOWN), question(from_number=caller))
    assert found == {"dynamic_variables": {"first_name": "there", "plan": "basic"}}


def test_a_call_id_makes_no_difference():
    assert answered(desk(KNOWN), question(call_id="call_1")) == answered(desk(KNOWN), question())


def test_a_number_without_a_route_gets_a_valid_empty_answer():
    assert answered(desk(KNOWN), question(to_number="+15005550099")) == {"dynamic_variables": {}}


@pytest.mark.parametrize(
    "headers",
    [
        {},
        signed(question(), NOW_MS, "key_of_another"),
        signed(question(), NOW_MS - 300_001),
        signed(b"{}", NOW_MS),
        {"X-Trunkline-Secret": CONTEXT_SECRET},
    ],
    ids=["none", "another key", "too old", "another body", "the shared secret"],
)
def test_a_request_that_is_not_signed_gets_no_data(headers):
    answer = desk(KNOWN).ask_as_retell(question(), headers)
    assert (answer["statusCode"], "Ana" in answer["body"]) == (401, False)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"[]", 400),
        (b"{", 400),
        (b'{"event": "chat_inbound", "chat_inbound": {}}', 400),
        (b'{"event": "call_inbound", "call_inbound": []}', 400),
        (b" " * 70_000, 413),
    ],
    ids=["empty", "list", "cut", "another event", "no object", "large"],
)
def test_garbage_is_refused_in_plain_words(body, status):
    assert desk(KNOWN).ask_as_retell(body, signed(body, NOW_MS))["statusCode"] == status
