"""Numbers at the voice provider: imported, given to an agent, let go. Its workspace knows no companies; we do."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from trunkline.domain.errors import BadRequest, NotFound, ProviderError
from trunkline.domain.phone_numbers import PhoneNumber
from trunkline.ports.companies import Phones
from trunkline.ports.voices import VoiceWorkspace

TWILIO, SIP_TRUNK = "twilio", "sip_trunk"


def import_number(company_id: str, body: Mapping[str, Any], phones: Phones, workspace: VoiceWorkspace) -> PhoneNumber:
    """`body` is the provider's own: a Twilio number has `sid` and `token`, a SIP one a trunk."""
    provider = _provider_of(body)
    phone_number_id = workspace.import_number({**body, "provider": provider})
    number = PhoneNumber(
        phone_number_id, company_id, body["phone_number"], body["label"], provider, body.get("agent_id") or ""
    )
    phones.add(number)
    return number


def _provider_of(body: Mapping[str, Any]) -> str:
    is_twilio = bool(body.get("sid") and body.get("token"))
    is_sip = bool(body.get("inbound_trunk_config") or body.get("outbound_trunk_config"))
    if is_twilio == is_sip:
        raise BadRequest("either sid and token (a Twilio number), or a trunk configuration (a SIP number)")
    return TWILIO if is_twilio else SIP_TRUNK


def assign_agent(
    company_id: str, phone_number_id: str, agent_id: str | None, phones: Phones, workspace: VoiceWorkspace
) -> PhoneNumber:
    """None takes the agent away. Raises NotFound."""
    number = own_number(company_id, phone_number_id, phones)
    if agent_id and workspace.agent(agent_id) is None:
        raise BadRequest(f"the voice provider knows no agent {agent_id}")
    workspace.change_number(phone_number_id, {"agent_id": agent_id})
    changed = replace(number, agent_id=agent_id or "")
    phones.add(changed)
    return changed


def let_go(company_id: str, phone_number_id: str, phones: Phones, workspace: VoiceWorkspace) -> None:
    """There first, then here; a number the provider has lost already is lost here, too."""
    number = own_number(company_id, phone_number_id, phones)
    try:
        workspace.delete_number(phone_number_id)
    except ProviderError as error:
        if error.status != 404:
            raise
    phones.remove(number)


def own_number(company_id: str, phone_number_id: str, phones: Phones) -> PhoneNumber:
    number = phones.find(phone_number_id)
    if number is None or number.company_id != company_id:
        raise NotFound("Phone number not found")
    return number
