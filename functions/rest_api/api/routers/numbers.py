"""Numbers at the voice provider: imported from Twilio or a SIP trunk, given to an agent, let go."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path, Response
from pydantic import BaseModel, Field, SecretStr, StringConstraints

from api.errors import answers
from api.identity import Admin, Reader, deps_of
from api.models.fields import AgentId, Number, Shape
from trunkline.accounts.use_cases.manage_numbers import assign_agent, import_number, let_go, own_number
from trunkline.bootstrap.shared.api_deps import NumberDeps
from trunkline.numbering.e164 import PhoneNumber

router = APIRouter(tags=["phone numbers"])
Deps = Annotated[NumberDeps, Depends(deps_of)]
Label = Annotated[str, StringConstraints(min_length=1, max_length=128)]
PhoneNumberId = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
Address = Annotated[str, StringConstraints(min_length=1, max_length=255)]


class Credentials(Shape):
    username: Annotated[str, StringConstraints(max_length=128)]
    password: SecretStr


class InboundTrunk(Shape):
    allowed_addresses: Annotated[list[Address], Field(max_length=50)] | None = None
    allowed_numbers: Annotated[list[Number], Field(max_length=500)] | None = None
    media_encryption: Literal["disabled", "allowed", "required"] = "allowed"
    credentials: Credentials | None = None


class OutboundTrunk(Shape):
    address: Address
    transport: Literal["auto", "udp", "tcp", "tls"] = "auto"
    media_encryption: Literal["disabled", "allowed", "required"] = "allowed"
    credentials: Credentials | None = None


class NewNumber(Shape):
    """Either `sid` and `token` of a Twilio account, or the configuration of a trunk."""

    phone_number: Number
    label: Label | None = Field(None, description="the number itself when left out")
    sid: Annotated[str, StringConstraints(pattern=r"^(AC|SK)[0-9A-Za-z]{1,62}$")] | None = None
    token: SecretStr | None = None
    supports_inbound: bool = True
    supports_outbound: bool = True
    inbound_trunk_config: InboundTrunk | None = None
    outbound_trunk_config: OutboundTrunk | None = None

    def to_dict(self) -> dict[str, Any]:
        """The provider's body. Its flags of direction are deprecated, so they stay here."""
        body = self.model_dump(exclude_none=True, exclude={"supports_inbound", "supports_outbound"})
        revealed: dict[str, Any] = _revealed(body)
        return revealed


class NumberImported(BaseModel):
    phone_number_id: str


class NumberShape(BaseModel):
    phone_number_id: str
    phone_number: str
    label: str
    provider: str
    agent_id: str | None
    supports_inbound: bool


class NumberChange(Shape):
    agent_id: AgentId | None = Field(description="None takes the agent away")


@router.post("/phone-numbers", response_model=NumberImported, responses=answers(409))
def import_phone_number(body: NewNumber, key: Admin, deps: Deps) -> NumberImported:
    number = import_number(
        key.company_id, body.to_dict(), deps.owners, deps.workspace, supports_inbound=body.supports_inbound
    )
    return NumberImported(phone_number_id=number.phone_number_id)


@router.get("/phone-numbers", response_model=list[NumberShape], responses=answers())
def list_phone_numbers(key: Reader, deps: Deps) -> list[NumberShape]:
    return [_to_response(number) for number in deps.phones.of_company(key.company_id)]


@router.get("/phone-numbers/{phone_number_id}", response_model=NumberShape, responses=answers(404))
def get_phone_number(phone_number_id: PhoneNumberId, key: Reader, deps: Deps) -> NumberShape:
    return _to_response(own_number(key.company_id, phone_number_id, deps.phones))


@router.patch("/phone-numbers/{phone_number_id}", response_model=NumberShape, responses=answers(404, 409))
def assign_phone_number(phone_number_id: PhoneNumberId, change: NumberChange, key: Admin, deps: Deps) -> NumberShape:
    return _to_response(assign_agent(key.company_id, phone_number_id, change.agent_id, deps.owners, deps.workspace))


@router.delete("/phone-numbers/{phone_number_id}", status_code=204, responses=answers(404, 409))
def delete_phone_number(phone_number_id: PhoneNumberId, key: Admin, deps: Deps) -> Response:
    let_go(key.company_id, phone_number_id, deps.owners, deps.workspace)
    return Response(status_code=204)


def _to_response(number: PhoneNumber) -> NumberShape:
    return NumberShape(
        phone_number_id=number.phone_number_id,
        phone_number=number.number,
        label=number.label,
        provider=number.provider,
        agent_id=number.agent_id or None,
        supports_inbound=number.supports_inbound,
    )


def _revealed(value: Any) -> Any:
    """Secrets as they are, for the one who needs them; everywhere else they print as stars."""
    match value:
        case SecretStr():
            return value.get_secret_value()
        case dict():
            return {name: _revealed(inner) for name, inner in value.items()}
    return value
