"""Retell's routes for agents, phone numbers and the key itself."""

from dataclasses import dataclass, replace
from secrets import token_hex
from typing import Any

from aiohttp import web

from local.retell import shapes
from local.retell.errors import Refusal
from local.retell.workspace import Agent, Workspace

PASSWORDS = {"sip_trunk_auth_password", "auth_password"}


@dataclass
class AgentRoutes:
    workspace: Workspace

    def table(self) -> list[web.RouteDef]:
        return [
            web.get("/get-api-key-info", self.key, name="get_api_key_info"),
            web.post("/create-agent", self.create, name="create_agent"),
            web.get("/get-agent/{agent_id}", self.get, name="get_agent"),
            web.patch("/update-agent/{agent_id}", self.update, name="update_agent"),
            web.delete("/delete-agent/{agent_id}", self.delete, name="delete_agent"),
            web.post("/v2/list-agents", self.list, name="list_agents"),
            web.post("/import-phone-number", self.import_number, name="import_phone_number"),
            web.get("/get-phone-number/{number}", self.get_number, name="get_phone_number"),
            web.delete("/delete-phone-number/{number}", self.delete_number, name="delete_phone_number"),
        ]

    async def key(self, _request: web.Request) -> web.Response:
        return web.json_response({"org_id": "org_local", "org_name": "Local", "api_key_name": "local"})

    async def create(self, request: web.Request) -> web.Response:
        body = await shapes.body_of(request)
        shapes.agent_body(body, is_new=True)
        agent = Agent(f"agent_{token_hex(13)}", settings=body)
        self.workspace.agents[agent.agent_id] = agent
        return web.json_response(self._shown(agent), status=201)

    async def get(self, request: web.Request) -> web.Response:
        return web.json_response(self._shown(self._agent(request)))

    async def update(self, request: web.Request) -> web.Response:
        agent, body = self._agent(request), await shapes.body_of(request)
        shapes.agent_body(body, is_new=False)
        changed = replace(agent, settings=agent.settings | body)
        self.workspace.agents[agent.agent_id] = changed
        return web.json_response(self._shown(changed))

    async def delete(self, request: web.Request) -> web.Response:
        del self.workspace.agents[self._agent(request).agent_id]
        return web.Response(status=204)

    async def list(self, _request: web.Request) -> web.Response:
        items = [self._shown(agent) for agent in self.workspace.agents.values()]
        return web.json_response({"items": items, "has_more": False})

    async def import_number(self, request: web.Request) -> web.Response:
        body = await shapes.body_of(request)
        shapes.required(body, "phone_number", "termination_uri")
        shown = {name: value for name, value in body.items() if name not in PASSWORDS}
        own = {"phone_number_type": "custom", "last_modification_timestamp": self.workspace.now_ms()}
        self.workspace.numbers[body["phone_number"]] = shown | own
        return web.json_response(shown | own, status=201)

    async def get_number(self, request: web.Request) -> web.Response:
        return web.json_response(self._number(request))

    async def delete_number(self, request: web.Request) -> web.Response:
        del self.workspace.numbers[self._number(request)["phone_number"]]
        return web.Response(status=204)

    def _shown(self, agent: Agent) -> dict[str, Any]:
        own = {"agent_id": agent.agent_id, "version": self.workspace.versions.setdefault(agent.agent_id, 0)}
        engine = {"response_engine": {"type": "retell-llm", "llm_id": "llm_local"}, "voice_id": "11labs-Adrian"}
        own |= {"is_published": True, "last_modification_timestamp": self.workspace.now_ms()}
        return engine | agent.settings | own

    def _agent(self, request: web.Request) -> Agent:
        found = self.workspace.agents.get(request.match_info["agent_id"])
        if found is None:
            raise Refusal(422)
        return found

    def _number(self, request: web.Request) -> dict[str, Any]:
        found = self.workspace.numbers.get(request.match_info["number"])
        if found is None:
            raise Refusal(422)
        return found
