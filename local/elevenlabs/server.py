"""The fake vendor as one thing to start, configure, watch and stop."""

import time
from collections.abc import Callable
from typing import Any

from aiohttp import web

from local.elevenlabs.agents.agent import Agent, Webhook
from local.elevenlabs.agents.conversation import Conversation
from local.elevenlabs.agents.sockets import SocketAdmission
from local.elevenlabs.faults import Faults
from local.elevenlabs.filing import Filing
from local.elevenlabs.rest.api import SOCKET_PATH, Routes
from local.elevenlabs.rest.middleware import front_of
from local.elevenlabs.rest.outbound import Outbound
from local.elevenlabs.speech.library import DEFAULT_VOICES, LibraryVoice
from local.elevenlabs.speech.speech_socket import SpeechDoor
from local.elevenlabs.webhooks import Delivery
from local.elevenlabs.workspace import OnEvent, Workspace
from local.world.addresses import AddressBook

SHUTDOWN_S = 1.0


class FakeElevenLabs:
    """HTTP and WebSocket on one loopback port, known to the local world under its public host."""

    def __init__(
        self,
        api_keys: dict[str, set[str]],
        addresses: AddressBook,
        public_host: str = "api.elevenlabs.test",
        now_unix_s: Callable[[], float] = time.time,
    ) -> None:
        self._workspace = Workspace(api_keys, public_host, now_unix_s)
        self._workspace.voices = {voice.voice_id: voice for voice in DEFAULT_VOICES}
        self._addresses = addresses
        self._filing = Filing(self._workspace, addresses)
        self._sockets = SocketAdmission(self._workspace, self._filing)
        self._speech = SpeechDoor(self._workspace)
        self._routes = Routes(self._workspace)
        self._outbound = Outbound(self._workspace, self._filing, addresses, self._routes.authorise)
        self._runner: web.AppRunner | None = None
        self.port = 0

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def agents(self) -> dict[str, Agent]:
        return self._workspace.agents

    @property
    def voices(self) -> dict[str, LibraryVoice]:
        return self._workspace.voices

    @property
    def spoken(self) -> list[str]:
        return self._workspace.spoken

    @property
    def history(self) -> list[str]:
        return self._workspace.history

    @property
    def numbers(self) -> dict[str, dict[str, Any]]:
        return self._workspace.numbers

    @property
    def conversations(self) -> dict[str, Conversation]:
        return self._workspace.conversations

    @property
    def deliveries(self) -> list[Delivery]:
        return self._workspace.deliveries

    @property
    def faults(self) -> Faults:
        return self._workspace.faults

    @faults.setter
    def faults(self, faults: Faults) -> None:
        self._workspace.faults = faults

    @property
    def webhook(self) -> Webhook | None:
        return self._workspace.webhook

    @webhook.setter
    def webhook(self, webhook: Webhook | None) -> None:
        self._workspace.webhook = webhook

    @property
    def on_event(self) -> OnEvent | None:
        return self._workspace.on_event

    @on_event.setter
    def on_event(self, listener: OnEvent | None) -> None:
        self._workspace.on_event = listener

    def add_agent(self, agent: Agent) -> None:
        self._workspace.agents[agent.agent_id] = agent

    def report_initiation_failure(
        self, agent_id: str, conversation_id: str, reason: str = "no-answer", body: dict[str, Any] | None = None
    ) -> None:
        """Sends the call_initiation_failure report of an outbound call that reached no person."""
        self._filing.report_failure(agent_id, conversation_id, reason, body or {})

    async def start(self, port: int = 0) -> None:
        app = web.Application(middlewares=[front_of(self._workspace)])
        app.add_routes([*self._routes.table(), *self._outbound.table()])
        app.add_routes([web.get(SOCKET_PATH, self._sockets.enter, name="socket")])
        app.add_routes(self._speech.table())
        app.on_shutdown.append(self._hang_up)
        self._runner = web.AppRunner(app, shutdown_timeout=SHUTDOWN_S, handler_cancellation=True)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port)
        await site.start()
        self.port = self._runner.addresses[0][1]
        self._addresses.publish(self._workspace.public_host, self.port)

    async def stop(self) -> None:
        if self._runner:
            await self._runner.cleanup()
            self._runner = None
        await self._filing.stop()
        await self._outbound.close()

    async def settled(self, timeout_s: float = 10) -> None:
        """Returns when no conversation is running and every report of an ended one is delivered."""
        await self._filing.settled(timeout_s)

    async def _hang_up(self, _app: web.Application) -> None:
        await self._sockets.close_all()
        await self._speech.close_all()
