"""The sender's signatures, held against vectors computed with the vendor's own library."""

import json
from pathlib import Path

import pytest

from local.twilio.signing import handshake_url, signature, signed_url

VECTORS = json.loads((Path(__file__).parent / "signature_vectors.json").read_text())


@pytest.mark.parametrize("vector", VECTORS, ids=lambda v: f"{v['id']} {v['note']}")
def test_every_published_vector_is_reproduced(vector):
    pairs = [(name, value) for name, value in vector["params"]]
    assert signature(vector["url"], pairs, vector["token"], vector["algorithm"]) == vector["expect"]


def test_https_drops_port_userinfo_and_fragment():
    assert signed_url("https://user:pass@voice.example.com:8443/x?a=1#rc=2") == "https://voice.example.com/x?a=1"


def test_plain_http_keeps_its_port():
    assert signed_url("http://voice.example.com:8080/x") == "http://voice.example.com:8080/x"


def test_the_port_is_kept_on_request():
    assert signed_url("https://v.example.com:8443/x", keep_port=True) == "https://v.example.com:8443/x"


def test_a_stream_url_is_signed_without_its_query():
    assert handshake_url("wss://relay.example.com/media?token=1") == "wss://relay.example.com/media"
