"""What an agent at Retell says and speaks with: the port `AgentWordsBook`. Its prompt stands in a Retell LLM.

SDK 6.2.13, resources `agent` and `llm`, read 2026-11. An agent of another engine has no prompt there.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from urllib.parse import quote

from trunkline.errors import NotFound
from trunkline.speech.domain.agent_settings import KnownAgent
from trunkline.speech.domain.agent_words import AgentWords, WordsPlan, plan_of
from trunkline.vendors.retell.agent_workshop import RetellWorkshop
from trunkline.vendors.retell.api import RetellApi, read
from trunkline.web.json_responses import optional_text
from trunkline.web.vendor_requests import VendorRequest

IN_AGENT = {"language": "language", "voice": "voice_id"}
IN_LLM = {"prompt": "general_prompt", "greeting": "begin_message", "model": "model"}
ELSEWHERE = "its engine is no Retell LLM, so that is set where its words come from"


class RetellWords:
    def __init__(self, api: Callable[[], RetellApi], workshop: RetellWorkshop) -> None:
        self._api, self._workshop = api, workshop

    def plan(self, agent_id: str, wanted: AgentWords) -> WordsPlan | None:
        agent = self._workshop.find(agent_id)
        if agent is None:
            return None
        there = _texts(agent.settings, IN_AGENT)
        engine = _engine(agent)
        if engine:
            there |= _texts(self._ask(_llm("GET", "get-retell-llm", engine)), IN_LLM)
        return plan_of(agent_id, wanted, there, ELSEWHERE)

    def apply(self, plan: WordsPlan) -> None:
        """Words and voice become one new version of the agent."""
        agent = self._workshop.find(plan.agent_id)
        if agent is None:
            raise NotFound(f"Retell knows no agent {plan.agent_id}")
        settings = {IN_AGENT[name]: value for name, value in plan.values.items() if name in IN_AGENT}
        words = {IN_LLM[name]: value for name, value in plan.values.items() if name in IN_LLM}
        say = partial(self._say, words=words) if words else None
        self._workshop.apply(self._workshop.plan(agent, settings), on_draft=say)

    def _say(self, draft: KnownAgent, words: dict[str, str]) -> None:
        self._ask(_llm("PATCH", "update-retell-llm", _engine(draft), words))

    def _ask(self, request: VendorRequest) -> dict[str, Any]:
        return read(*self._api().send(request), dict)


def _engine(agent: KnownAgent) -> dict[str, Any]:
    engine = agent.settings.get("response_engine")
    return engine if isinstance(engine, dict) and engine.get("type") == "retell-llm" else {}


def _llm(method: str, action: str, engine: Mapping[str, Any], body: dict[str, str] | None = None) -> VendorRequest:
    version = engine.get("version")
    query = {} if version is None else {"version": str(version)}
    return VendorRequest(method, f"/{action}/{quote(str(engine['llm_id']), safe='')}", json=body, query=query)


def _texts(settings: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, str]:
    return {ours: optional_text(dict(settings), theirs) for ours, theirs in names.items()}
