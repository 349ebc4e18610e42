"""API Gateway's HTTP events (payload format 2.0) as requests of ours, and answers back. Bytes stay bytes."""

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Any

from trunkline.errors import BadRequest, PayloadTooLarge

Answer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """An HTTP request, unparsed. Header names are lower case, as payload format 2.0 sends them."""

    path: str
    query: str
    headers: dict[str, str]
    body: bytes
    source: str = ""  # the address it came from, as the gateway saw it


def read_request(event: dict[str, Any], limit_bytes: int) -> HttpRequest:
    """The request inside a Lambda event. Raises PayloadTooLarge and BadRequest before anything is parsed."""
    return HttpRequest(
        path=event["rawPath"],
        query=event.get("rawQueryString", ""),
        headers={name.lower(): value for name, value in event.get("headers", {}).items()},
        body=_body(event, limit_bytes),
        source=str(event.get("requestContext", {}).get("http", {}).get("sourceIp", "")),
    )


def _body(event: dict[str, Any], limit_bytes: int) -> bytes:
    text = event.get("body") or ""
    if len(text) > limit_bytes * 4 // 3 + 4:
        raise PayloadTooLarge(f"more than {limit_bytes} bytes")
    body = _decoded(text) if event.get("isBase64Encoded") else text.encode()
    if len(body) > limit_bytes:
        raise PayloadTooLarge(f"more than {limit_bytes} bytes")
    return body


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadRequest("the body is not base64") from error


def answer(status: int, body: str = "", content_type: str = "text/plain") -> Answer:
    return {"statusCode": status, "headers": {"content-type": content_type}, "body": body}


def twiml_answer(document: str) -> Answer:
    return answer(200, document, "text/xml")


def problem(status: int, detail: str) -> Answer:
    """An error response, in the same shape at every endpoint."""
    return answer(status, json.dumps({"detail": detail}), "application/json")
