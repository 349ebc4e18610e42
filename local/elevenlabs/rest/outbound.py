"""Calls the vendor places itself, from an imported number: `twilio/outbound-call` and `sip-trunk/outbound-call`."""

import secrets
from collections.abc import Callable
from typing import Any
from xml.sax.saxutils import quoteattr

import aiohttp
from aiohttp import web

from local.elevenlabs.agents.conversation import FAILED, IN_PROGRESS, INITIATED, Conversation, PhoneCall
from local.elevenlabs.filing import Filing
from local.elevenlabs.rest import request_shapes
from local.elevenlabs.rest.errors import VendorError, not_found
from local.elevenlabs.rest.request_shapes import OutboundCall
from local.elevenlabs.workspace import Workspace
from local.world.addresses import AddressBook

CARRIER_API = "https://api.twilio.com/2010-04-01/Accounts/"
REASONS = {"busy": "busy", "no-answer": "no-answer"}  # everything else is "unknown"
RESULTS = {"busy": "busy", "no-answer": "no_answer"}
MODES = {"enable": "Enable", "detect_message_end": "DetectMessageEnd"}
EVENTS = ("initiated", "ringing", "answered", "completed")
ROOT = "/twilio/outbound/{conversation_id}"


class Outbound:
    """The route customers use, and those the carrier comes back to."""

    def __init__(
        self,
        workspace: Workspace,
        filing: Filing,
        addresses: AddressBook,
        authorise: Callable[[web.Request, str], None],
    ) -> None:
        self._workspace = workspace
        self._filing = filing
        self._addresses = addresses
        self._authorise = authorise
        self._http: aiohttp.ClientSession | None = None

    def table(self) -> list[web.RouteDef]:
        return [
            web.post("/v1/convai/twilio/outbound-call", self.dial, name="outbound_call"),
            web.post("/v1/convai/sip-trunk/outbound-call", self.dial_over_trunk, name="sip_outbound_call"),
            web.post(f"{ROOT}/document", self.document),
            web.post(f"{ROOT}/status", self.status),
            web.post(f"{ROOT}/verdict", self.verdict),
        ]

    async def close(self) -> None:
        if self._http:
            await self._http.close()

    async def dial(self, request: web.Request) -> web.Response:
        asked, number = await self._asked(request, "twilio")
        conversation = self._conversation(asked, number)
        problem = await self._place(conversation, asked)
        if problem:
            del self._workspace.conversations[conversation.conversation_id]
            return self._refused(problem, "callSid")
        self._lose_answer(request, asked.to_number)
        return web.json_response(self._placed(conversation))

    async def dial_over_trunk(self, request: web.Request) -> web.Response:
        """No trunk leads out of this machine: the call is taken, and its conversation stays `initiated`."""
        asked, number = await self._asked(request, "sip_trunk")
        if not number.get("outbound_trunk"):
            return self._refused("The phone number has no outbound trunk.", "sip_call_id")
        conversation = self._conversation(asked, number)
        conversation.source = "sip_trunk"
        self._lose_answer(request, asked.to_number)
        ids = {"conversation_id": conversation.conversation_id, "sip_call_id": secrets.token_hex(16)}
        return web.json_response(self._success(ids))

    async def _asked(self, request: web.Request, provider: str) -> tuple[OutboundCall, dict[str, Any]]:
        self._authorise(request, "convai_write")
        asked = request_shapes.outbound_call(await request.read())
        number = self._number(asked, provider)
        if asked.agent_id not in self._workspace.agents:
            raise not_found("agent", asked.agent_id, self._workspace.faults.not_found_shape)
        return asked, number

    def _lose_answer(self, request: web.Request, number: str) -> None:
        numbers = self._workspace.faults.lose_outbound_answers
        if number in numbers and request.transport:
            numbers.remove(number)
            request.transport.abort()  # it rings, and the answer never arrives

    def _number(self, asked: OutboundCall, provider: str) -> dict[str, Any]:
        number = self._workspace.numbers.get(asked.agent_phone_number_id)
        if number is None:
            raise not_found("phone_number", asked.agent_phone_number_id, self._workspace.faults.not_found_shape)
        if number["provider"] != provider:
            raise VendorError(400, "invalid_provider_config", f"The phone number is not a {provider} number.")
        return number

    def _conversation(self, asked: OutboundCall, number: dict[str, Any]) -> Conversation:
        conversation = self._workspace.new_conversation(self._workspace.agents[asked.agent_id])
        conversation.client_data = asked.client_data
        conversation.authorization_method = "authorization_header"
        conversation.phone_call = PhoneCall("outbound", number["phone_number"], asked.to_number)
        conversation.phone_call.phone_number_id = number["phone_number_id"]
        conversation.phone_call.hang_up_on = asked.hang_up_on
        return conversation

    async def _place(self, conversation: Conversation, asked: OutboundCall) -> str:
        """The carrier's refusal; empty when the phone rings."""
        status, payload = await self._carrier(conversation, "Calls.json", self._create_form(conversation, asked))
        if status != 201:
            return str(payload.get("message", "The carrier refused"))
        assert conversation.phone_call is not None
        conversation.phone_call.call_sid = payload["sid"]
        conversation.source = "twilio"
        return ""

    def _create_form(self, conversation: Conversation, asked: OutboundCall) -> list[tuple[str, str]]:
        assert conversation.phone_call is not None
        here = f"https://{self._workspace.public_host}" + ROOT.format(conversation_id=conversation.conversation_id)
        request = [
            ("To", conversation.phone_call.to_number),
            ("From", conversation.phone_call.from_number),
            ("Url", f"{here}/document"),
            ("StatusCallback", f"{here}/status"),
            *(("StatusCallbackEvent", event) for event in EVENTS),
            ("Timeout", str(min(asked.ringing_timeout_s, 600))),
        ]
        if asked.detection:
            request += [("MachineDetection", MODES[asked.detection]), ("AsyncAmd", "true")]
            request += [("AsyncAmdStatusCallback", f"{here}/verdict")]
        return request

    def _refused(self, problem: str, call_id_name: str) -> web.Response:
        """Whether a carrier's refusal comes with 200 or not is not documented: both can be had."""
        if self._workspace.faults.outbound_refusal_status:
            raise VendorError(self._workspace.faults.outbound_refusal_status, "twilio_error", problem)
        return web.json_response({"success": False, "message": problem, "conversation_id": None, call_id_name: None})

    def _placed(self, conversation: Conversation) -> dict[str, Any]:
        assert conversation.phone_call is not None
        return self._success(
            {"conversation_id": conversation.conversation_id, "callSid": conversation.phone_call.call_sid}
        )

    def _success(self, ids: dict[str, str | None]) -> dict[str, Any]:
        if self._workspace.faults.outbound_without_ids:
            ids = dict.fromkeys(ids)
        return {"success": True, "message": "Success", **ids}

    async def document(self, request: web.Request) -> web.Response:
        url = quoteattr(f"wss://{self._workspace.public_host}/v1/convai/conversation")
        value = quoteattr(self._known(request).conversation_id)
        stream = f'<Stream url={url}><Parameter name="conversation_id" value={value} /></Stream>'
        return web.Response(text=f"<Response><Connect>{stream}</Connect></Response>", content_type="text/xml")

    async def status(self, request: web.Request) -> web.Response:
        conversation, form = self._known(request), dict(await request.post())
        if form["CallStatus"] in {"busy", "no-answer", "failed", "canceled"}:
            self._reached_no_person(conversation, {name: str(value) for name, value in form.items()})
        elif form["CallStatus"] == "completed" and conversation.status == INITIATED:
            conversation.status = FAILED  # picked up, and gone before a word was said
        return web.Response(status=204)

    def _reached_no_person(self, conversation: Conversation, form: dict[str, str]) -> None:
        assert conversation.phone_call is not None
        status = form["CallStatus"]
        conversation.status = FAILED
        conversation.termination_reason = f"Call {status}"
        conversation.phone_call.call_result = RESULTS.get(status, "failed")
        self._workspace.tell(conversation, "never started", status)
        reason = REASONS.get(status, "unknown")
        self._filing.report_failure(conversation.agent.agent_id, conversation.conversation_id, reason, form)

    async def verdict(self, request: web.Request) -> web.Response:
        """Reported by webhook only. The rules say which answers are hung up on."""
        conversation, form = self._known(request), await request.post()
        answered_by = str(form["AnsweredBy"])
        self._filing.report_verdict(conversation, answered_by)
        assert conversation.phone_call is not None
        if answered_by in conversation.phone_call.hang_up_on and conversation.status in {INITIATED, IN_PROGRESS}:
            await self._carrier(
                conversation, f"Calls/{conversation.phone_call.call_sid}.json", [("Status", "completed")]
            )
        return web.Response(status=204)

    def _known(self, request: web.Request) -> Conversation:
        wanted = request.match_info["conversation_id"]
        if wanted not in self._workspace.conversations:
            raise not_found("conversation", wanted)
        return self._workspace.conversations[wanted]

    async def _carrier(
        self, conversation: Conversation, path: str, form: list[tuple[str, str]]
    ) -> tuple[int, dict[str, Any]]:
        """With the account the number was imported with."""
        assert conversation.phone_call is not None
        sid, token = self._workspace.carrier_accounts[conversation.phone_call.phone_number_id or ""]
        self._http = self._http or aiohttp.ClientSession()
        url = self._addresses.resolve(f"{CARRIER_API}{sid}/{path}")
        headers = {"Authorization": aiohttp.encode_basic_auth(sid, token)}
        async with self._http.post(url, data=form, headers=headers) as answer:
            return answer.status, await answer.json()
