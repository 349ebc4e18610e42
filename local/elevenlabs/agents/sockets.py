"""Admission to `/v1/convai/conversation`: authentication, and the choice of the protocol."""

import asyncio
from dataclasses import dataclass

from aiohttp import WSMsgType, web

from local.elevenlabs.agents import media_streams
from local.elevenlabs.agents.agent import Agent
from local.elevenlabs.agents.agent_socket import AgentSocket
from local.elevenlabs.agents.conversation import Conversation
from local.elevenlabs.filing import Filing
from local.elevenlabs.rest.errors import PLAIN, VendorError
from local.elevenlabs.workspace import Workspace

FIRST_FRAME_TIMEOUT_S = 5.0
CLOSE_TIMEOUT_S = 1.0  # for a client that does not answer a close frame
LARGEST_FRAME_BYTES = 16 * 1024 * 1024
REFUSED = b"Not authorised to reach this agent"


@dataclass(frozen=True, slots=True)
class Admission:
    """The authentication of a client. No agent: only a carrier's stream may come without."""

    agent: Agent | None
    method: str = "public"
    conversation_id: str | None = None


class SocketAdmission:
    def __init__(self, workspace: Workspace, filing: Filing) -> None:
        self._workspace = workspace
        self._filing = filing
        self._open: set[web.WebSocketResponse] = set()

    async def enter(self, request: web.Request) -> web.WebSocketResponse:
        faults = self._workspace.faults.socket
        if faults.refuse_handshake_status:
            raise VendorError(faults.refuse_handshake_status, "forbidden", "Refused", PLAIN)
        admission = admit(self._workspace, dict(request.query), request.headers.get("xi-api-key"))
        if admission is None and not faults.refuse_by_closing:
            raise VendorError(403, "forbidden", "Forbidden", PLAIN)
        ws = web.WebSocketResponse(max_msg_size=LARGEST_FRAME_BYTES, timeout=CLOSE_TIMEOUT_S)
        await ws.prepare(request)
        self._open.add(ws)
        try:
            await self._serve(request, ws, admission)
        finally:
            self._open.discard(ws)
        return ws

    async def close_all(self) -> None:
        await asyncio.gather(*(ws.close(code=1001, message=b"Server shutdown") for ws in self._open))

    async def _serve(self, request: web.Request, ws: web.WebSocketResponse, admission: Admission | None) -> None:
        if admission is None:
            await ws.close(code=1008, message=REFUSED)
            return
        try:
            first = await _first_frame(ws)
        except ClientLeft:
            return
        if media_streams.is_carrier(first):
            await self._serve_carrier(ws)
        elif admission.agent is None:
            await ws.close(code=1008, message=b"Missing agent_id")
        else:
            await self._serve_client(request, ws, admission, admission.agent, first)

    async def _serve_carrier(self, ws: web.WebSocketResponse) -> None:
        conversation = await media_streams.answer_carrier(ws, self._workspace)
        if conversation is None:
            return
        try:
            await media_streams.CarrierStream(ws, self._workspace, conversation).run()
        finally:
            self._filing.ended(conversation)

    async def _serve_client(
        self,
        request: web.Request,
        ws: web.WebSocketResponse,
        admission: Admission,
        agent: Agent,
        first: str | None,
    ) -> None:
        conversation = self._conversation_for(agent, admission, request.query.get("source"))
        try:
            await AgentSocket(ws, _transport(request), self._workspace, conversation).run(first)
        finally:
            self._filing.ended(conversation)

    def _conversation_for(self, agent: Agent, admission: Admission, source: str | None) -> Conversation:
        conversation = self._workspace.new_conversation(agent, admission.conversation_id)
        conversation.authorization_method = admission.method
        conversation.source = source or "unknown"
        return conversation


class ClientLeft(Exception):
    """The socket was closed before it said anything."""


def admit(workspace: Workspace, query: dict[str, str], api_key: str | None) -> Admission | None:
    """Authenticates a client for an agent; None is a refusal."""
    agent_id = query.get("agent_id")
    if agent_id is None:
        return Admission(None)
    agent = workspace.agents.get(agent_id)
    if agent is None:
        return None
    if "conversation_signature" in query:
        signed = workspace.redeem(query["conversation_signature"], agent_id)
        return Admission(agent, "signed_url", signed.conversation_id) if signed else None
    if agent.accepts_header_key and "convai_write" in workspace.api_keys.get(api_key or "", ()):
        return Admission(agent, "authorization_header")
    return None if agent.enable_auth else Admission(agent)


async def _first_frame(ws: web.WebSocketResponse) -> str | None:
    """The first text; None when the client says nothing in time, or something binary."""
    try:
        message = await ws.receive(timeout=FIRST_FRAME_TIMEOUT_S)
    except TimeoutError:
        return None
    if message.type is WSMsgType.TEXT:
        return str(message.data)
    if message.type is WSMsgType.BINARY:
        return ""  # not JSON, and refused as such
    raise ClientLeft


def _transport(request: web.Request) -> asyncio.Transport | None:
    return request.transport if isinstance(request.transport, asyncio.Transport) else None
