"""Our Signature Version 4 against botocore's, and what happens when AWS stutters."""

import http.client
import json
from datetime import UTC, datetime

import botocore.auth
import pytest
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials as BotoCredentials

from trunkline.aws.dynamodb import DynamoDBClient
from trunkline.aws.sigv4 import AwsRefused, Credentials, SigV4Client

MOMENT = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def ours(service: str, token: str = "") -> SigV4Client:
    endpoint = f"https://{service}.us-east-1.amazonaws.com"
    return SigV4Client(
        service, "us-east-1", endpoint, Credentials("AKID", "secret", token), now=lambda: MOMENT, pause=lambda _s: None
    )


def botocores(service: str, token: str, method: str, path: str, body: bytes, headers: dict, monkeypatch) -> str:
    monkeypatch.setattr(botocore.auth, "get_current_datetime", lambda: MOMENT.replace(tzinfo=None))
    signer = botocore.auth.S3SigV4Auth if service == "s3" else botocore.auth.SigV4Auth
    request = AWSRequest(method, f"https://{service}.us-east-1.amazonaws.com{path}", headers=dict(headers), data=body)
    if service != "s3":  # botocore signs the body's hash without sending it there; sending it is allowed everywhere
        request.headers["x-amz-content-sha256"] = signer(None, service, "us-east-1").payload(request)
    else:
        request.context["payload_signing_enabled"] = True
    signer(BotoCredentials("AKID", "secret", token or None), service, "us-east-1").add_auth(request)
    return request.headers["Authorization"]


@pytest.mark.parametrize("token", ["", "session-token"])
@pytest.mark.parametrize(
    ("service", "method", "path", "headers"),
    [
        ("s3", "PUT", "/bucket/inbox/elevenlabs/kind/conv_1/abc.json", {"content-type": "application/json"}),
        ("s3", "PUT", "/bucket/inbox/a%20b.json", {"content-type": "application/json"}),
        ("secretsmanager", "POST", "/", {"content-type": "application/x-amz-json-1.1", "x-amz-target": "a.B"}),
    ],
)
def test_our_signature_is_botocores(service, token, method, path, headers, monkeypatch):
    body = '{"name": "Grüße"}'.encode()
    signed = ours(service, token).sign(method, path, body, headers)
    assert signed["authorization"] == botocores(service, token, method, path, body, headers, monkeypatch)


class Stuttering:
    """Connections with scripted answers."""

    def __init__(self, *answers: object) -> None:
        self.answers, self.sent, self.sock, self.limits = list(answers), [], self, []

    def settimeout(self, seconds: float) -> None:
        self.limits.append(seconds)

    def __call__(self) -> "Stuttering":
        return self

    def request(self, *request: object) -> None:
        self.sent.append(request)
        if isinstance(self.answers[0], Exception):
            raise self.answers.pop(0)

    def getresponse(self) -> "Stuttering":
        self.status, self.body = self.answers.pop(0)
        return self

    def read(self) -> bytes:
        return self.body

    def close(self) -> None: ...


THROTTLED = b'{"__type": "com.amazonaws.dynamodb.v20120810#ThrottlingException", "message": "slower"}'


@pytest.mark.parametrize(
    "trouble", [(503, b"SlowDown"), (500, b""), (400, THROTTLED), ConnectionResetError(), TimeoutError()], ids=str
)
def test_what_may_pass_is_tried_again(trouble, monkeypatch):
    wire = Stuttering(trouble, trouble, (200, b"ok"))
    monkeypatch.setattr(SigV4Client, "_connect", lambda self: wire)
    assert ours("s3").send("PUT", "/b/k", b"body", {}) == b"ok"
    assert len(wire.sent) == 3


def test_the_third_failure_is_let_out(monkeypatch):
    wire = Stuttering((503, b"one"), (503, b"two"), (500, b"three"))
    monkeypatch.setattr(SigV4Client, "_connect", lambda self: wire)
    with pytest.raises(AwsRefused, match="500"):
        ours("s3").send("PUT", "/b/k", b"body", {})


def test_a_refusal_is_not_asked_twice(monkeypatch):
    wire = Stuttering((400, b'{"__type": "x#AccessDeniedException", "item": "+14155550123"}'), (200, b""))
    monkeypatch.setattr(SigV4Client, "_connect", lambda self: wire)
    with pytest.raises(AwsRefused, match="AccessDeniedException") as refused:
        ours("dynamodb").send("POST", "/", b"body", {})
    assert len(wire.sent) == 1
    assert "4155550123" not in str(refused.value)  # a refusal may quote an item; a log must not


def test_the_endpoint_can_be_moved():
    environ = {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b", "AWS_REGION": "eu-west-1"}
    assert SigV4Client.from_environment("s3", environ).endpoint == "https://s3.eu-west-1.amazonaws.com"
    moved = environ | {"AWS_ENDPOINT_URL": "http://127.0.0.1:5000"}
    assert SigV4Client.from_environment("s3", moved).endpoint == "http://127.0.0.1:5000"


def test_the_connection_is_kept_between_requests_and_made_anew_after_a_break(monkeypatch):
    made = []

    def connect(self: SigV4Client) -> Stuttering:
        made.append(Stuttering((200, b""), (200, b"")) if made else Stuttering((200, b""), ConnectionResetError()))
        return made[-1]

    monkeypatch.setattr(SigV4Client, "_connect", connect)
    requests = ours("s3")
    for _ in range(3):
        requests.send("PUT", "/b/k", b"body", {})
    assert len(made) == 2


def connecting(monkeypatch, *wires: Stuttering) -> list[Stuttering]:
    """What is connected to, one after another; what is left of it."""
    left = list(wires)
    monkeypatch.setattr(SigV4Client, "_connect", lambda self: left.pop(0))
    return left


TROUBLES = (ConnectionResetError(), BrokenPipeError(), http.client.RemoteDisconnected(), TimeoutError())


@pytest.mark.parametrize("trouble", TROUBLES, ids=lambda trouble: type(trouble).__name__)
def test_a_kept_connection_that_died_costs_no_attempt_and_no_pause(trouble, monkeypatch):
    left = connecting(monkeypatch, Stuttering((200, b"first"), trouble), Stuttering((200, b"second")))
    requests, paused = ours("dynamodb"), []
    requests.attempts, requests.pause = 1, paused.append
    assert [requests.send("POST", "/", b"", {}) for _ in range(2)] == [b"first", b"second"]
    assert (left, paused) == ([], [])


def test_a_new_connection_that_dies_as_well_is_the_attempt(monkeypatch):
    connecting(monkeypatch, Stuttering((200, b""), TimeoutError()), Stuttering(ConnectionResetError()))
    requests = ours("dynamodb")
    requests.attempts = 1
    requests.send("POST", "/", b"", {})
    with pytest.raises(ConnectionResetError):
        requests.send("POST", "/", b"", {})


def test_both_connections_share_the_time_of_one_attempt(monkeypatch):
    kept, new = Stuttering((200, b""), TimeoutError()), Stuttering((200, b""))
    connecting(monkeypatch, kept, new)
    times = iter((0.0, 0.0, 5.0, 5.4))
    requests = ours("dynamodb")
    requests.timeout_s, requests.clock = 0.8, lambda: next(times)
    for _ in range(2):
        requests.send("POST", "/", b"", {})
    assert kept.limits == [0.8, 0.4]
    assert new.limits == [pytest.approx(0.4)]


def test_a_transaction_that_is_sent_again_carries_the_same_token(monkeypatch):
    wire = Stuttering(TimeoutError(), (500, b""), (200, b"{}"), (200, b"{}"))
    monkeypatch.setattr(SigV4Client, "_connect", lambda self: wire)
    dynamodb = DynamoDBClient(ours("dynamodb"))
    dynamodb.transact_write_items(TransactItems=[])
    dynamodb.transact_write_items(TransactItems=[])
    *repeated, other = [json.loads(body)["ClientRequestToken"] for _, _, body, _ in wire.sent]
    assert (len(repeated), len(set(repeated))) == (3, 1)
    assert other != repeated[0]
