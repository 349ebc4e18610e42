"""Conditional requests: an answer's ETag, and 304 where the client has this answer already."""

from hashlib import sha256
from typing import Annotated

from fastapi import Header, Response
from pydantic import BaseModel

IfNoneMatch = Annotated[str | None, Header(max_length=1024, description="The ETag of the answer you have")]
UNCHANGED: dict[int | str, dict[str, object]] = {304: {"description": "Unchanged since the answer with this ETag"}}
CACHING = "private, no-cache"  # a client may keep the answer, and asks each time whether it still stands


def conditional(answer: BaseModel, known: str | None) -> Response:
    """The answer with its ETag; 304 without a body where `known` names that ETag."""
    body = answer.model_dump_json().encode()
    etag = f'"{sha256(body).hexdigest()[:32]}"'
    headers = {"etag": etag, "cache-control": CACHING}
    if known and etag in [name.strip().removeprefix("W/") for name in known.split(",")]:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/json", headers=headers)
