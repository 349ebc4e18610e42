"""The brain's agents in the Directory table: the current version, and the newest fifty beside it."""

import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from trunkline.aws import table_keys
from trunkline.aws.directory_table import Directory
from trunkline.brain.domain.agents import AgentVersion, BrainAgent, BrainTool, CallerTask, Patience
from trunkline.speech.domain.voices import TELEPHONE, AgentFormats

KIND = "brain"
KEPT_VERSIONS = 50
FIELDS = tuple(field.name for field in fields(BrainAgent))


class BrainAgentsTable:
    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    def find(self, agent_id: str) -> AgentVersion | None:
        found = self._directory.get(table_keys.brain_agent(agent_id))
        return _version(found) if found else None

    def answering_for(self, provider_agent_id: str) -> AgentVersion | None:
        """The agent itself says whom it answers for: an entry of one that was changed meanwhile counts no more."""
        entry = self._directory.get(table_keys.brain_of(provider_agent_id))
        found = self.find(str(entry["agent_id"])) if entry else None
        return found if found and found.agent.answers_for == provider_agent_id else None

    def answer_for(self, version: AgentVersion) -> None:
        key = table_keys.brain_of(version.agent.answers_for)
        self._directory.put({**key, "company_id": version.company_id, "agent_id": version.agent.agent_id})

    def answer_no_more(self, version: AgentVersion) -> None:
        if version.agent.answers_for:
            key = table_keys.brain_of(version.agent.answers_for)
            self._directory.remove_where(key, {"agent_id": version.agent.agent_id})

    def of_company(self, company_id: str) -> list[AgentVersion]:
        return [_version(values) for values in self._directory.of_company(company_id, KIND)]

    def versions(self, company_id: str, agent_id: str) -> list[AgentVersion]:
        owner = table_keys.of_company(company_id, _history(agent_id))
        return [_version(values) for values in self._directory.newest(owner, KEPT_VERSIONS)]

    def version(self, agent_id: str, number: int) -> AgentVersion | None:
        found = self._directory.get(table_keys.brain_version(agent_id, number))
        return _version(found) if found else None

    def put(self, new: AgentVersion) -> bool:
        agent_id, number = new.agent.agent_id, new.agent.version
        current = table_keys.brain_agent(agent_id) | _values(new, KIND)
        history = table_keys.brain_version(agent_id, number) | _values(new, _history(agent_id))
        if not self._directory.put_version(current, history):
            return False
        if number > KEPT_VERSIONS:
            self._directory.remove_owned(table_keys.brain_version(agent_id, number - KEPT_VERSIONS), new.company_id)
        return True

    def remove(self, version: AgentVersion) -> None:
        """The current version last: a removal that was cut short is found again."""
        agent_id, newest = version.agent.agent_id, version.agent.version
        self.answer_no_more(version)
        for number in range(max(newest - KEPT_VERSIONS, 0) + 1, newest + 1):
            self._directory.remove_owned(table_keys.brain_version(agent_id, number), version.company_id)
        self._directory.remove_owned(table_keys.brain_agent(agent_id), version.company_id)


class BrainAgentBook:
    """The port `AgentBook`: the carrier speaks for an agent of the brain, so each of them fits a telephone."""

    def __init__(self, agents: BrainAgentsTable) -> None:
        self._agents = agents

    def agent(self, agent_id: str) -> AgentFormats | None:
        return AgentFormats(agent_id, TELEPHONE, TELEPHONE) if self._agents.find(agent_id) else None


def _history(agent_id: str) -> str:
    return f"{KIND}#{agent_id}"


def _values(version: AgentVersion, kind: str) -> dict[str, Any]:
    """The agent is one text: a tool's JSON schema has numbers that DynamoDB would not give back as they were."""
    return {
        "of_company": table_keys.of_company(version.company_id, kind),
        "company_id": version.company_id,
        "version": version.agent.version,
        "made_at": version.made_at.isoformat(),
        "agent": json.dumps(asdict(version.agent)),
    }


def _version(values: Mapping[str, Any]) -> AgentVersion:
    return AgentVersion(
        values["company_id"], _agent(json.loads(values["agent"])), datetime.fromisoformat(values["made_at"])
    )


def _agent(stored: dict[str, Any]) -> BrainAgent:
    """A field of a later release, which a relay of this one may meet while both run, is passed over."""
    values = {name: stored[name] for name in FIELDS if name in stored}
    lists = {name: tuple(values[name]) for name in ("fillers", "reminders")}
    tools = tuple(BrainTool(**tool) for tool in values["tools"])
    tasks = {name: CallerTask(item["seconds"], tuple(item["until"])) for name, item in values.get("tasks", {}).items()}
    made = {"tools": tools, "tasks": tasks, "patience": Patience(**values["patience"])}
    return BrainAgent(**{**values, **lists, **made})
