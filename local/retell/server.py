"""The fake Retell as one thing to start, configure, watch and stop."""

import time
from collections.abc import Awaitable, Callable

from aiohttp import web

from local.retell.agent_rest import AgentRoutes
from local.retell.errors import Refusal
from local.retell.faults import Faults
from local.retell.inbound import InboundCalls
from local.retell.lifecycle import Lifecycle
from local.retell.limits import RateLimits
from local.retell.llm_voice import LlmVoice
from local.retell.rest import CallRoutes
from local.retell.voice import AgentVoice
from local.retell.webhooks import Webhooks
from local.retell.workspace import REGISTERED, Agent, Call, Delivery, Webhook, Workspace
from local.twilio.caller import Person
from local.world.addresses import AddressBook

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
SIP_HOST = "sip.retellai.com"
ANSWERS_AFTER_S = 0.2


class FakeRetell:
    """HTTP on one loopback port, and the person at each registered call's SIP address."""

    def __init__(self, api_keys: set[str], addresses: AddressBook, now_s: Callable[[], float] = time.time) -> None:
        self.workspace = Workspace(api_keys, now_s)
        self._addresses = addresses
        self.limits = RateLimits()
        self._webhooks = Webhooks(self.workspace, addresses)
        self.lifecycle = Lifecycle(self.workspace, self._webhooks)
        self.inbound = InboundCalls(self.workspace, self._webhooks)
        self._calls = CallRoutes(self.workspace, self.lifecycle)
        self.workspace.place = self._no_trunk
        self._runner: web.AppRunner | None = None

    @property
    def base_url(self) -> str:
        return self.workspace.base_url

    @property
    def calls(self) -> dict[str, Call]:
        return self.workspace.calls

    @property
    def deliveries(self) -> list[Delivery]:
        return self.workspace.deliveries

    @property
    def faults(self) -> Faults:
        return self.workspace.faults

    @property
    def webhook(self) -> Webhook | None:
        return self.workspace.webhook

    @webhook.setter
    def webhook(self, webhook: Webhook | None) -> None:
        self.workspace.webhook = webhook

    def add_agent(self, agent: Agent) -> None:
        self.workspace.agents[agent.agent_id] = agent

    def seat(self, call_id: str) -> Person | None:
        """The person at sip:{call_id}@sip.retellai.com: none for a call that is not registered, or too old."""
        call = self.calls.get(call_id)
        if call is None or call.status != REGISTERED:
            return None
        return Person(answers_after_s=ANSWERS_AFTER_S, play=self.voice_of(call))

    def voice_of(self, call: Call, machine_after_s: float | None = None) -> AgentVoice:
        """`machine_after_s`: a machine answered, and that is noticed so long afterwards."""
        engine = call.agent.settings.get("response_engine", {})
        if engine.get("type") == "custom-llm":
            return LlmVoice(call, self.lifecycle, self._addresses, machine_after_s)
        return AgentVoice(call, self.lifecycle, machine_after_s)

    async def start(self, port: int = 0) -> None:
        app = web.Application(middlewares=[self._front])
        app.add_routes([*self._calls.table(), *AgentRoutes(self.workspace).table()])
        app.add_routes([web.get("/recordings/{call_id}.wav", self._calls.recording, name="recording")])
        self._runner = web.AppRunner(app, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port)
        await site.start()
        self.workspace.base_url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        self.lifecycle.stop()
        await self._webhooks.stop()
        if self._runner:
            await self._runner.cleanup()
            self._runner = None

    async def settled(self, timeout_s: float = 10.0) -> None:
        await self._webhooks.settled(timeout_s)

    def _no_trunk(self, call: Call) -> None:
        self.lifecycle.fails(call, "telephony_provider_unavailable")

    @web.middleware
    async def _front(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            return await self._answer(request, handler)
        except Refusal as refusal:
            body = refusal.body(self.faults.error_message_key)
            return web.json_response(body, status=refusal.status, headers=refusal.headers())
        except web.HTTPNotFound:
            page = "<!DOCTYPE html><html><body><pre>Cannot find that page</pre></body></html>"
            return web.Response(status=404, text=page, content_type="text/html")

    async def _answer(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        self._check(request)
        answer = await handler(request)
        if self.faults.loses(request.match_info.route.name or "") and request.transport:
            request.transport.abort()
        return answer

    def _check(self, request: web.Request) -> None:
        """The key, faults, and limits of rate. Recordings are addresses of a storage."""
        route = request.match_info.route.name or ""
        if route in {"", "recording"}:
            return
        if request.headers.get("authorization", "").removeprefix("Bearer ") not in self.workspace.api_keys:
            raise Refusal(401)
        fault = self.faults.take(route)
        if fault == 0 and request.transport:
            request.transport.abort()
        if fault is not None:
            raise Refusal(fault or 500)
        self.limits.count(route, self.workspace.now_s())
