"""Translations between HTTP, Lambda events and queue messages, without any of the three."""

import base64
from datetime import UTC, datetime

import pytest

from local.cloud.events import Request, failed_messages, http_answer, http_event, scheduled_event, sqs_event

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def event_of(**about) -> dict:
    asked = {"method": "POST", "path": "/twilio/voice", "query": "", "headers": [("Host", "voice.test")]} | about
    return http_event(Request(**asked), "POST /twilio/voice", {}, "r-1", NOON)


def test_headers_are_lower_case_and_repeated_ones_joined_and_cookies_stand_apart():
    event = event_of(headers=[("Accept", "1"), ("accept", "2"), ("Cookie", "a=1; b=2")])
    assert {name: value for name, value in event["headers"].items() if not name.startswith("x-")} == {"accept": "1,2"}
    assert event["cookies"] == ["a=1", "b=2"]


def test_the_request_is_described_as_the_gateway_does():
    event = event_of(query="a=1&a=2&b=", headers=[("Host", "voice.test"), ("User-Agent", "TwilioProxy/1.1")])
    context = event["requestContext"]
    assert (event["version"], event["rawPath"], event["rawQueryString"]) == ("2.0", "/twilio/voice", "a=1&a=2&b=")
    assert event["queryStringParameters"] == {"a": "1,2", "b": ""}
    assert context["http"]["method"] == "POST"
    assert context["http"]["userAgent"] == "TwilioProxy/1.1"
    assert (context["time"], context["timeEpoch"]) == ("20/Nov/2026:12:00:00 +0000", 1795176000000)


def test_the_gateway_appends_to_forwarding_headers():
    headers = event_of(headers=[("X-Forwarded-For", "6.6.6.6"), ("X-Forwarded-Proto", "http")])["headers"]
    assert (headers["x-forwarded-for"], headers["x-forwarded-proto"]) == ("6.6.6.6, 127.0.0.1", "https")


def test_an_empty_value_is_absent():
    event = event_of()
    assert not {"body", "cookies", "queryStringParameters", "pathParameters"} & set(event)
    assert event["isBase64Encoded"] is False


@pytest.mark.parametrize(
    ("content_type", "is_text"),
    [
        ("application/json; charset=utf-8", True),
        ("text/plain", True),
        ("application/problem+json", True),
        ("application/x-www-form-urlencoded", False),
        ("application/octet-stream", False),
    ],
)
def test_only_text_travels_as_text(content_type, is_text):
    event = event_of(body=b'{"a":1}', headers=[("Content-Type", content_type)])
    assert event["isBase64Encoded"] is not is_text
    assert (event["body"] if is_text else base64.b64decode(event["body"]).decode()) == '{"a":1}'


def test_a_full_answer_keeps_its_parts():
    answer = http_answer(
        {"statusCode": 201, "body": "<Response/>", "headers": {"Content-Type": "text/xml"}, "cookies": ["a=1", "b=2"]}
    )
    assert (answer.status, answer.body) == (201, b"<Response/>")
    assert answer.headers == [("content-type", "text/xml"), ("set-cookie", "a=1"), ("set-cookie", "b=2")]


def test_bytes_leave_through_base64():
    answer = http_answer({"statusCode": 200, "body": base64.b64encode(b"\xff\x00").decode(), "isBase64Encoded": True})
    assert answer.body == b"\xff\x00"
    assert answer.headers == [("content-type", "text/plain;charset=UTF-8")]


@pytest.mark.parametrize(("result", "body"), [({"ok": True}, b'{"ok": true}'), ("hello", b"hello"), (None, b"null")])
def test_a_result_without_a_status_is_a_json_body(result, body):
    answer = http_answer(result)
    assert (answer.status, answer.body, answer.headers) == (200, body, [("content-type", "application/json")])


@pytest.mark.parametrize(
    "result",
    [
        {"statusCode": "often"},
        {"statusCode": 99},
        {"statusCode": None},
        {"statusCode": 200, "body": {"not": "text"}},
        {"statusCode": 200, "headers": ["a"]},
        {"statusCode": 200, "headers": {"a": ["b"]}},
        {"statusCode": 200, "body": "not base64!", "isBase64Encoded": True},
    ],
)
def test_a_malformed_answer_is_an_internal_error(result):
    answer = http_answer(result)
    assert (answer.status, answer.body) == (500, b'{"message":"Internal Server Error"}')


def test_messages_become_the_records_a_function_reads():
    message = {
        "MessageId": "m",
        "ReceiptHandle": "r",
        "Body": "{}",
        "MD5OfBody": "d",
        "Attributes": {"SentTimestamp": "1"},
    }
    message["MessageAttributes"] = {"kind": {"StringValue": "x", "DataType": "String"}}
    (record,) = sqs_event([message], "arn:q")["Records"]
    assert (record["messageId"], record["body"], record["eventSourceARN"]) == ("m", "{}", "arn:q")
    assert record["messageAttributes"]["kind"]["stringValue"] == "x"


@pytest.mark.parametrize(
    ("result", "failed"),
    [
        (None, set()),
        ({}, set()),
        ({"batchItemFailures": []}, set()),
        ({"batchItemFailures": None}, set()),
        ({"batchItemFailures": [{"itemIdentifier": "a"}]}, {"a"}),
        ({"batchItemFailures": [{"itemIdentifier": "stranger"}]}, {"a", "b"}),
        ({"batchItemFailures": [{"itemIdentifier": ""}]}, {"a", "b"}),
        ({"batchItemFailures": [{"wrong": "a"}]}, {"a", "b"}),
        ({"batchItemFailures": "a"}, {"a", "b"}),
        ("done", {"a", "b"}),
    ],
)
def test_a_batch_fails_as_far_as_lambda_would_read_it(result, failed):
    assert failed_messages(result, ["a", "b"]) == failed


def test_a_tick_has_its_time():
    assert scheduled_event("tick", "r-1", NOON)["time"] == "2026-11-20T12:00:00Z"
