"""Webhooks of the workspace, and which of them is called after conversations."""

import secrets
from typing import Any

from aiohttp import web

from local.elevenlabs.agents.agent import Webhook
from local.elevenlabs.rest.errors import invalid_fields, not_found
from local.elevenlabs.rest.numbers import json_object
from local.elevenlabs.workspace import Workspace

EVENTS = {"transcript", "audio", "call_initiation_failure", "answering_machine_detection"}


class WebhookSettings:
    def __init__(self, workspace: Workspace, authorise: Any) -> None:
        self._workspace, self._authorise = workspace, authorise
        self._secrets: dict[str, str] = {}

    def table(self) -> list[web.RouteDef]:
        hooks, settings = "/v1/workspace/webhooks", "/v1/convai/settings"
        return [
            web.get(hooks, self.list_webhooks, name="list_webhooks"),
            web.post(hooks, self.add_webhook, name="add_webhook"),
            web.delete(f"{hooks}/{{webhook_id}}", self.remove_webhook, name="remove_webhook"),
            web.get(settings, self.get_settings, name="get_settings"),
            web.patch(settings, self.change_settings, name="change_settings"),
        ]

    async def list_webhooks(self, request: web.Request) -> web.Response:
        self._authorise(request, "workspace_read")
        return web.json_response({"webhooks": list(self._workspace.webhooks.values())})

    async def add_webhook(self, request: web.Request) -> web.Response:
        """The secret is shown here and never again."""
        self._authorise(request, "webhooks_write")
        payload = (await json_object(request)).get("settings", {})
        missing = [name for name in ("auth_type", "name", "webhook_url") if not payload.get(name)]
        if missing:
            raise invalid_fields(*((("body", "settings", name), "Field required", "missing") for name in missing))
        webhook_id, secret = f"wh_{secrets.token_hex(13)}", f"wsec_{secrets.token_hex(16)}"
        self._workspace.webhooks[webhook_id] = {
            "webhook_id": webhook_id,
            "name": payload["name"],
            "webhook_url": payload["webhook_url"],
            "auth_type": payload["auth_type"],
            "is_disabled": False,
            "is_auto_disabled": False,
            "created_at_unix": 0,
            "usage": [],
        }
        self._secrets[webhook_id] = secret
        return web.json_response({"webhook_id": webhook_id, "webhook_secret": secret})

    async def remove_webhook(self, request: web.Request) -> web.Response:
        self._authorise(request, "webhooks_write")
        webhook_id = request.match_info["webhook_id"]
        if self._workspace.webhooks.pop(webhook_id, None) is None:
            raise not_found("webhook", webhook_id)
        return web.json_response({"status": "ok"})

    async def get_settings(self, request: web.Request) -> web.Response:
        self._authorise(request, "convai_read")
        return web.json_response({"webhooks": self._workspace.webhook_choice})

    async def change_settings(self, request: web.Request) -> web.Response:
        self._authorise(request, "convai_write")
        choice = (await json_object(request)).get("webhooks", {})
        unknown = set(choice.get("events", [])) - EVENTS
        if unknown:
            raise invalid_fields((("body", "webhooks", "events"), f"no such event: {min(unknown)}", "enum"))
        webhook_id = choice.get("post_call_webhook_id")
        if webhook_id is not None and webhook_id not in self._workspace.webhooks:
            raise not_found("webhook", webhook_id)
        self._workspace.webhook_choice |= choice
        self._redirect_reports()
        return web.json_response({"webhooks": self._workspace.webhook_choice})

    def _redirect_reports(self) -> None:
        """From now on reports go to the chosen webhook, signed with its secret."""
        choice = self._workspace.webhook_choice
        chosen = self._workspace.webhooks.get(choice.get("post_call_webhook_id") or "")
        if chosen is None:
            self._workspace.webhook = None  # no webhook is called
            return
        secret = self._secrets[chosen["webhook_id"]]
        self._workspace.webhook = Webhook(chosen["webhook_url"], secret, set(choice.get("events", ())))
