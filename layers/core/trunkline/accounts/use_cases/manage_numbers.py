"""Manages numbers at the voice provider: import, assignment, deletion. Ownership is checked here, not there."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from trunkline.accounts.ports import PhoneNumbers
from trunkline.accounts.use_cases.ownership import NUMBER, Owners, refuse_foreign_agent
from trunkline.errors import BadRequest, NotFound, ProviderError
from trunkline.numbering.e164 import PhoneNumber
from trunkline.speech.ports import VoiceWorkspace

TWILIO, SIP_TRUNK = "twilio", "sip_trunk"


def import_number(
    company_id: str,
    body: Mapping[str, Any],
    owners: Owners,
    workspace: VoiceWorkspace,
    *,
    supports_inbound: bool = True,
) -> PhoneNumber:
    """`body` is the provider's own: a Twilio number has `sid` and `token`, a SIP one a trunk.

    A Twilio number is claimed by it: the provider looked it up in the account whose token was shown. A trunk proves
    nothing. Raises BadRequest for another company's number.
    """
    provider = _provider_of(body)
    _refuse_anothers(body["phone_number"], company_id, owners)
    label = body.get("label") or body["phone_number"]
    phone_number_id = workspace.import_number({**body, "label": label, "provider": provider})
    number = PhoneNumber(
        phone_number_id, company_id, body["phone_number"], label, provider, supports_inbound=supports_inbound
    )
    owners.phones.add(number)
    if provider == TWILIO:
        owners.claims.claim(NUMBER, number.number, company_id, by=phone_number_id)
    return number


def _refuse_anothers(number: str, company_id: str, owners: Owners) -> None:
    """A number without an owner may be imported."""
    route = owners.routes.find(number)
    for owner in (owners.claims.owner(NUMBER, number), route.company_id if route else None):
        if owner not in {None, company_id}:
            raise BadRequest("phone_number is not a number of yours")


def _provider_of(body: Mapping[str, Any]) -> str:
    is_twilio = bool(body.get("sid") and body.get("token"))
    is_sip = bool(body.get("inbound_trunk_config") or body.get("outbound_trunk_config"))
    if is_twilio == is_sip:
        raise BadRequest("either sid and token (a Twilio number), or a trunk configuration (a SIP number)")
    return TWILIO if is_twilio else SIP_TRUNK


def assign_agent(
    company_id: str, phone_number_id: str, agent_id: str | None, owners: Owners, workspace: VoiceWorkspace
) -> PhoneNumber:
    """None takes the agent away. Raises NotFound, and BadRequest for an agent of another company."""
    number = own_number(company_id, phone_number_id, owners.phones)
    refuse_foreign_agent(agent_id, company_id, owners)
    if agent_id and not number.supports_inbound:
        raise BadRequest("the number takes no calls: it was imported with supports_inbound false")
    if agent_id and workspace.agent(agent_id) is None:
        raise BadRequest(f"the voice provider knows no agent {agent_id}")
    workspace.change_number(phone_number_id, {"agent_id": agent_id})
    changed = replace(number, agent_id=agent_id or "")
    owners.phones.add(changed)
    return changed


def let_go(company_id: str, phone_number_id: str, owners: Owners, workspace: VoiceWorkspace) -> None:
    """There first, then here; a number the provider has lost already is lost here, too. A claim that rests on the
    import goes with it."""
    number = own_number(company_id, phone_number_id, owners.phones)
    try:
        workspace.delete_number(phone_number_id)
    except ProviderError as error:
        if error.status != 404:
            raise
    owners.claims.release(NUMBER, number.number, company_id, by=phone_number_id)
    owners.phones.remove(number)


def own_number(company_id: str, phone_number_id: str, phones: PhoneNumbers) -> PhoneNumber:
    number = phones.find(phone_number_id)
    if number is None or number.company_id != company_id:
        raise NotFound("Phone number not found")
    return number
