"""Our own API, as the command line asks it: where it is and who asks stand in the environment."""

import os
from pathlib import Path
from typing import Any

import httpx

from trunkline.errors import BadRequest, TrunklineError

ADDRESS, KEY = "TRUNKLINE_URL", "TRUNKLINE_API_KEY"


class ApiRefused(TrunklineError):
    """The API's own words, or that what answers is not the API."""


class Answer(dict[str, Any]):
    """An object of the API's. What it lacks was not said by our API."""

    def __missing__(self, name: str) -> Any:
        raise ApiRefused(f"the answer has no {name}: is {ADDRESS} the API's address?")


def client() -> httpx.Client:
    url, key = os.environ.get(ADDRESS, ""), os.environ.get(KEY, "")
    if not url or not key:
        raise BadRequest(f"set {ADDRESS} (the stage's PublicBaseUrl) and {KEY}, or say --stage local")
    return httpx.Client(base_url=url, headers={"X-API-Key": key}, timeout=30)


def fetch(url: str) -> bytes:
    return httpx.get(url, timeout=300).raise_for_status().content


def upload(url: str, file: Path) -> None:
    with file.open("rb") as data:
        headers = {"Content-Type": "text/csv", "Content-Length": str(file.stat().st_size)}
        httpx.put(url, content=data, headers=headers, timeout=3600).raise_for_status()


def ask(api: httpx.Client, method: str, path: str, **more: Any) -> Answer:
    found = asked(api, method, path, **more)
    if not isinstance(found, dict):
        raise ApiRefused(f"the answer is no object: is {ADDRESS} the API's address?")
    return Answer(found)


def ask_list(api: httpx.Client, path: str) -> list[Answer]:
    found = asked(api, "GET", path)
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        raise ApiRefused(f"the answer is no list: is {ADDRESS} the API's address?")
    return [Answer(item) for item in found]


def delete(api: httpx.Client, path: str) -> None:
    answer = api.delete(f"/api/v1/{path}")
    if answer.status_code != 204:
        _payload(answer)
        raise ApiRefused(f"{answer.status_code} to a removal: is {ADDRESS} the API's address?")


def asked(api: httpx.Client, method: str, path: str, **more: Any) -> Any:
    return _payload(api.request(method, f"/api/v1/{path}", **more))


def _payload(answer: httpx.Response) -> Any:
    try:
        payload = answer.json()
    except ValueError as error:
        raise ApiRefused(f"{answer.status_code} without JSON: is {ADDRESS} the API's address?") from error
    if answer.status_code >= 400:
        detail = payload.get("detail", payload) if isinstance(payload, dict) else payload
        raise ApiRefused(f"{answer.status_code}: {_in_words(detail)}")
    return payload


def _in_words(detail: Any) -> str:
    """The API's validation errors, field by field."""
    if not isinstance(detail, list) or not all(isinstance(fault, dict) for fault in detail):
        return str(detail)
    fields = ((".".join(map(str, fault.get("loc", ())[1:])), fault.get("msg", "")) for fault in detail)
    return "; ".join(f"{field}: {message}" if field else str(message) for field, message in fields)
