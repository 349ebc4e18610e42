"""The REST routes: who may call them, and what each answers."""

from dataclasses import replace
from typing import Any
from xml.sax.saxutils import quoteattr

from aiohttp import web

from local.elevenlabs import reports
from local.elevenlabs.agents.agent import Agent
from local.elevenlabs.agents.conversation import Conversation, PhoneCall
from local.elevenlabs.rest import listing, request_shapes
from local.elevenlabs.rest.errors import VendorError, missing_scope, not_found
from local.elevenlabs.rest.numbers import Numbers, json_object
from local.elevenlabs.rest.webhook_settings import WebhookSettings
from local.elevenlabs.speech.library import Library
from local.elevenlabs.speech.mp3 import silent_mp3
from local.elevenlabs.workspace import Workspace

LOOPBACK = {"127.0.0.1", "localhost"}
SOCKET_PATH = "/v1/convai/conversation"


class Routes:
    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def table(self) -> list[web.RouteDef]:
        """The names are what `Faults.routes` goes by."""
        sign, conversation = self.get_signed_url, "/v1/convai/conversations/{conversation_id}"
        return [
            web.post("/v1/convai/twilio/register-call", self.register_call, name="register_call"),
            web.get(f"{SOCKET_PATH}/get-signed-url", sign, name="get_signed_url"),
            web.get(f"{SOCKET_PATH}/get_signed_url", sign, name="get_signed_url_old"),
            web.get("/v1/convai/conversations", self.list_conversations, name="list_conversations"),
            web.get(conversation, self.get_conversation, name="get_conversation"),
            web.delete(conversation, self.delete_conversation, name="delete_conversation"),
            web.get(f"{conversation}/audio", self.conversation_audio, name="conversation_audio"),
            web.get("/v1/convai/agents/{agent_id}", self.get_agent, name="get_agent"),
            web.patch("/v1/convai/agents/{agent_id}", self.change_agent, name="change_agent"),
            *WebhookSettings(self._workspace, self.authorise).table(),
            *Library(self._workspace, self.authorise).table(),
            *Numbers(self._workspace, self.authorise).table(),
        ]

    async def register_call(self, request: web.Request) -> web.Response:
        """Nothing is refused because of audio formats: the vendor accepts a wrong one silently."""
        self.authorise(request, "convai_write")
        asked = request_shapes.register_call(await request.read())
        conversation = self._workspace.new_conversation(self._agent(asked.agent_id))
        conversation.client_data = asked.client_data
        conversation.authorization_method = "authorization_header"
        conversation.phone_call = PhoneCall(asked.direction, asked.from_number, asked.to_number)
        return web.Response(text=self._twiml(conversation), content_type="text/html", charset="utf-8")

    async def get_signed_url(self, request: web.Request) -> web.Response:
        self.authorise(request, "convai_write")
        agent = self._agent(request_shapes.required(request.query, "agent_id"))
        own = request_shapes.flag(request.query, "include_conversation_id")
        signature, signed = self._workspace.sign(agent.agent_id, with_conversation=own)
        url = f"{self._socket_base(request)}{SOCKET_PATH}?agent_id={agent.agent_id}"
        url += f"&conversation_signature={signature}"
        answer: dict[str, Any] = {"signed_url": url}
        if signed.conversation_id:
            answer["conversation_id"] = signed.conversation_id
        return web.json_response(answer)

    async def list_conversations(self, request: web.Request) -> web.Response:
        self.authorise(request, "convai_read")
        filters = {name: request.query.getall(name) for name in request.query}
        wanted = request_shapes.list_page(request.query, filters)
        return web.json_response(listing.page(list(self._workspace.conversations.values()), wanted))

    async def get_conversation(self, request: web.Request) -> web.Response:
        self.authorise(request, "convai_read")
        return web.json_response(reports.full(self._conversation(request)))

    async def delete_conversation(self, request: web.Request) -> web.Response:
        self.authorise(request, "convai_write")
        del self._workspace.conversations[self._conversation(request).conversation_id]
        return web.json_response({})

    async def conversation_audio(self, request: web.Request) -> web.Response:
        self.authorise(request, "convai_read")
        conversation = self._conversation(request)
        if not conversation.has_audio:
            raise self._unknown("conversation", conversation.conversation_id)
        return web.Response(body=silent_mp3(conversation.duration_s), content_type="audio/mpeg")

    async def get_agent(self, request: web.Request) -> web.Response:
        self.authorise(request, "convai_read")
        return web.json_response(agent_json(self._agent(request.match_info["agent_id"])))

    async def change_agent(self, request: web.Request) -> web.Response:
        """Words, voice and audio formats: nothing here changes anything else of an agent over the API."""
        self.authorise(request, "convai_write")
        agent = self._agent(request.match_info["agent_id"])
        config = (await json_object(request)).get("conversation_config", {})
        heard = config.get("asr", {}).get("user_input_audio_format", agent.input_format)
        said = config.get("tts", {}).get("agent_output_audio_format", agent.output_format)
        speaks = config.get("agent", {})
        prompt = speaks.get("prompt", {})
        changed = replace(
            agent,
            input_format=heard,
            output_format=said,
            voice=config.get("tts", {}).get("voice_id", agent.voice),
            first_message=speaks.get("first_message", agent.first_message),
            language=speaks.get("language", agent.language),
            prompt=prompt.get("prompt", agent.prompt),
            llm=prompt.get("llm", agent.llm),
        )
        self._workspace.agents[agent.agent_id] = changed
        return web.json_response(agent_json(changed))

    def authorise(self, request: web.Request, scope: str) -> None:
        key = request.headers.get("xi-api-key")
        if not key:
            raise VendorError(401, "missing_api_key", "No API key was given in the xi-api-key header.")
        if key not in self._workspace.api_keys:
            raise VendorError(401, "invalid_api_key", "Invalid API key")
        if scope not in self._workspace.api_keys[key]:
            raise missing_scope(scope)

    def _agent(self, agent_id: str) -> Agent:
        if agent_id not in self._workspace.agents:
            raise self._unknown("agent", agent_id)
        return self._workspace.agents[agent_id]

    def _conversation(self, request: web.Request) -> Conversation:
        wanted = request.match_info["conversation_id"]
        if wanted not in self._workspace.conversations:
            raise self._unknown("conversation", wanted)
        return self._workspace.conversations[wanted]

    def _unknown(self, kind: str, wanted: str) -> VendorError:
        return not_found(kind, wanted, self._workspace.faults.not_found_shape)

    def _socket_base(self, request: web.Request) -> str:
        """A client that came over loopback is sent back over loopback, one by public name to the public name."""
        return f"ws://{request.host}" if request.url.host in LOOPBACK else f"wss://{request.host}"

    def _twiml(self, conversation: Conversation) -> str:
        url = quoteattr(f"wss://{self._workspace.public_host}{SOCKET_PATH}")
        value = quoteattr(conversation.conversation_id)
        return (
            '<?xml version="1.0" encoding="UTF-8"?>\n<Response><Connect>'
            f'<Stream url={url}><Parameter name="conversation_id" value={value} /></Stream>'
            "</Connect></Response>"
        )


def agent_json(agent: Agent) -> dict[str, Any]:
    """Enough of the agent object for a check of formats, events and permissions."""
    prompt = {"prompt": agent.prompt, "llm": agent.llm, "tools": agent.tools}
    speaking = {
        "first_message": agent.first_message,
        "language": agent.language,
        "prompt": prompt,
        "dynamic_variables": {"dynamic_variable_placeholders": agent.placeholders},
    }
    conversation = {"max_duration_seconds": int(agent.max_duration_s), "client_events": list(agent.client_events)}
    config = {
        "agent": speaking,
        "asr": {"user_input_audio_format": agent.input_format},
        "tts": {"agent_output_audio_format": agent.output_format, "voice_id": agent.voice},
        "turn": {"turn_timeout": agent.turn_timeout_s},
        "conversation": conversation,
    }
    permissions = {k: v for k, v in agent.override_permissions.items() if k != "custom_llm_extra_body"}
    overrides = {
        "conversation_config_override": permissions,
        "custom_llm_extra_body": bool(agent.override_permissions.get("custom_llm_extra_body")),
    }
    platform = {"auth": {"enable_auth": agent.enable_auth}, "overrides": overrides}
    return {
        "agent_id": agent.agent_id,
        "name": agent.name,
        "conversation_config": config,
        "platform_settings": platform,
        "metadata": {"created_at_unix_secs": 0, "updated_at_unix_secs": 0},
        "tags": [],
    }
