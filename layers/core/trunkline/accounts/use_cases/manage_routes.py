"""Manages routes of a company's numbers. A route that could not answer a call is refused."""

from collections.abc import Mapping
from dataclasses import dataclass

from trunkline.accounts.ports import Routes
from trunkline.accounts.use_cases.ownership import Owners, refuse_foreign_agent, refuse_foreign_number
from trunkline.calls.domain.carrier_speech import Disclosures
from trunkline.calls.domain.outbound.destinations import Destinations
from trunkline.calls.domain.routes import WITH_AGENT, Mode, Route
from trunkline.errors import BadRequest, Conflict, NotFound
from trunkline.ids import BRAIN
from trunkline.numbering.e164 import is_e164
from trunkline.speech.domain.voices import TELEPHONE
from trunkline.speech.ports import AgentBook, VoiceWorkspace


@dataclass(frozen=True, slots=True)
class RouteChecks:
    """What a route is checked against. `agents` are those of the voice providers, by name, and of the brain."""

    workspace: VoiceWorkspace
    agents: Mapping[str, AgentBook]
    owners: Owners
    may_ring: Destinations


def add_route(route: Route, routes: Routes, checks: RouteChecks) -> None:
    """Raises BadRequest for a route that cannot work, Conflict for a number that has one."""
    refuse_foreign_number(route.number, route.company_id, checks.owners, "number")
    check_route(route, checks)
    if not routes.add(route):
        raise Conflict(f"{route.number} has a route already")


def replace_route(route: Route, routes: Routes, checks: RouteChecks) -> None:
    """Raises NotFound where the company has none, BadRequest for an update that drops required disclosures."""
    known = routes.find(route.number)
    if known and known.company_id == route.company_id and known.disclosures.required:
        _refuse_loss(route)
    check_route(route, checks)
    if not routes.replace(route):
        raise NotFound("Route not found")


def check_route(route: Route, checks: RouteChecks) -> None:
    """Raises BadRequest for a route that could not answer a call; asks the voice provider for its agent."""
    if not is_e164(route.number):
        raise BadRequest(f"number is written like +14155550100, not {route.number}")
    if route.missing_disclosures:
        raise BadRequest(f"disclosures are required: {', '.join(route.missing_disclosures)} is missing")
    if not route.is_complete:
        raise BadRequest(_what_is_missing(route.mode))
    numbers = [*route.transfer_targets.values(), *([route.forward_to] if route.forward_to else [])]
    for number in numbers:
        if not is_e164(number):
            raise BadRequest(f"numbers are written like +14155550100, not {number}")
        checks.may_ring.refuse(number, "forward_to" if number == route.forward_to else "transfer_targets")
    refuse_foreign_agent(route.agent_id, route.company_id, checks.owners)
    if route.mode in WITH_AGENT:
        check_agent(route, checks.agents)
    if route.mode is Mode.VOICE and route.voice and checks.workspace.voice(route.voice.voice_id) is None:
        raise BadRequest(f"Invalid voice ID: {route.voice.voice_id}")


def with_those_of(number: str, company_id: str, known: Disclosures, routes: Routes) -> Disclosures:
    """A call's disclosures, with those of its number's own route where it has none: no way to call drops a demand."""
    own = routes.find(number)
    return known.inherited_from(own.disclosures) if own and own.company_id == company_id else known


def _refuse_loss(route: Route) -> None:
    if not route.disclosures.required:
        raise BadRequest("disclosures.required: this route demands them; delete the route to end that")


def _what_is_missing(mode: Mode) -> str:
    missing = {Mode.FORWARD: "forward_to", Mode.VOICE: "voice"}.get(mode, "agent_id")
    return f"mode {mode.value} needs {missing}"


def check_agent(route: Route, agents: Mapping[str, AgentBook]) -> None:
    """Raises BadRequest for an agent that is not there, is out of the route's reach, or speaks no telephone audio."""
    agent_id, book = route.agent_id, agents.get(route.spoken_by)
    agent = book.agent(agent_id) if book else None
    if agent is None:
        whose = "brain" if route.spoken_by == BRAIN else "voice provider"
        raise BadRequest(f"the {whose} knows no agent {agent_id}")
    if agent.is_by_sip and route.mode is Mode.RELAY:
        raise BadRequest(f"agent {agent_id} of {route.provider} has no socket for the relay: its mode is register")
    if not agent.fits_a_telephone:
        payload = f"agent {agent_id} speaks {agent.speaks} and hears {agent.hears}"
        raise BadRequest(
            f"{payload}; a telephone needs {TELEPHONE} both ways: set both formats in the agent's settings"
        )
