"""Agents of the brain: their prompts, tools and words, versioned."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Response

from api.errors import answers
from api.identity import Admin, Reader, deps_of, destinations_of
from api.models.brain_agents import BrainAgentBody, BrainAgentShape, BrainVersionShape, to_response, to_version
from trunkline.accounts.domain.companies import ApiKey
from trunkline.accounts.use_cases.manage_brain_agents import (
    add_agent,
    own_agent,
    own_version,
    remove_agent,
    replace_agent,
)
from trunkline.accounts.use_cases.manage_companies import refuse_unknown_secrets
from trunkline.bootstrap.shared.api_deps import BrainDeps
from trunkline.brain.domain.agents import BrainAgent

router = APIRouter(tags=["brain agents"])
Deps = Annotated[BrainDeps, Depends(deps_of)]
BrainAgentId = Annotated[str, Path(pattern=r"^brain_[a-z0-9]{1,32}$")]
VersionNumber = Annotated[int, Path(ge=1, le=9_999_999)]


@router.get("/brain-agents", response_model=list[BrainVersionShape], responses=answers())
def list_brain_agents(key: Reader, deps: Deps) -> list[BrainVersionShape]:
    """Each with its current version. A change may be missing for a moment."""
    return [to_version(found) for found in deps.brain_agents.agents.of_company(key.company_id)]


@router.post("/brain-agents", response_model=BrainAgentShape, status_code=201, responses=answers())
def create_brain_agent(body: BrainAgentBody, key: Admin, deps: Deps) -> BrainAgentShape:
    """Makes the agent's first version. Its id is made here."""
    agent = _checked(body.agent(f"brain_{deps.new_secrets.key_id()}"), key, deps)
    may_ring = destinations_of(key.company_id, deps)
    return to_response(add_agent(key.company_id, agent, deps.brain_agents, may_ring, deps.now()))


@router.put("/brain-agents/{agent_id}", response_model=BrainAgentShape, responses=answers(404, 409))
def replace_brain_agent(agent_id: BrainAgentId, body: BrainAgentBody, key: Admin, deps: Deps) -> BrainAgentShape:
    """Replaces the agent by a new version; a body without a change makes none. Calls that run keep the version they
    began with."""
    own_agent(key.company_id, agent_id, deps.brain_agents.agents)
    agent = _checked(body.agent(agent_id), key, deps)
    may_ring = destinations_of(key.company_id, deps)
    return to_response(replace_agent(key.company_id, agent, deps.brain_agents, may_ring, deps.now()))


@router.get("/brain-agents/{agent_id}", response_model=BrainAgentShape, responses=answers(404))
def get_brain_agent(agent_id: BrainAgentId, key: Reader, deps: Deps) -> BrainAgentShape:
    return to_response(own_agent(key.company_id, agent_id, deps.brain_agents.agents))


@router.get("/brain-agents/{agent_id}/versions", response_model=list[BrainVersionShape], responses=answers(404))
def list_brain_versions(agent_id: BrainAgentId, key: Reader, deps: Deps) -> list[BrainVersionShape]:
    """The newest fifty, the newest first."""
    own_agent(key.company_id, agent_id, deps.brain_agents.agents)
    return [to_version(found) for found in deps.brain_agents.agents.versions(key.company_id, agent_id)]


@router.get("/brain-agents/{agent_id}/versions/{version}", response_model=BrainAgentShape, responses=answers(404))
def get_brain_version(agent_id: BrainAgentId, version: VersionNumber, key: Reader, deps: Deps) -> BrainAgentShape:
    """A PUT of its `agent` brings it back, as a new version."""
    return to_response(own_version(key.company_id, agent_id, version, deps.brain_agents.agents))


@router.delete("/brain-agents/{agent_id}", status_code=204, responses=answers(404))
def delete_brain_agent(agent_id: BrainAgentId, key: Admin, deps: Deps) -> Response:
    """With all its versions."""
    remove_agent(key.company_id, agent_id, deps.brain_agents)
    return Response(status_code=204)


def _checked(agent: BrainAgent, key: ApiKey, deps: Deps) -> BrainAgent:
    refuse_unknown_secrets(key.company_id, [tool.headers for tool in agent.tools], deps.missing_secrets)
    return agent
