"""Twilio's proof: the published vectors, what must fail, and which URL counts."""

import pytest

from tests.conftest import vectors
from trunkline.errors import BadRequest
from trunkline.vendors.twilio.signatures import Form, is_genuine, is_genuine_json, is_genuine_upgrade, read_form

ALL = {vector["id"]: vector for vector in vectors("twilio_signatures")}
FORMS = [v for v in ALL.values() if v["url"].startswith("https") and "body" not in v and v["id"] != "V19"]
UPGRADES = [ALL[i] for i in ("V12", "V13", "V21")]


def form_of(vector: dict) -> Form:
    pairs = []
    for name, value in vector["params"].items():
        pairs += [(name, item) for item in (value if isinstance(value, list) else [value])]
    return Form(pairs)


def check(vector: dict, url: str | None = None, form: Form | None = None, signature: str | None = None) -> bool:
    settings = f"key=webhooks_sharedkey_1,algorithm={vector['algorithm']}" if "algorithm" in vector else ""
    return is_genuine(
        url or vector["url"], form or form_of(vector), signature or vector["expect"], [vector["token"]], settings
    )


@pytest.mark.parametrize("vector", FORMS, ids=lambda v: f"{v['id']} {v['note']}")
def test_every_published_vector_is_genuine(vector):
    assert check(vector)


@pytest.mark.parametrize("vector", FORMS, ids=lambda v: v["id"])
def test_no_vector_survives_a_wrong_token_a_changed_signature_or_one_more_parameter(vector):
    assert not is_genuine(vector["url"], form_of(vector), vector["expect"], ["wrong-token"])
    assert not check(vector, signature=vector["expect"][:-2] + "A=")
    assert not check(
        vector, form=Form([*((n, v) for n in form_of(vector) for v in form_of(vector).getlist(n)), ("Z", "1")])
    )


def test_a_blank_field_is_part_of_the_signature():
    assert not check(ALL["V02"], form=form_of(ALL["V03"]))


def test_the_stage_path_is_part_of_the_signature():
    assert not check(ALL["V04"], url=ALL["V05"]["url"])


def test_the_port_may_be_signed_or_not():
    with_port, bare = ALL["V06"]["url"], ALL["V02"]["url"]
    assert all(check(ALL[i], url=with_port) for i in ("V02", "V06"))
    assert all(check(ALL[i], url=bare) for i in ("V02", "V07"))


def test_a_reordered_query_is_another_url():
    assert not check(ALL["V08"], url=ALL["V09"]["url"])


def test_userinfo_and_fragment_do_not_count():
    assert check(ALL["V19"], url="https://user:pass@voice.example.com/x#rc=2")


def test_either_of_two_tokens_is_enough_while_one_is_rotated():
    vector = ALL["V02"]
    assert is_genuine(vector["url"], form_of(vector), vector["expect"], ["new-token", vector["token"]])


def test_no_request_passes_without_a_configured_token():
    assert not is_genuine(ALL["V02"]["url"], form_of(ALL["V02"]), ALL["V02"]["expect"], [])


def test_an_unknown_algorithm_is_refused():
    vector = ALL["V02"]
    assert not is_genuine(
        vector["url"], form_of(vector), vector["expect"], [vector["token"]], "key=k,algorithm=HMAC_MD5"
    )


def test_a_json_body_is_held_against_its_hash():
    vector = ALL["V11"]
    body = vector["body"].encode()
    assert is_genuine_json(vector["url"], body, vector["expect"], [vector["token"]])
    assert not is_genuine_json(vector["url"], body + b" ", vector["expect"], [vector["token"]])


@pytest.mark.parametrize("vector", UPGRADES, ids=lambda v: v["note"])
def test_a_handshake_may_be_signed_with_slash_and_with_port(vector):
    assert is_genuine_upgrade("wss://relay.example.com/media", vector["expect"], [vector["token"]])


def test_a_handshake_signed_over_https_is_not_a_handshake():
    vector = ALL["V14"]
    assert not is_genuine_upgrade("wss://relay.example.com/media", vector["expect"], [vector["token"]])


def test_a_form_keeps_blanks_repeats_and_utf8():
    form = read_form(b"A=2&A=1&FromCity=&Speech=Gr%C3%BC%C3%9Fe+%F0%9F%91%8B")
    assert (form.getlist("A"), form.get("FromCity"), form.get("Speech")) == (["2", "1"], "", "Grüße 👋")


@pytest.mark.parametrize("body", [b"\xff\xfe", b"A=%FF%FE", b"no equals sign", b"&".join([b"a=1"] * 501)])
def test_what_is_no_form_is_a_bad_request(body):
    with pytest.raises(BadRequest):
        read_form(body)
