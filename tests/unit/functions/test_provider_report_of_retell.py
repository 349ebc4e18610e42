"""Retell's events at the webhook for reports: signed by Retell, kept once, refused in every other form."""

import json
from typing import Any

import pytest

import provider_report
from tests.fakes.providers import providers
from tests.fakes.retell_webhooks import KEY, signed, webhook
from tests.fakes.webhooks import NOW, Bucket, http_event
from trunkline.aws.secrets import ProviderSecrets, SecretCache
from trunkline.bootstrap.provider_report import ProviderReportDeps
from trunkline.vendors.retell.provider import RetellProvider

NOW_MS = round(NOW.timestamp() * 1000)
SECRETS = {"twilio_auth_tokens": [], "providers": {"retell": {"webhook_secrets": ["key_old", KEY]}}}
ENDED = webhook("call_ended")
KINDS = [
    "call_started",
    "call_ended",
    "call_analyzed",
    "transcript_updated",
    "transfer_started",
    "transfer_bridged",
    "transfer_cancelled",
    "transfer_ended",
]


def sent(body: bytes, headers: dict[str, str] | None = None, path: str = "/webhooks/retell") -> dict[str, Any]:
    return http_event(path, body, signed(body, NOW_MS) if headers is None else headers)


def respond(event: dict[str, Any], bucket: Bucket | None = None) -> int:
    known = providers() | {"retell": RetellProvider("https://provider.invalid", ProviderSecrets)}
    cache = SecretCache(lambda: json.dumps(SECRETS))
    deps = ProviderReportDeps(Bucket() if bucket is None else bucket, cache, known, now=lambda: NOW)
    return provider_report.respond(event, deps)["statusCode"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_event_is_kept_raw_and_once(kind):
    bucket, body = Bucket(), webhook(kind)
    assert [respond(sent(body), bucket) for _ in range(3)] == [200, 200, 200]
    assert list(bucket.values()) == [body]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"x-retell-signature": ""},
        {"x-retell-signature": "v=1,d=00"},
        signed(ENDED, NOW_MS - 301_000),
        signed(ENDED, NOW_MS + 301_000),
        signed(webhook("call_started"), NOW_MS),
    ],
    ids=["missing", "empty", "garbage", "stale", "future", "of another body"],
)
def test_a_request_that_is_not_signed_is_401_and_nothing_is_kept(headers):
    bucket = Bucket()
    assert (respond(sent(ENDED, headers), bucket), bucket) == (401, {})


@pytest.mark.parametrize("body", [b"", b"not json", b"[]", b"null"])
def test_garbage_with_a_good_signature_is_400_and_nothing_is_kept(body):
    bucket = Bucket()
    assert (respond(sent(body), bucket), bucket) == (400, {})


def test_more_than_lambda_could_have_received_is_413():
    assert respond(sent(b"x" * (provider_report.REPORT_LIMIT_BYTES + 1))) == 413


def test_an_event_at_another_providers_address_is_401():
    assert respond(sent(ENDED, path="/webhooks/elevenlabs")) == 401
