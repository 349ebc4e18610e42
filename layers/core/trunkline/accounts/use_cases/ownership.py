"""Ownership of agents and numbers. Companies share the vendors' accounts, so each use of an id is checked here.

Another company's is refused in the words for what does not exist. What is unclaimed belongs to the stage's one
company, and to none once there are two.
"""

from dataclasses import dataclass

from trunkline.accounts.ports import Claims, Companies, PhoneNumbers, Routes
from trunkline.errors import BadRequest, Conflict

AGENT, NUMBER = "agent", "number"


@dataclass(frozen=True, slots=True)
class Owners:
    """The tables that show ownership."""

    claims: Claims
    companies: Companies
    routes: Routes
    phones: PhoneNumbers


def owns_agent(agent_id: str, company_id: str, owners: Owners) -> bool:
    return _is_its(owners.claims.owner(AGENT, agent_id), company_id, owners.companies)


def owns_number(number: str, company_id: str, owners: Owners) -> bool:
    """By its claim; one that was routed before there were claims belongs to the company of its route."""
    owner = owners.claims.owner(NUMBER, number)
    if owner is None and (route := owners.routes.find(number)):
        owner = route.company_id
    return _is_its(owner, company_id, owners.companies)


def owns_phone(phone_number_id: str, company_id: str, owners: Owners) -> bool:
    phone = owners.phones.find(phone_number_id)
    return _is_its(phone.company_id if phone else None, company_id, owners.companies)


def _is_its(owner: str | None, company_id: str, companies: Companies) -> bool:
    if owner is not None:
        return owner == company_id
    return [company.company_id for company in companies.all()] == [company_id]


def refuse_foreign_agent(agent_id: str | None, company_id: str, owners: Owners) -> None:
    """Raises BadRequest."""
    if agent_id and not owns_agent(agent_id, company_id, owners):
        raise BadRequest(f"the voice provider knows no agent {agent_id}")


def refuse_foreign_number(number: str, company_id: str, owners: Owners, field: str = "from_number") -> None:
    """Raises BadRequest."""
    if not owns_number(number, company_id, owners):
        raise BadRequest(f"{field} is not a number of yours")


def refuse_foreign_phone(phone_number_id: str | None, company_id: str, owners: Owners) -> None:
    """Of a number imported at the voice provider. Raises BadRequest."""
    if phone_number_id and not owns_phone(phone_number_id, company_id, owners):
        raise BadRequest("phone_number_id is not a number of yours")


def claim(kind: str, name: str, company_id: str, claims: Claims) -> None:
    """By an administrator of the stage. Raises Conflict where another company has it."""
    if not claims.claim(kind, name, company_id):
        raise Conflict(f"{kind} {name} belongs to company {claims.owner(kind, name)}; release it there first")
