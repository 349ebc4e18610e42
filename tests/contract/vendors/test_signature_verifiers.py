"""Our proofs beside the vendors' own: where both have an opinion they agree, and where ours is stricter it says so."""

import time

import pytest
from elevenlabs.client import ElevenLabs
from elevenlabs.errors import BadRequestError
from hypothesis import given
from hypothesis import strategies as st
from retell import Retell
from retell.lib import webhook_auth
from twilio.request_validator import RequestValidator

from tests.conftest import vectors
from tests.fakes import retell_webhooks
from trunkline.errors import InvalidSignature
from trunkline.vendors.elevenlabs.signatures import verify
from trunkline.vendors.retell import signatures as retell_signatures
from trunkline.vendors.twilio.signatures import Form, is_genuine

TOKEN = "0123456789abcdef0123456789abcdef"
TEXT = st.text(max_size=12)
FORMS = st.dictionaries(st.text(min_size=1, max_size=12), st.lists(TEXT, min_size=1, max_size=3), max_size=6)
URLS = st.sampled_from(["https://v.example.com/a", "https://v.example.com:8443/a/", "https://v.example.com/a?x=1&y=2"])


def form(values: dict[str, list[str]]) -> Form:
    return Form((name, value) for name, some in values.items() for value in some)


@given(URLS, FORMS)
def test_every_signature_of_the_official_validator_is_accepted(url, values):
    signature = RequestValidator(TOKEN).compute_signature(url, form(values))
    assert is_genuine(url, form(values), signature, [TOKEN])


@given(URLS, FORMS, FORMS)
def test_every_signature_it_refuses_is_refused(url, values, others):
    signature = RequestValidator(TOKEN).compute_signature(url, form(others))
    assert is_genuine(url, form(values), signature, [TOKEN]) == RequestValidator(TOKEN).validate(
        url, form(values), signature
    )


def official(body: str, header: str, secret: str, at: float, monkeypatch: pytest.MonkeyPatch) -> bool:
    monkeypatch.setattr(time, "time", lambda: at)
    try:
        ElevenLabs(api_key="x").webhooks.construct_event(body, header, secret)
    except (BadRequestError, ValueError):
        return False
    return True


def ours(body: str, header: str, secret: str, at: float) -> bool:
    try:
        verify(header, body.encode(), [secret], at)
    except InvalidSignature:
        return False
    return True


@pytest.mark.parametrize("vector", vectors("elevenlabs_signatures"), ids=lambda v: v["id"])
@pytest.mark.parametrize("change", ["none", "body", "secret", "stale", "upper case", "no v0", "no number", "empty"])
def test_the_official_elevenlabs_verifier_agrees(vector, change, monkeypatch):
    body, header, secret, at = vector["body"], vector["header"], vector["secret"], vector["t"] + 5.0
    match change:
        case "body":
            body = body.replace("conv", "c0nv")
        case "secret":
            secret += "x"
        case "stale":
            at = vector["t"] + 1801.0
        case "upper case":
            header = header.split("v0=")[0] + "v0=" + header.split("v0=")[1].upper()
        case "no v0":
            header = header.split(",")[0]
        case "no number":
            header = "t=abc," + header.split(",")[1]
        case "empty":
            header = ""
    theirs = official(body, header, secret, at, monkeypatch)
    assert ours(body, header, secret, at) == theirs == (change == "none")


def test_from_the_future_only_ours_refuses(monkeypatch):
    """The one place where we know better: the official verifier looks only into the past."""
    vector = vectors("elevenlabs_signatures")[0]
    payload = (vector["body"], vector["header"], vector["secret"], vector["t"] - 3600.0)
    assert official(*payload, monkeypatch)
    assert not ours(*payload)


BODIES = st.text(max_size=200)


@given(BODIES, st.integers(0, 10**13))
def test_what_the_official_retell_sdk_signs_is_accepted_and_what_it_refuses_is_refused(body, now_ms):
    header = webhook_auth.symmetric["sign"](body, TOKEN, now_ms)
    signed_ms = int(header.partition(",")[0].removeprefix("v="))
    retell_signatures.verify(header, body.encode(), [TOKEN], signed_ms / 1000)
    with pytest.raises(InvalidSignature):
        retell_signatures.verify(header, body.encode() + b" ", [TOKEN], signed_ms / 1000)


OFFICIAL = Retell(api_key="x")


@given(BODIES)
def test_the_official_retell_sdk_accepts_what_our_fake_signs(body):
    now_ms = round(time.time() * 1000)
    header = retell_webhooks.signed(body.encode(), now_ms, TOKEN)["x-retell-signature"]
    assert OFFICIAL.verify(body, TOKEN, header)
    assert not OFFICIAL.verify(body + " ", TOKEN, header)
