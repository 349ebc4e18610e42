"""Asks a company's own system about a caller: one answer within 2 s, no second try (web/public_https.py)."""

import json
import ssl
from collections.abc import Callable, Mapping
from typing import Any

from trunkline.accounts.domain.callers import Caller, CallerQuestion, HttpSource, workspace_names
from trunkline.calls.domain.client_tools import filled_headers, missing_secrets
from trunkline.errors import SourceFailed
from trunkline.web.public_addresses import is_public
from trunkline.web.public_https import PublicHttps, Reply, Unreachable, resolved

BUDGET_S = 2.0
ANSWER_LIMIT_BYTES = 64 * 1024
UNKNOWN = {204, 404}


class HttpCallerSource:
    """`secrets` gives a company's own values for the names in its headers."""

    def __init__(
        self,
        secrets: Callable[[str], Mapping[str, str]],
        resolve: Callable[[str, int], list[str]] = resolved,
        is_allowed: Callable[[str], bool] = is_public,
        tls: Callable[[], ssl.SSLContext] = ssl.create_default_context,
    ) -> None:
        self._secrets = secrets
        self._https = PublicHttps(BUDGET_S, ANSWER_LIMIT_BYTES, resolve, is_allowed, tls)

    def ask(self, source: HttpSource, question: CallerQuestion) -> Caller | None:
        """None for a caller the company does not know. Raises SourceFailed."""
        headers = {"content-type": "application/json", **self._headers(source)}
        try:
            reply = self._https.post(source.url, question_body(question), headers)
        except Unreachable as error:
            raise SourceFailed(str(error)) from error
        return _read(reply, question)

    def _headers(self, source: HttpSource) -> dict[str, str]:
        owned = self._secrets(source.company_id)
        if missing_secrets(source.headers, owned):
            raise SourceFailed("a secret is missing")
        return filled_headers(source.headers, owned)


def _read(reply: Reply, question: CallerQuestion) -> Caller | None:
    if reply.status in UNKNOWN:
        return None
    if reply.status != 200:
        raise SourceFailed("it refused")
    variables, overrides, user_id = read_source_answer(reply.body)
    return Caller("", question.caller, variables, overrides, user_id)


def question_body(question: CallerQuestion) -> bytes:
    """The request body for a company's own system, in the provider's field names."""
    values = {"caller_id": question.caller, "called_number": question.called, "agent_id": question.agent_id}
    return json.dumps(values).encode()


def read_source_answer(body: bytes) -> tuple[dict[str, Any], dict[str, Any], str]:
    """Variables, overrides and the user's id. Raises SourceFailed for what is none of that."""
    payload = _object(body)
    if payload is None:
        raise SourceFailed("not a JSON object")
    variables, overrides = payload.get("dynamic_variables") or {}, payload.get("conversation_config_override") or {}
    user_id = payload.get("user_id") or ""
    if isinstance(overrides, dict) and workspace_names(overrides):
        raise SourceFailed("overrides that name things of the workspace")
    if not isinstance(variables, dict) or not isinstance(overrides, dict) or not isinstance(user_id, str):
        raise SourceFailed("fields of the wrong type")
    if not can_be_passed_on(payload):
        raise SourceFailed("numbers or characters that JSON cannot hold")
    return variables, overrides, user_id


def can_be_passed_on(payload: Mapping[str, Any]) -> bool:
    """1e999 is read as infinity, and half a character as itself: an answer with either would cost the conversation."""
    try:
        json.dumps(payload, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError):
        return False
    return True


def _object(body: bytes) -> dict[str, Any] | None:
    try:
        payload = json.loads(body, parse_constant=_refused)
    except (ValueError, RecursionError):
        return None
    return payload if isinstance(payload, dict) else None


def _refused(_name: str) -> None:
    raise ValueError("NaN and Infinity are not JSON")
