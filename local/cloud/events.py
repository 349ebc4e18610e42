"""Translations, pure: an HTTP request to a Lambda event, a handler's answer to HTTP, queue messages to an SQS event.

Payload format 2.0 as in "Working with AWS Lambda proxy integrations for HTTP APIs" (API Gateway developer guide).
"""

import base64
import json
import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

from local.cloud.template import ACCOUNT
from local.commands.running import REGION

TEXT_TYPES = re.compile(r"text/.*|application/(json|javascript|xml|[\w.-]+\+(json|xml))")
MAX_REQUEST_BYTES = 10 * 1024 * 1024  # HTTP API: payload size
MAX_EVENT_BYTES = 6 * 1024 * 1024  # Lambda: synchronous invocation payload, either way


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    query: str
    headers: list[tuple[str, str]]
    body: bytes = b""
    source_ip: str = "127.0.0.1"


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes = b""
    headers: list[tuple[str, str]] = field(default_factory=list)


def plain_answer(status: int, message: str) -> Answer:
    """API Gateway's own answer, without a function's."""
    return Answer(status, json.dumps({"message": message}, separators=(",", ":")).encode(), [JSON])


JSON = ("content-type", "application/json")
NOT_FOUND = plain_answer(404, "Not Found")
TOO_LARGE = plain_answer(413, "Request Entity Too Large")
FAILED = plain_answer(500, "Internal Server Error")


# -- HTTP request to event


def http_event(request: Request, route_key: str, path_parameters: dict, request_id: str, now: datetime) -> dict:
    headers = _joined_headers(request.headers)
    headers |= _gateway_headers(headers.get("x-forwarded-for"), request.source_ip, request_id, now)
    cookies = [part.strip() for name, value in request.headers if name.lower() == "cookie" for part in value.split(";")]
    event = {
        "version": "2.0",
        "routeKey": route_key,
        "rawPath": request.path,
        "rawQueryString": request.query,
        "cookies": cookies,
        "headers": headers,
        "queryStringParameters": _joined(parse_qsl(request.query, keep_blank_values=True)),
        "pathParameters": path_parameters,
        "requestContext": _request_context(request, headers, route_key, request_id, now),
        **_body(request.body, headers.get("content-type", "")),
    }
    return {key: value for key, value in event.items() if value or key not in OPTIONAL}


OPTIONAL = {"cookies", "queryStringParameters", "pathParameters"}


def _gateway_headers(claimed: str | None, source_ip: str, request_id: str, now: datetime) -> dict[str, str]:
    return {
        "x-amzn-trace-id": f"Root=1-{int(now.timestamp()):08x}-{request_id.replace('-', '')[:24]}",
        "x-forwarded-for": f"{claimed}, {source_ip}" if claimed else source_ip,  # what a client claims stays in front
        "x-forwarded-port": "443",
        "x-forwarded-proto": "https",  # as in the cloud, which takes TLS only
    }


def _request_context(request: Request, headers: dict, route_key: str, request_id: str, now: datetime) -> dict:
    return {
        "accountId": ACCOUNT,
        "apiId": "local",
        "domainName": headers.get("host", ""),
        "domainPrefix": headers.get("host", "").split(".")[0],
        "http": {
            "method": request.method,
            "path": request.path,
            "protocol": "HTTP/1.1",
            "sourceIp": request.source_ip,
            "userAgent": headers.get("user-agent", ""),
        },
        "requestId": request_id,
        "routeKey": route_key,
        "stage": "$default",
        "time": now.strftime("%d/%b/%Y:%H:%M:%S +0000"),
        "timeEpoch": int(now.timestamp() * 1000),
    }


def _joined(pairs: list[tuple[str, str]]) -> dict[str, str]:
    joined: dict[str, str] = {}
    for name, value in pairs:
        joined[name] = f"{joined[name]},{value}" if name in joined else value
    return joined


def _joined_headers(headers: list[tuple[str, str]]) -> dict[str, str]:
    return _joined([(name.lower(), value) for name, value in headers if name.lower() != "cookie"])


def _body(body: bytes, content_type: str) -> dict:
    if not body:
        return {"isBase64Encoded": False}
    if TEXT_TYPES.fullmatch(content_type.partition(";")[0].strip().lower()):
        return {"body": body.decode("utf-8", "replace"), "isBase64Encoded": False}
    return {"body": base64.b64encode(body).decode(), "isBase64Encoded": True}  # forms included


# -- handler's answer to HTTP


def http_answer(result: Any) -> Answer:
    """Payload 2.0: without a statusCode the whole result is a JSON body; a malformed answer is a 500."""
    if not (isinstance(result, dict) and "statusCode" in result):
        body = result if isinstance(result, str) else json.dumps(result)
        return Answer(200, body.encode(), [JSON])
    try:
        return _full_answer(result)
    except (ValueError, TypeError, AttributeError):
        return FAILED


def _full_answer(result: dict) -> Answer:
    status = int(result["statusCode"])
    if not 100 <= status <= 599:
        raise ValueError(status)
    headers = [(name.lower(), _header_text(value)) for name, value in (result.get("headers") or {}).items()]
    if "content-type" not in dict(headers):
        headers.append(("content-type", "text/plain;charset=UTF-8"))
    headers += [("set-cookie", cookie) for cookie in result.get("cookies") or []]
    return Answer(status, _answer_body(result), headers)


def _header_text(value: object) -> str:
    if not isinstance(value, (str, int, float, bool)):
        raise TypeError(value)
    return _lower(value) if isinstance(value, bool) else str(value)


def _lower(value: bool) -> str:
    return str(value).lower()


def _answer_body(result: dict) -> bytes:
    body = result.get("body") or ""
    if not isinstance(body, str):
        raise TypeError("a body is text")
    return base64.b64decode(body, validate=True) if result.get("isBase64Encoded") else body.encode()


# -- queue messages to event


def sqs_event(messages: list[dict], queue_arn: str) -> dict:
    """From what boto3's receive_message gives to what a function subscribed to the queue receives."""
    return {"Records": [_record(message, queue_arn) for message in messages]}


def _record(message: dict, queue_arn: str) -> dict:
    return {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": message.get("Attributes", {}),
        "messageAttributes": {
            name: {
                "stringValue": value.get("StringValue"),
                "stringListValues": [],
                "binaryListValues": [],
                "dataType": value["DataType"],
            }
            for name, value in message.get("MessageAttributes", {}).items()
        },
        "md5OfBody": message["MD5OfBody"],
        "eventSource": "aws:sqs",
        "eventSourceARN": queue_arn,
        "awsRegion": REGION,
    }


def failed_messages(result: Any, message_ids: list[str]) -> set[str]:
    """Messages of a batch that come again under ReportBatchItemFailures. An unreadable answer fails the whole batch,
    and so does an id that was never sent: exactly as Lambda reads it."""
    everything = set(message_ids)
    if result is None:
        return set()
    if not isinstance(result, dict):
        return everything
    failures = result.get("batchItemFailures") or []
    try:
        named = {failure["itemIdentifier"] for failure in failures}
    except (TypeError, KeyError):
        return everything
    if not named <= everything:
        return everything
    return named


def scheduled_event(rule_name: str, request_id: str, now: datetime) -> dict:
    return {
        "version": "0",
        "id": request_id,
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": ACCOUNT,
        "time": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "region": REGION,
        "resources": [f"arn:aws:events:{REGION}:{ACCOUNT}:rule/{rule_name}"],
        "detail": {},
    }
