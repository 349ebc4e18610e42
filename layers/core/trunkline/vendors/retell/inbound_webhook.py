"""Retell's inbound webhook, `call_inbound`: its request before it answers a number of its own, and our answer.

The module is a `PersonalizationWebhook`. Retell documentation "Inbound call webhook", read 2026-11.
"""

import json
from collections.abc import Mapping
from typing import Any

from trunkline.accounts.domain.callers import Caller, CallerQuestion, supported
from trunkline.accounts.ports import WebhookSecrets
from trunkline.errors import BadRequest
from trunkline.numbering.e164 import one_writing
from trunkline.vendors.retell import signatures
from trunkline.vendors.retell.calls_api import texts
from trunkline.vendors.retell.webhook_envelopes import read_envelope

LIMIT_BYTES = 64 * 1024
EVENT = "call_inbound"


def verify(headers: Mapping[str, str], body: bytes, secrets: WebhookSecrets, now_s: float) -> None:
    """Raises InvalidSignature; also while no key is configured."""
    signatures.verify(headers.get(signatures.SIGNATURE_HEADER), body, secrets.signing, now_s)


def read_question(body: bytes) -> CallerQuestion:
    """Raises BadRequest for anything but an inbound call."""
    envelope = read_envelope(body)
    asked = envelope.payload.get(EVENT)
    if envelope.kind != EVENT or not isinstance(asked, dict):
        raise BadRequest(f"expected the event {EVENT}")
    return CallerQuestion(one_writing(_text(asked, "from_number")), _text(asked, "to_number"), _text(asked, "agent_id"))


def _text(payload: Mapping[str, Any], name: str) -> str:
    value = payload.get(name)
    return value if isinstance(value, str) else ""


def answer(caller: Caller | None, defaults: Mapping[str, Any]) -> str:
    """Every variable the number defines, and over them the caller's. Everything stands under `call_inbound`."""
    variables = texts(supported(dict(defaults) | (caller.variables if caller else {})))
    values: dict[str, Any] = {"dynamic_variables": variables}
    if caller and caller.overrides:
        values["agent_override"] = caller.overrides
    if caller and caller.user_id:
        values["metadata"] = {"user_id": caller.user_id}
    return json.dumps({EVENT: values}, ensure_ascii=False, allow_nan=False)
