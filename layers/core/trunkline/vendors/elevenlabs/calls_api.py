"""ElevenLabs' REST requests and answers as plain data: a Lambda (sync) and the relay (async) share one codec."""

import re
from collections.abc import Mapping
from xml.etree import ElementTree

from trunkline.calls.domain.agent_start import NOTHING_CHANGED, AgentStart
from trunkline.calls.domain.call_instructions import RegisteredCall
from trunkline.calls.domain.calls import RingingCall
from trunkline.errors import ProviderError
from trunkline.ids import ConversationId
from trunkline.vendors.elevenlabs.client_data import client_data
from trunkline.vendors.twilio.twiml import check_vendor_document
from trunkline.web.json_responses import Unreadable, read_object, text
from trunkline.web.vendor_requests import VendorRequest

REGISTER_CALL_BUDGET_S = 8.0  # Twilio gives the whole webhook 15 s
SIGNED_URL_BUDGET_S = 3.0
CONVERSATION_ID = re.compile(r"conv_[A-Za-z0-9]+")


def register_call(
    call: RingingCall, agent_id: str, variables: Mapping[str, str], start: AgentStart = NOTHING_CHANGED
) -> VendorRequest:
    """`call_sid` rides along as a dynamic variable: the provider has no field for it and repeats it in its report."""
    return VendorRequest(
        "POST",
        "/v1/convai/twilio/register-call",
        json={
            "agent_id": agent_id,
            "from_number": call.from_number,
            "to_number": call.to_number,
            "direction": call.direction,
            "conversation_initiation_client_data": client_data({**variables, "call_sid": call.call_id}, start),
        },
    )


def signed_url(agent_id: str) -> VendorRequest:
    return VendorRequest("GET", "/v1/convai/conversation/get-signed-url", query={"agent_id": agent_id})


def read_registered_call(status: int, body: bytes) -> RegisteredCall:
    """The TwiML of a registered call and the conversation it opens. Raises ProviderError."""
    if status != 200:
        raise provider_error(status, body)
    try:
        document = check_vendor_document(body.decode())
    except UnicodeDecodeError as error:
        raise ProviderError("twiml_malformed") from error
    return RegisteredCall(document, _conversation_in(document))


def read_signed_url(status: int, body: bytes) -> str:
    if status != 200:
        raise provider_error(status, body)
    try:
        return read_object(body, lambda payload: text(payload, "signed_url"))
    except Unreadable as error:
        raise ProviderError("malformed_answer") from error


def provider_error(status: int, body: bytes) -> ProviderError:
    """The error inside one of the vendor's four body shapes, or an HTML page: detail.code, .status, [0].type, HTTP."""
    return ProviderError(
        _error_code(body) or f"http_{status}", retryable=status in {429, 500, 502, 503, 504}, status=status
    )


def _error_code(body: bytes) -> str | None:
    try:
        detail = read_object(body, lambda payload: payload["detail"])
    except Unreadable:
        return None
    if isinstance(detail, list):
        detail = detail[0] if detail else None
    if isinstance(detail, dict):
        code = detail.get("code") or detail.get("status") or detail.get("type")
        return str(code)[:64] if code else None
    return None


def _conversation_in(document: str) -> ConversationId | None:
    """The conversation a registered document opens: its <Parameter>, else what looks like an id, else unknown."""
    for parameter in ElementTree.fromstring(document.encode()).iter("Parameter"):  # noqa: S314 - checked before
        if parameter.get("name") == "conversation_id" and parameter.get("value"):
            return ConversationId(str(parameter.get("value")))
    found = CONVERSATION_ID.search(document)
    return ConversationId(found.group()) if found else None
