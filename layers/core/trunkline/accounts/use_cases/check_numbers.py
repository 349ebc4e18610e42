"""Looks at the numbers of a company's routes as the doctor does: at the carrier, and at the agents that answer them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from trunkline.accounts.domain.number_setup import NumberSetup, OurAddresses, setup_fault
from trunkline.accounts.ports import CarrierNumbers
from trunkline.accounts.use_cases.manage_routes import check_agent
from trunkline.calls.domain.routes import WITH_AGENT, Mode, Route
from trunkline.errors import BadRequest, CarrierError, NotConfigured, OutcomeUnknown, ProviderError
from trunkline.speech.ports import AgentBook


class FindingState(StrEnum):
    """`unknown` where a vendor could not be asked."""

    GOOD = "good"
    BAD = "bad"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class NumberFinding:
    """The result of a look at one side of a number. `how` is what a person does about it."""

    about: str
    state: FindingState
    says: str
    how: str = ""


@dataclass(frozen=True, slots=True)
class CheckNumbersDeps:
    """The carrier's numbers and the agents of the voice providers, as they are now."""

    carrier: CarrierNumbers
    agents: Mapping[str, AgentBook]
    ours: OurAddresses


def check_numbers(routes: Iterable[Route], deps: CheckNumbersDeps) -> dict[str, list[NumberFinding]]:
    """By number. A vendor that cannot be asked is a finding, not the end; each is asked once about the same thing."""
    ordered = sorted(routes, key=lambda route: route.number)
    known = _at_carrier(deps.carrier) if ordered else {}
    checks = AgentChecks(deps.agents)
    found: dict[str, list[NumberFinding]] = {}
    for route in ordered:
        found[route.number] = [_number(route.number, known, deps.ours)]
        if route.mode in WITH_AGENT:
            found[route.number].append(checks.of(route))
    return found


class AgentChecks:
    """Agents that were looked at. A provider that did not answer is not asked again: each wait takes seconds."""

    def __init__(self, agents: Mapping[str, AgentBook]) -> None:
        self._agents = agents
        self._known: dict[tuple[str, str, Mode], NumberFinding] = {}
        self._unreachable: dict[str, NumberFinding] = {}

    def of(self, route: Route) -> NumberFinding:
        asked = (route.spoken_by, route.agent_id, route.mode)
        finding = self._known.get(asked) or self._unreachable.get(route.spoken_by) or _agent(route, self._agents)
        self._known[asked] = finding
        if finding.state is FindingState.UNKNOWN:
            self._unreachable[route.spoken_by] = finding
        return finding


def _at_carrier(carrier: CarrierNumbers) -> Mapping[str, NumberSetup] | str:
    """The numbers of the account, or the reason why they are not known."""
    try:
        return carrier.numbers()
    except (CarrierError, OutcomeUnknown) as error:
        return f"the carrier could not be asked: {error.code}"
    except NotConfigured:
        return "the carrier could not be asked: no account is configured"


def _number(number: str, known: Mapping[str, NumberSetup] | str, ours: OurAddresses) -> NumberFinding:
    if isinstance(known, str):
        return NumberFinding("carrier", FindingState.UNKNOWN, known)
    fault = setup_fault(known.get(number), ours)
    if fault is None:
        return NumberFinding("carrier", FindingState.GOOD, "rings here")
    return NumberFinding("carrier", FindingState.BAD, fault.says, fault.how)


def _agent(route: Route, agents: Mapping[str, AgentBook]) -> NumberFinding:
    try:
        check_agent(route, agents)
    except BadRequest as error:
        return NumberFinding("agent", FindingState.BAD, str(error))
    except (ProviderError, NotConfigured):
        return NumberFinding("agent", FindingState.UNKNOWN, "its voice provider could not be asked")
    return NumberFinding("agent", FindingState.GOOD, f"{route.agent_id} speaks and hears what a telephone needs")
