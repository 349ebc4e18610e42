"""ElevenLabs' personalization webhook: its request before an inbound call of its own, and our answer.

The request has no signature; a secret header proves it. The module is a `PersonalizationWebhook`.

ElevenLabs documentation "Twilio personalization", read 2026-11.
"""

import hmac
import json
from collections.abc import Mapping
from typing import Any

from trunkline.accounts.adapters.http_caller_source import _object
from trunkline.accounts.domain.callers import Caller, CallerQuestion, supported
from trunkline.accounts.ports import WebhookSecrets
from trunkline.errors import BadRequest, InvalidSignature
from trunkline.numbering.e164 import one_writing

SECRET_HEADER = "x-trunkline-secret"  # noqa: S105 - the header's name, not what it holds


LIMIT_BYTES = 16 * 1024


ANSWER_TYPE = "conversation_initiation_client_data"


def verify(headers: Mapping[str, str], _body: bytes, secrets: WebhookSecrets, _now_s: float) -> None:
    """Raises InvalidSignature; also while no secret is configured."""
    given = headers.get(SECRET_HEADER, "").encode()
    # A list, not a generator: every secret is compared, so the time taken does not depend on which one matches.
    if not given or not any([hmac.compare_digest(secret.encode(), given) for secret in secrets.shared if secret]):  # noqa: C419
        raise InvalidSignature


def read_question(body: bytes) -> CallerQuestion:
    payload = _object(body)
    if payload is None:
        raise BadRequest("expected a JSON object")
    return CallerQuestion(
        one_writing(_text(payload, "caller_id")), _text(payload, "called_number"), _text(payload, "agent_id")
    )


def _text(payload: Mapping[str, Any], name: str) -> str:
    value = payload.get(name)
    return value if isinstance(value, str) else ""


def answer(caller: Caller | None, defaults: Mapping[str, Any]) -> str:
    """Every variable the number defines, and over them what is known of the caller."""
    values: dict[str, Any] = {
        "type": ANSWER_TYPE,
        "dynamic_variables": supported(dict(defaults) | (caller.variables if caller else {})),
    }
    if caller and caller.overrides:
        values["conversation_config_override"] = caller.overrides
    if caller and caller.user_id:
        values["user_id"] = caller.user_id
    return json.dumps(values, ensure_ascii=False, allow_nan=False)
