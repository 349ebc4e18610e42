"""Telephone numbers imported into the vendor's workspace."""

import json
import secrets
from typing import Any

from aiohttp import web

from local.elevenlabs.rest.errors import VendorError, invalid_fields, not_found
from local.elevenlabs.workspace import Workspace

REQUIRED = {"twilio": ("phone_number", "label", "sid", "token"), "sip_trunk": ("phone_number", "label")}
# What a change may set besides the agent, and the name under which it is read back.
CHANGEABLE = {"label": "label", "inbound_trunk_config": "inbound_trunk", "outbound_trunk_config": "outbound_trunk"}


class Numbers:
    """The routes of numbers. A number is plain data here: what was sent, without its secrets."""

    def __init__(self, workspace: Workspace, authorise: Any) -> None:
        self._workspace = workspace
        self._authorise = authorise

    def table(self) -> list[web.RouteDef]:
        path = "/v1/convai/phone-numbers/{phone_number_id}"
        return [
            web.post("/v1/convai/phone-numbers", self.import_number, name="import_number"),
            web.get("/v1/convai/phone-numbers", self.list_numbers, name="list_numbers"),
            web.get(path, self.get_number, name="get_number"),
            web.patch(path, self.change_number, name="change_number"),
            web.delete(path, self.delete_number, name="delete_number"),
        ]

    async def import_number(self, request: web.Request) -> web.Response:
        self._authorise(request, "convai_write")
        payload = await json_object(request)
        provider = payload.get("provider", "")
        if provider not in REQUIRED:
            raise invalid_fields((("body", "provider"), "Input should be 'twilio' or 'sip_trunk'", "union_tag_invalid"))
        missing = [name for name in REQUIRED[provider] if not isinstance(payload.get(name), str)]
        if missing:
            raise invalid_fields(*((("body", provider, name), "Field required", "missing") for name in missing))
        if any(known["phone_number"] == payload["phone_number"] for known in self._workspace.numbers.values()):
            raise VendorError(409, "resource_already_exists", "This phone number is imported already.")
        phone_number_id = f"phnum_{secrets.token_hex(13)}"
        self._workspace.numbers[phone_number_id] = self._number(phone_number_id, provider, payload)
        if provider == "twilio":
            self._workspace.carrier_accounts[phone_number_id] = (payload["sid"], payload["token"])
        return web.json_response({"phone_number_id": phone_number_id})

    async def list_numbers(self, request: web.Request) -> web.Response:
        self._authorise(request, "convai_read")
        return web.json_response(list(self._workspace.numbers.values()))

    async def get_number(self, request: web.Request) -> web.Response:
        self._authorise(request, "convai_read")
        return web.json_response(self._known(request))

    async def change_number(self, request: web.Request) -> web.Response:
        self._authorise(request, "convai_write")
        number, payload = self._known(request), await json_object(request)
        if "agent_id" in payload:
            number["assigned_agent"] = self._agent(payload["agent_id"])
        number.update({shown: payload[name] for name, shown in CHANGEABLE.items() if name in payload})
        return web.json_response(number)

    async def delete_number(self, request: web.Request) -> web.Response:
        self._authorise(request, "convai_write")
        del self._workspace.numbers[self._known(request)["phone_number_id"]]
        return web.json_response({})

    def _number(self, phone_number_id: str, provider: str, payload: dict[str, Any]) -> dict[str, Any]:
        number = {
            "phone_number_id": phone_number_id,
            "phone_number": payload["phone_number"],
            "label": payload["label"],
        }
        number |= {"provider": provider, "assigned_agent": self._agent(payload.get("agent_id"))}
        if provider == "sip_trunk":
            number |= {"inbound_trunk": payload.get("inbound_trunk_config")}
            number |= {"outbound_trunk": payload.get("outbound_trunk_config")}
        return number

    def _agent(self, agent_id: str | None) -> dict[str, Any] | None:
        if agent_id is None:
            return None
        if agent_id not in self._workspace.agents:
            raise not_found("agent", agent_id)
        return {"agent_id": agent_id, "agent_name": self._workspace.agents[agent_id].name}

    def _known(self, request: web.Request) -> dict[str, Any]:
        wanted = request.match_info["phone_number_id"]
        if wanted not in self._workspace.numbers:
            raise not_found("phone_number", wanted)
        return self._workspace.numbers[wanted]


async def json_object(request: web.Request) -> dict[str, Any]:
    try:
        body = json.loads(await request.read())
    except ValueError:
        raise invalid_fields((("body", 0), "JSON decode error", "json_invalid")) from None
    if not isinstance(body, dict):
        raise invalid_fields((("body",), "Input should be a valid dictionary", "dict_type"))
    return body
