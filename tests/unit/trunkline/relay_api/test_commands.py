"""Orders to a live call: only signed ones, only fresh ones, only ones that mean something."""

import json

import pytest

from trunkline.errors import BadRequest, Conflict, InvalidSignature, RateLimited
from trunkline.relay_api import commands
from trunkline.relay_api.commands import CONTEXT_LIMIT, LiveCallCommand, UsedSignatures, read_order, sign, verify

PATH, BODY, KEY, NOW = "/internal/calls/CA1/commands", b'{"command": "hang_up"}', "key", 1_800_000_000.0


def passes(header=None, method="POST", path=PATH, body=BODY, key=KEY, now_s=NOW) -> bool:
    try:
        verify(sign("POST", PATH, BODY, KEY, NOW) if header is None else header, method, path, body, key, now_s)
    except InvalidSignature:
        return False
    return True


def test_a_signed_order_is_genuine_for_a_minute_either_side():
    assert all(passes(now_s=NOW + offset) for offset in (-60, 0, 60))
    assert not any(passes(now_s=NOW + offset) for offset in (-61, 61))


@pytest.mark.parametrize(
    "change",
    [
        {"method": "GET"},
        {"path": "/internal/calls/CA2/commands"},
        {"body": b'{"command": "transfer"}'},
        {"key": "other"},
        {"key": ""},
        {"header": ""},
        {"header": "t=1800000000"},
        {"header": "v1=" + "0" * 64},
        {"header": "t=x,v1=é"},
        {"header": "t=" + "9" * 30 + ",v1=0"},
    ],
    ids=str,
)
def test_anything_else_is_not(change):
    assert not passes(**change)


def test_a_missing_header_is_refused():
    with pytest.raises(InvalidSignature):
        verify(None, "POST", PATH, BODY, KEY, NOW)


@pytest.mark.parametrize(
    ("payload", "order"),
    [
        (
            {"command": "say_context", "context": "The bill is paid."},
            LiveCallCommand("say_context", "The bill is paid."),
        ),
        ({"command": "transfer", "whom": "billing"}, LiveCallCommand("transfer", "billing")),
        ({"command": "transfer"}, LiveCallCommand("transfer")),
        ({"command": "say_message", "message": "Hello?"}, LiveCallCommand("say_message", "Hello?")),
        ({"command": "play_keys", "digits": "1w2#"}, LiveCallCommand("play_keys", "1w2#")),
        (
            {"command": "speak", "text": "Hello.", "pauses": True, "inquiry_type": "sales"},
            LiveCallCommand("speak", "Hello.", inquiry_type="sales", pauses=True),
        ),
        ({"command": "query"}, LiveCallCommand("query")),
    ],
)
def test_an_order_is_read(payload, order):
    assert read_order(json.dumps(payload).encode()) == order


@pytest.mark.parametrize(
    "payload",
    [
        None,
        [],
        {},
        {"command": 3},
        {"command": "dance"},
        {"command": "say_context"},
        {"command": "say_context", "context": "x" * (CONTEXT_LIMIT + 1)},
        {"command": "say_message"},
        {"command": "say_message", "message": "x" * (CONTEXT_LIMIT + 1)},
        {"command": "play_keys"},
        {"command": "play_keys", "digits": "12 34"},
        {"command": "play_keys", "digits": "1" * 33},
        {"command": "speak", "text": "x", "inquiry_type": "x" * 65},
        {"command": "speak", "text": "x", "inquiry_type": 5},
        {"command": "transfer", "whom": [1]},
    ],
    ids=lambda payload: str(payload)[:40],
)
def test_what_means_nothing_is_a_bad_request(payload):
    with pytest.raises(BadRequest):
        read_order(json.dumps(payload).encode())


def test_a_signature_is_remembered_for_as_long_as_it_holds_and_no_longer():
    used = UsedSignatures()
    used.use("a", 1000.0)
    used.use("b", 1060.0)
    for moment in (1000.0, 1059.0, 1120.0):
        with pytest.raises(Conflict):
            used.use("a", moment)
    used.use("a", 1121.0)
    with pytest.raises(Conflict):
        used.use("b", 1121.0)


def test_no_more_are_remembered_than_fit_and_none_is_forgotten_for_another(monkeypatch):
    monkeypatch.setattr(commands, "REMEMBERED", 3)
    used = UsedSignatures()
    for name in "abc":
        used.use(name, 1000.0)
    with pytest.raises(RateLimited):
        used.use("d", 1000.0)
    with pytest.raises(Conflict):
        used.use("a", 1000.0)
    used.use("d", 1121.0)
