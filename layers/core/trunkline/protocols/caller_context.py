"""ElevenLabs' question before an inbound call of its own, and our answer. Nobody signs it: a secret header proves it.

ElevenLabs documentation "Twilio personalization", read 2026-11.
"""

import hmac
import json
from collections.abc import Mapping, Sequence
from typing import Any

from trunkline.domain.callers import Caller, CallerQuestion, plain, workspace_names
from trunkline.domain.errors import BadRequest, NotGenuine, SourceFailed
from trunkline.domain.phone_numbers import one_writing

SECRET_HEADER = "x-trunkline-secret"  # noqa: S105 - the header's name, not what it holds
LIMIT_BYTES = 16 * 1024
ANSWER_TYPE = "conversation_initiation_client_data"


def verify(shown: str | None, secrets: Sequence[str]) -> None:
    """Raises NotGenuine. Without a secret of ours nothing is genuine."""
    given = (shown or "").encode()
    # A list, not a generator: every secret is compared, so timing does not tell which one came near.
    if not given or not any([hmac.compare_digest(secret.encode(), given) for secret in secrets if secret]):  # noqa: C419
        raise NotGenuine


def read_question(body: bytes) -> CallerQuestion:
    told = _object(body)
    if told is None:
        raise BadRequest("expected a JSON object")
    return CallerQuestion(one_writing(_text(told, "caller_id")), _text(told, "called_number"), _text(told, "agent_id"))


def _text(told: Mapping[str, Any], name: str) -> str:
    value = told.get(name)
    return value if isinstance(value, str) else ""


def answer(caller: Caller | None, defaults: Mapping[str, Any]) -> str:
    """Every variable the number defines, and over them what is known of the caller."""
    told: dict[str, Any] = {
        "type": ANSWER_TYPE,
        "dynamic_variables": plain(dict(defaults) | (caller.variables if caller else {})),
    }
    if caller and caller.overrides:
        told["conversation_config_override"] = caller.overrides
    if caller and caller.user_id:
        told["user_id"] = caller.user_id
    return json.dumps(told, ensure_ascii=False, allow_nan=False)


def question_body(question: CallerQuestion) -> bytes:
    """What a company's own system is asked: the provider's own words."""
    told = {"caller_id": question.caller, "called_number": question.called, "agent_id": question.agent_id}
    return json.dumps(told).encode()


def read_source_answer(body: bytes) -> tuple[dict[str, Any], dict[str, Any], str]:
    """Variables, overrides and the user's id. Raises SourceFailed for what is none of that."""
    told = _object(body)
    if told is None:
        raise SourceFailed("not a JSON object")
    variables, overrides = told.get("dynamic_variables") or {}, told.get("conversation_config_override") or {}
    user_id = told.get("user_id") or ""
    if isinstance(overrides, dict) and workspace_names(overrides):
        raise SourceFailed("overrides that name things of the workspace")
    if not isinstance(variables, dict) or not isinstance(overrides, dict) or not isinstance(user_id, str):
        raise SourceFailed("fields of the wrong type")
    if not can_be_passed_on(told):
        raise SourceFailed("numbers or characters that JSON cannot hold")
    return variables, overrides, user_id


def can_be_passed_on(told: Mapping[str, Any]) -> bool:
    """1e999 is read as infinity, and half a character as itself: an answer with either would cost the conversation."""
    try:
        json.dumps(told, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError):
        return False
    return True


def _object(body: bytes) -> dict[str, Any] | None:
    try:
        told = json.loads(body, parse_constant=_refused)
    except (ValueError, RecursionError):
        return None
    return told if isinstance(told, dict) else None


def _refused(_name: str) -> None:
    raise ValueError("NaN and Infinity are not JSON")
