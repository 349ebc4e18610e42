"""Retell's routes for agents and their versions, voices, phone numbers and the key itself.

Calls take the published version of an agent, or the only one there is. An update changes a draft alone.
"""

from dataclasses import dataclass, replace
from secrets import token_hex
from typing import Any

from aiohttp import web

from local.retell import shapes
from local.retell.errors import Refusal
from local.retell.workspace import Agent, Workspace

PAGE_SIZE = 50
VOICES = {
    "11labs-Adrian": "elevenlabs", "11labs-Lily": "elevenlabs", "openai-Alloy": "openai", "cartesia-Cimo": "cartesia",
    "retell-Cimo": "platform",
}  # fmt: skip
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
            web.post("/create-agent-version/{agent_id}", self.create_version, name="create_agent_version"),
            web.post("/publish-agent-version/{agent_id}", self.publish, name="publish_agent_version"),
            web.get("/get-retell-llm/{llm_id}", self.llm, name="get_retell_llm"),
            web.patch("/update-retell-llm/{llm_id}", self.update_llm, name="update_retell_llm"),
            web.get("/get-voice/{voice_id}", self.voice, name="get_voice"),
            web.get("/list-voices", self.voices, name="list_voices"),
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
        self.workspace.agents[agent.agent_id] = self.workspace.drafts[agent.agent_id] = agent
        return web.json_response(self._shown(agent.agent_id), status=201)

    async def get(self, request: web.Request) -> web.Response:
        return web.json_response(self._shown(self._agent(request)))

    async def update(self, request: web.Request) -> web.Response:
        agent_id, body = self._agent(request), await shapes.body_of(request)
        shapes.agent_body(body, is_new=False)
        draft = self._draft(agent_id)
        asked = request.query.get("version", "latest")
        if asked not in {"latest", str(self.workspace.versions.setdefault(agent_id, 0))}:
            raise Refusal(400, "Only the latest version is a draft.")
        changed = replace(draft, settings=draft.settings | body)
        if self.workspace.agents[agent_id] is draft:  # it was never published: calls take it as it is
            self.workspace.agents[agent_id] = changed
        self.workspace.drafts[agent_id] = changed
        return web.json_response(self._shown(agent_id))

    async def create_version(self, request: web.Request) -> web.Response:
        agent_id, body = self._agent(request), await shapes.body_of(request)
        shapes.required(body, "base_version")
        if body["base_version"] != self.workspace.versions.setdefault(agent_id, 0):
            raise Refusal(404)
        self.workspace.drafts[agent_id] = replace(self.workspace.agents[agent_id])
        self.workspace.versions[agent_id] += 1
        return web.json_response(self._shown(agent_id), status=201)

    async def publish(self, request: web.Request) -> web.Response:
        agent_id, body = self._agent(request), await shapes.body_of(request)
        shapes.required(body, "version")
        self.workspace.agents[agent_id] = self._draft(agent_id)
        del self.workspace.drafts[agent_id]
        return web.Response(status=200)

    async def delete(self, request: web.Request) -> web.Response:
        agent_id = self._agent(request)
        del self.workspace.agents[agent_id]
        self.workspace.drafts.pop(agent_id, None)
        return web.Response(status=204)

    async def list(self, request: web.Request) -> web.Response:
        first, size = int(request.query.get("pagination_key", 0)), int(request.query.get("limit", PAGE_SIZE))
        known = [*self.workspace.agents]
        items = [self._shown(agent_id) for agent_id in known[first : first + size]]
        further = {"pagination_key": str(first + size)} if len(known) > first + size else {}
        return web.json_response({"items": items, "has_more": bool(further)} | further)

    async def llm(self, request: web.Request) -> web.Response:
        return web.json_response(self._llm(request))

    async def update_llm(self, request: web.Request) -> web.Response:
        """What a published agent uses is not changed: a draft of the agent has to be there."""
        llm, body = self._llm(request), await shapes.body_of(request)
        users = [agent_id for agent_id in self.workspace.agents if _engine(self._shown(agent_id)) == llm["llm_id"]]
        if users and not any(agent_id in self.workspace.drafts for agent_id in users):
            raise Refusal(400, "Cannot update a published LLM.")
        self.workspace.llms[llm["llm_id"]] = llm | body
        return web.json_response(llm | body)

    def _llm(self, request: web.Request) -> dict[str, Any]:
        llm_id = request.match_info["llm_id"]
        if llm_id not in self.workspace.llms:
            raise Refusal(422)
        return {"llm_id": llm_id, "version": 0} | self.workspace.llms[llm_id]

    async def voice(self, request: web.Request) -> web.Response:
        voice_id = request.match_info["voice_id"]
        if voice_id not in VOICES:
            raise Refusal(422)
        return web.json_response(_voice(voice_id))

    async def voices(self, _request: web.Request) -> web.Response:
        return web.json_response([_voice(voice_id) for voice_id in VOICES])

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

    def _shown(self, agent_id: str) -> dict[str, Any]:
        """The latest version."""
        version, draft = self.workspace.versions.setdefault(agent_id, 0), self.workspace.drafts.get(agent_id)
        own = {"agent_id": agent_id, "version": version, "is_published": draft is None}
        own |= {"last_modification_timestamp": self.workspace.now_ms()}
        engine = {"response_engine": {"type": "retell-llm", "llm_id": "llm_local"}, "voice_id": "11labs-Adrian"}
        return engine | (draft or self.workspace.agents[agent_id]).settings | own

    def _agent(self, request: web.Request) -> str:
        agent_id = request.match_info["agent_id"]
        if agent_id not in self.workspace.agents:
            raise Refusal(422)
        return agent_id

    def _draft(self, agent_id: str) -> Agent:
        if agent_id not in self.workspace.drafts:
            raise Refusal(400, "A published version cannot be changed.")
        return self.workspace.drafts[agent_id]

    def _number(self, request: web.Request) -> dict[str, Any]:
        found = self.workspace.numbers.get(request.match_info["number"])
        if found is None:
            raise Refusal(422)
        return found


def _voice(voice_id: str) -> dict[str, Any]:
    name = voice_id.split("-", 1)[1]
    return {"voice_id": voice_id, "voice_name": name, "provider": VOICES[voice_id], "gender": "male"}


def _engine(shown: dict[str, Any]) -> str:
    return str(shown["response_engine"].get("llm_id", ""))
