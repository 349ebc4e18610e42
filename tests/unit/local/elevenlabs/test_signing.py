"""The webhook signature against the published vectors."""

import hashlib

import pytest

from local.elevenlabs.signing import signature

WSEC = "wsec_0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
A = (
    b'{"type":"post_call_transcription","event_timestamp":1739537297,"data":{"agent_id":"agent_test",'
    b'"conversation_id":"conv_test_0001","status":"done"}}'
)
B = (
    '{"type":"call_initiation_failure","event_timestamp":1759931652,"data":{"agent_id":"agent_zürich",'
    '"conversation_id":"conv_test_0002","failure_reason":"busy","metadata":{"type":"twilio","body":'
    '{"CallSid":"CA00000000000000000000000000000002","CallStatus":"busy","From":"+14155550100",'
    '"To":"+14155550199"}}}}\n'
).encode()
C = (
    b'{ "type": "post_call_audio", "event_timestamp": 1700000000, "data": { "agent_id": "agent_test", '
    b'"conversation_id": "conv_test_0003", "full_audio": "SUQzBAAAAAAAAA==" , "note": "caf\\u00e9" } }'
)
VECTORS = [
    (
        A,
        "e9cd62fa8cd8895940bfb5172c740c5efb31ef4eec44af3c2f458813b16e0e1d",
        WSEC,
        1739537297,
        "t=1739537297,v0=2ddb6659d54d7509561ffb0342a888479a6e33b0c8eb4cae8b511101baa5b72f",
    ),
    (
        B,
        "303a3b3d63a2ddbaa8f68d89d1ed4ca973f8438c12add6126209747d7e826e21",
        WSEC,
        1759931652,
        "t=1759931652,v0=b05a5d41c324c01a91c56c538ab0f55fa225bb3783bf7ccb27485e169e8dd5b5",
    ),
    (
        C,
        "7ce6d53f3b0f0ac665adf10e930de96a563810eed159b9eb2e2ef2bc582477fa",
        "test-secret",
        1700000000,
        "t=1700000000,v0=79ade8ac1fe693a9eaa11944898c4e0ded9aac6931d3f9e7276b6fc62f0bcc18",
    ),
]


@pytest.mark.parametrize(("body", "body_sha256", "secret", "t", "header"), VECTORS)
def test_a_published_body_gets_its_published_signature(body, body_sha256, secret, t, header):
    assert hashlib.sha256(body).hexdigest() == body_sha256  # the vector itself was copied right
    assert signature(body, secret, t) == header


def test_another_body_time_or_secret_gives_another_signature():
    right = signature(A, WSEC, 1739537297).partition(",")[2]
    others = [
        signature(A.replace(b"done", b"failed"), WSEC, 1739537297),
        signature(A, WSEC, 1739537298),
        signature(A, "another", 1739537297),
    ]
    assert all(right != other.partition(",")[2] for other in others)
