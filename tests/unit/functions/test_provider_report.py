"""The webhook for reports: signature over raw bytes, one write, 200. Nothing is parsed before it is proven."""

import json

import pytest

import provider_report
from tests.fakes import reports
from tests.fakes.providers import providers
from tests.fakes.webhooks import NOW, Bucket, report_event, secret_text, secrets
from trunkline.aws.secrets import SecretCache
from trunkline.bootstrap.provider_report import ProviderReportDeps
from trunkline.vendors.elevenlabs.report_envelopes import inbox_key
from trunkline.vendors.elevenlabs.source_addresses import addresses_of

BODY = reports.transcription()


def services(bucket: Bucket, cache: SecretCache | None = None) -> ProviderReportDeps:
    return ProviderReportDeps(bucket, cache or secrets(), providers(), now=lambda: NOW)


def respond(event: dict, bucket: Bucket | None = None) -> int:
    return provider_report.respond(event, services(Bucket() if bucket is None else bucket))["statusCode"]


@pytest.mark.parametrize("base64_body", [True, False])
@pytest.mark.parametrize(
    "body",
    [
        reports.transcription(),
        reports.audio(),
        reports.initiation_failure(),
        reports.machine_detection(),
        reports.traces(),
        reports.unknown(),
    ],
)
def test_every_kind_is_kept_raw_in_both_encodings_of_the_gateway(body, base64_body):
    bucket = Bucket()
    assert respond(report_event(body, base64_body=base64_body), bucket) == 200
    assert bucket == {inbox_key("elevenlabs", body): body}


def test_a_duplicate_is_kept_once():
    bucket = Bucket()
    assert [respond(report_event(BODY), bucket) for _ in range(3)] == [200, 200, 200]
    assert len(bucket) == 1


def test_a_missing_header_is_401_and_nothing_is_kept():
    bucket, event = Bucket(), report_event(BODY)
    del event["headers"]["elevenlabs-signature"]
    assert (respond(event, bucket), bucket) == (401, {})


@pytest.mark.parametrize("offset_s", [-1801, 1801])
def test_a_stale_or_future_signature_is_401(offset_s):
    from datetime import timedelta

    assert respond(report_event(BODY, at=NOW + timedelta(seconds=offset_s))) == 401


def test_a_signature_over_other_bytes_is_401():
    event = report_event(BODY, base64_body=False)
    assert respond(event | {"body": json.dumps(json.loads(BODY), indent=1)}) == 401


def test_an_unsigned_body_is_not_parsed():
    assert respond(report_event(b"[" * 1000, secret="wrong")) == 401


@pytest.mark.parametrize("body", [b"", b"not json", b"[]", b"{}"])
def test_garbage_with_a_good_signature_is_400(body):
    assert respond(report_event(body)) == 400


def test_more_than_lambda_could_have_received_is_413():
    assert respond(report_event(b"x" * (provider_report.REPORT_LIMIT_BYTES + 1))) == 413


def test_either_secret_counts_while_one_is_rotated():
    texts = iter([secret_text(webhook="old"), secret_text(webhook="wsec_test")])
    cache = SecretCache(lambda: next(texts))
    cache.current(NOW.timestamp() - 60)
    assert provider_report.respond(report_event(BODY), services(Bucket(), cache))["statusCode"] == 200


def test_a_bucket_that_fails_is_an_error_the_vendor_sees():
    broken = Bucket()
    broken.keep = lambda key, body: 1 / 0
    with pytest.raises(ZeroDivisionError):
        respond(report_event(BODY), broken)


US = "34.67.146.145"


@pytest.mark.parametrize(
    ("regions", "source", "status"),
    [
        ("any", "203.0.113.9", 200),
        ("us", US, 200),
        ("eu,us", US, 200),
        ("eu", US, 401),
        ("us", "203.0.113.9", 401),
        ("us", "", 401),
    ],
)
def test_a_stage_may_take_reports_from_the_vendors_addresses_only(regions, source, status):
    event = report_event(BODY)
    event["requestContext"]["http"]["sourceIp"] = source
    with_sources = ProviderReportDeps(
        Bucket(), secrets(), providers(), now=lambda: NOW, sources={"elevenlabs": addresses_of(regions)}
    )
    assert provider_report.respond(event, with_sources)["statusCode"] == status


def test_the_right_address_is_no_signature():
    event = report_event(BODY, secret="forged")
    event["requestContext"]["http"]["sourceIp"] = US
    with_sources = ProviderReportDeps(
        Bucket(), secrets(), providers(), now=lambda: NOW, sources={"elevenlabs": addresses_of("us")}
    )
    assert provider_report.respond(event, with_sources)["statusCode"] == 401


def test_an_unknown_region_stops_the_start():
    with pytest.raises(KeyError):
        addresses_of("us,mars")


def test_what_was_kept_and_what_was_turned_away_is_counted(capsys):
    respond(report_event(BODY))
    assert "ReportKept" in capsys.readouterr().out
    respond(report_event(BODY, secret="forged"))
    counted = capsys.readouterr().out
    assert "ReportTurnedAway" in counted
    assert "ReportKept" not in counted
