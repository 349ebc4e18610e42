"""Manages a company's agents of the brain. Every change is a new version.

Their ids are made here: an id of a company's choice would show whether another company has it, and could be the id
of a vendor's agent, where companies share an account.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from trunkline.accounts.use_cases.ownership import AGENT, Owners, claim, refuse_foreign_agent
from trunkline.brain.domain.agents import AgentVersion, BrainAgent
from trunkline.brain.ports import BrainAgents
from trunkline.calls.domain.outbound.destinations import Destinations
from trunkline.errors import Conflict, NotFound


@dataclass(frozen=True, slots=True)
class ManageBrainAgentsDeps:
    """The agents, and the tables that show ownership."""

    agents: BrainAgents
    owners: Owners


def add_agent(
    company_id: str, agent: BrainAgent, deps: ManageBrainAgentsDeps, may_ring: Destinations, now: datetime
) -> AgentVersion:
    """Raises BadRequest for a number that may not be rung and for a voice provider's agent that is not the company's,
    Conflict for an id that is taken."""
    _check(company_id, agent, deps, may_ring)
    new = AgentVersion(company_id, replace(agent, version=1), now)
    claim(AGENT, agent.agent_id, company_id, deps.owners.claims)
    return _written(new, deps.agents)


def replace_agent(
    company_id: str, agent: BrainAgent, deps: ManageBrainAgentsDeps, may_ring: Destinations, now: datetime
) -> AgentVersion:
    """An agent that is as it was keeps its version. Raises NotFound, and what `add_agent` raises; Conflict also where
    another change came between."""
    current = own_agent(company_id, agent.agent_id, deps.agents)
    _check(company_id, agent, deps, may_ring)
    if replace(agent, version=current.agent.version) == current.agent:
        return _entered(current, deps.agents)
    written = _written(AgentVersion(company_id, replace(agent, version=current.agent.version + 1), now), deps.agents)
    if agent.answers_for != current.agent.answers_for:
        deps.agents.answer_no_more(current)
    return written


def _check(company_id: str, agent: BrainAgent, deps: ManageBrainAgentsDeps, may_ring: Destinations) -> None:
    for number in agent.transfer_targets.values():
        may_ring.refuse(number, "transfer_targets")
    refuse_foreign_agent(agent.answers_for, company_id, deps.owners)


def _written(new: AgentVersion, agents: BrainAgents) -> AgentVersion:
    if not agents.put(new):
        raise Conflict(f"{new.agent.agent_id} was changed at the same time")
    return _entered(new, agents)


def _entered(version: AgentVersion, agents: BrainAgents) -> AgentVersion:
    """Also for an agent that stayed as it was: the entry may be missing, as after a write that was cut short."""
    if version.agent.answers_for:
        agents.answer_for(version)
    return version


def own_agent(company_id: str, agent_id: str, agents: BrainAgents) -> AgentVersion:
    return _own(agents.find(agent_id), company_id)


def own_version(company_id: str, agent_id: str, number: int, agents: BrainAgents) -> AgentVersion:
    return _own(agents.version(agent_id, number), company_id)


def _own(found: AgentVersion | None, company_id: str) -> AgentVersion:
    if found is None or found.company_id != company_id:
        raise NotFound("Brain agent not found")
    return found


def remove_agent(company_id: str, agent_id: str, deps: ManageBrainAgentsDeps) -> None:
    deps.agents.remove(own_agent(company_id, agent_id, deps.agents))
    deps.owners.claims.release(AGENT, agent_id, company_id)
