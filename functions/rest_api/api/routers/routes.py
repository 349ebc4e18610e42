"""Routes: how the company's numbers answer. A route that could not answer a call is refused here."""

from dataclasses import asdict, replace
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Response
from pydantic import BaseModel, Field, StringConstraints

from api.errors import answers
from api.identity import Admin, Reader, deps_of, destinations_of
from api.models.carrier_speech import CarriersLanguage, CarrierSpeechShape, CarriersVoice, DisclosuresShape, Welcome
from api.models.fields import AgentId, Name, Number, OwnNames, RemovePii, Shape, Speakable, Text, Value
from api.models.providers import ProviderName
from api.models.tools import ToolOfRoute
from api.models.voices import VoiceOfRoute
from trunkline.accounts.domain.companies import ApiKey
from trunkline.accounts.use_cases.manage_companies import refuse_unknown_secrets
from trunkline.accounts.use_cases.manage_routes import RouteChecks, add_route, replace_route
from trunkline.bootstrap.shared.api_deps import NumberDeps
from trunkline.calls.domain.carrier_speech import NO_DISCLOSURES
from trunkline.calls.domain.dtmf import Keypad
from trunkline.calls.domain.routes import DEFAULT_APOLOGY, DEFAULT_MAX_DURATION_S, Mode, Route
from trunkline.calls.domain.transfers import NoAnswerAction, TransferAcceptance, TransferMode
from trunkline.calls.domain.variables import masked
from trunkline.errors import NotFound
from trunkline.ids import DEFAULT_PROVIDER

router = APIRouter(tags=["routes"])
Deps = Annotated[NumberDeps, Depends(deps_of)]
Dialled = Annotated[Number, Path()]


class RouteBody(Shape):
    """A route's settings. An omitted field has the default shown."""

    mode: Mode
    agent_id: AgentId | None = None
    provider: ProviderName = DEFAULT_PROVIDER
    voice: VoiceOfRoute | None = None
    forward_to: Number | None = None
    greeting: Text = "Please leave a message after the tone."
    apology: Text = DEFAULT_APOLOGY
    fallback: Literal["forward", "voicemail"] | None = None
    agent_speaks_first: bool = True
    transfer_targets: Annotated[dict[Name, Number], Field(max_length=50)] = Field(default_factory=dict)
    resume_message: Annotated[Speakable, StringConstraints(max_length=500)] = ""
    return_message: Annotated[Speakable, StringConstraints(max_length=500)] = ""
    transfer: TransferMode = TransferMode.COLD
    transfer_accept: TransferAcceptance = TransferAcceptance.KEY
    transfer_untaken: NoAnswerAction = NoAnswerAction.FALLBACK
    tools: Annotated[dict[Name, ToolOfRoute], Field(max_length=20)] = Field(default_factory=dict)
    keypad: Keypad = Keypad.MESSAGE
    keypad_on_file: bool = False
    record: bool = False
    voicemail_transcript: bool = False
    remove_pii: RemovePii = False
    max_duration_s: Annotated[int, Field(ge=10, le=14400)] = DEFAULT_MAX_DURATION_S
    reject_reason: Literal["rejected", "busy"] = "rejected"
    dynamic_variables: Annotated[dict[Name, Value], Field(max_length=50), OwnNames] = Field(default_factory=dict)
    welcome: Welcome = ""
    say_voice: CarriersVoice = ""
    say_language: CarriersLanguage = ""
    carrier_speech: CarrierSpeechShape = CarrierSpeechShape()
    clinical: bool = False
    disclosures: DisclosuresShape = DisclosuresShape()

    def route(self, number: str, company_id: str) -> Route:
        given = self.model_dump(
            exclude={"voice", "fallback", "tools", "carrier_speech", "disclosures"}, exclude_none=True
        )
        return Route(
            **given,
            number=number,
            company_id=company_id,
            tools={name: tool.domain() for name, tool in self.tools.items()},
            voice=self.voice.domain() if self.voice else None,
            fallback=Mode(self.fallback) if self.fallback else None,
            carrier_speech=self.carrier_speech.domain(),
            disclosures=self.disclosures.domain(),
        )


class NewRoute(RouteBody):
    number: Number


class VoiceDetails(BaseModel):
    """The voice of a route of mode `voice`."""

    voice_id: str
    voice_settings: dict[str, float | bool]
    model: str


class ToolDetails(BaseModel):
    """A tool that the relay calls for an agent; `headers` has names of secrets."""

    url: str
    method: str
    timeout_s: int
    headers: dict[str, str]


class RouteDetails(BaseModel):
    """A route's settings beside its number and mode. An omitted setting has the default."""

    agent_id: str | None = None
    provider: str
    voice: VoiceDetails | None = None
    forward_to: str | None = None
    greeting: str
    apology: str
    fallback: Mode | None = None
    agent_speaks_first: bool
    transfer_targets: dict[str, str] | None = None
    resume_message: str | None = None
    return_message: str | None = None
    transfer: TransferMode
    transfer_accept: TransferAcceptance
    transfer_untaken: NoAnswerAction
    tools: dict[str, ToolDetails] | None = None
    keypad: Keypad
    keypad_on_file: bool
    record: bool
    voicemail_transcript: bool
    remove_pii: bool
    clinical: bool
    max_duration_s: int
    reject_reason: str
    dynamic_variables: dict[str, str] | None = None
    destinations: str | None = None
    welcome: str | None = None
    say_voice: str | None = None
    say_language: str | None = None
    carrier_speech: CarrierSpeechShape | None = None
    disclosures: DisclosuresShape | None = None


class RouteShape(BaseModel):
    """A route as it is on file."""

    number: str
    mode: Mode
    details: RouteDetails


@router.post(
    "/routes", response_model=RouteShape, response_model_exclude_none=True, status_code=201, responses=answers(404, 409)
)
def create_route(request: NewRoute, key: Admin, deps: Deps) -> RouteShape:
    body = RouteBody(**request.model_dump(exclude={"number"}))
    route = _checked(body.route(request.number, key.company_id), deps)
    add_route(route, deps.routes, _checks(key, deps))
    return _to_response(route)


def _checks(key: ApiKey, deps: NumberDeps) -> RouteChecks:
    return RouteChecks(deps.workspace, deps.agents, deps.owners, destinations_of(key.company_id, deps))


@router.get("/routes", response_model=list[RouteShape], response_model_exclude_none=True, responses=answers())
def list_routes(key: Reader, deps: Deps) -> list[RouteShape]:
    return [_to_response(route) for route in deps.routes.of_company(key.company_id)]


@router.get("/routes/{number}", response_model=RouteShape, response_model_exclude_none=True, responses=answers(404))
def get_route(number: Dialled, key: Reader, deps: Deps) -> RouteShape:
    return _to_response(_own(number, key, deps))


@router.put("/routes/{number}", response_model=RouteShape, response_model_exclude_none=True, responses=answers(404))
def update_route(number: Dialled, body: RouteBody, key: Admin, deps: Deps) -> RouteShape:
    """Replaces the whole route."""
    route = _checked(body.route(number, key.company_id), deps)
    replace_route(route, deps.routes, _checks(key, deps))
    return _to_response(route)


@router.delete("/routes/{number}", status_code=204, responses=answers(404))
def delete_route(number: Dialled, key: Admin, deps: Deps) -> Response:
    """Callers then hear that the number is not in service."""
    if not deps.routes.remove(number, key.company_id):
        raise NotFound("Route not found")
    return Response(status_code=204)


def _checked(route: Route, deps: Deps) -> Route:
    refuse_unknown_secrets(route.company_id, [tool.headers for tool in route.tools.values()], deps.missing_secrets)
    company = deps.companies.find(route.company_id)
    return replace(route, destinations=",".join(company.destinations) if company else "")


def _own(number: str, key: ApiKey, deps: Deps) -> Route:
    route = deps.routes.find(number)
    if route is None or route.company_id != key.company_id:
        raise NotFound("Route not found")
    return route


def _to_response(route: Route) -> RouteShape:
    values = asdict(route) | {"dynamic_variables": masked(route.dynamic_variables), "voice": None}
    if route.mode is not Mode.CONVERSE:
        values["carrier_speech"] = None
    if route.disclosures == NO_DISCLOSURES:
        values["disclosures"] = None
    if route.voice:
        settings = route.voice.settings.given()
        values["voice"] = {"voice_id": route.voice.voice_id, "voice_settings": settings, "model": route.voice.model}
    shown = {name: values[name] for name in RouteDetails.model_fields if values[name] not in ("", None, {})}
    return RouteShape(number=route.number, mode=route.mode, details=RouteDetails(**shown))
