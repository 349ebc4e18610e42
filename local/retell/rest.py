"""Retell's routes for calls: place, register, read, list, change, stop, delete, and its recordings."""

from dataclasses import dataclass
from typing import Any

from aiohttp import web

from local.retell import listing, shapes
from local.retell.errors import Refusal
from local.retell.lifecycle import Lifecycle
from local.retell.workspace import ENDED, ONGOING, OVER, REGISTERED, Agent, Call, Workspace

SAME_FOR_S = 3600.0  # an idempotency key
CALL = ("metadata", "retell_llm_dynamic_variables", "from_number", "to_number", "direction")


@dataclass
class CallRoutes:
    workspace: Workspace
    lifecycle: Lifecycle

    def table(self) -> list[web.RouteDef]:
        """The names are what faults and limits go by."""
        return [
            web.post("/v2/create-phone-call", self.create, name="create_phone_call"),
            web.post("/v2/register-phone-call", self.register, name="register_phone_call"),
            web.get("/v2/get-call/{call_id}", self.get, name="get_call"),
            web.post("/v3/list-calls", self.list, name="list_calls"),
            web.patch("/v2/update-call/{call_id}", self.update, name="update_call"),
            web.patch("/v2/update-live-call/{call_id}", self.update_live, name="update_live_call"),
            web.post("/v2/stop-call/{call_id}", self.stop, name="stop_call"),
            web.delete("/v2/delete-call/{call_id}", self.delete, name="delete_call"),
            web.get("/get-concurrency", self.concurrency, name="get_concurrency"),
        ]

    async def create(self, request: web.Request) -> web.Response:
        body = await shapes.body_of(request)
        shapes.numbers(body)
        shapes.call_body(body, any_variables=self.workspace.faults.any_variables)
        agent, key = self._agent_for(body), body.get("idempotency_key")
        if key and (known := self._created_before(key)):
            return web.json_response(known.values, status=201)
        self._refuse_crowd()
        own = {"direction": "outbound", "agent_override": body.get("agent_override")}
        call = self.workspace.new_call(agent, **{name: body.get(name) for name in CALL} | own)
        if key:
            self.workspace.created[key] = (self.workspace.now_s(), call.call_id)
        accepted = dict(call.values)
        self.workspace.place(call)
        return web.json_response(accepted, status=201)

    async def register(self, request: web.Request) -> web.Response:
        body = await shapes.body_of(request)
        shapes.required(body, "agent_id")
        shapes.call_body(body, any_variables=self.workspace.faults.any_variables)
        self._refuse_crowd()
        call = self.workspace.new_call(self._agent(body["agent_id"]), **{name: body.get(name) for name in CALL})
        self.lifecycle.expect_leg(call)
        return web.json_response(call.values, status=201)

    async def get(self, request: web.Request) -> web.Response:
        return web.json_response(self._call(request).values)

    async def list(self, request: web.Request) -> web.Response:
        return web.json_response(listing.page([*self.workspace.calls.values()], await shapes.body_of(request)))

    async def update(self, request: web.Request) -> web.Response:
        call, body = self._call(request), await shapes.body_of(request)
        if call.status not in OVER:
            raise Refusal(400, "Call is ongoing, use update-live-call.")
        allowed = {"metadata", "data_storage_setting", "custom_attributes"}
        call.values |= {name: value for name, value in body.items() if name in allowed}
        return web.json_response(call.values)

    async def update_live(self, request: web.Request) -> web.Response:
        call, body = self._call(request), await shapes.body_of(request)
        self._refuse_unless_live(call)
        fields, control = body.get("fields_to_override") or {}, body.get("call_control") or {}
        if "additional_context" in control and not control["additional_context"]:
            raise Refusal(400, "request/body/call_control/additional_context must NOT have fewer than 1 characters")
        self._override(call, fields)
        if words := control.get("additional_context"):
            call.items.append({"role": "injected", "content": str(words), "time_sec": 0})
        if control.get("trigger_response"):
            call.live.waiting.append(str(control.get("additional_context", "")))
        return web.json_response({"success": True})

    def _override(self, call: Call, fields: dict[str, Any]) -> None:
        shapes.call_body(fields, any_variables=False)
        if isinstance(given := fields.get("override_dynamic_variables"), dict):
            call.values["retell_llm_dynamic_variables"] = call.values.get("retell_llm_dynamic_variables", {}) | given
        if "metadata" in fields:
            call.values["metadata"] = fields["metadata"]

    async def stop(self, request: web.Request) -> web.Response:
        call = self._call(request)
        self._refuse_unless_live(call)
        call.live.stop("manual_stopped")
        return web.Response(status=204)

    async def delete(self, request: web.Request) -> web.Response:
        del self.workspace.calls[self._call(request).call_id]
        return web.Response(status=204)

    async def concurrency(self, _request: web.Request) -> web.Response:
        limit, live = self.workspace.concurrency_limit, self.workspace.live_calls()
        purchase = {"purchased_concurrency": 0, "concurrency_purchase_limit": 100, "remaining_purchase_limit": 100}
        burst = {"concurrency_burst_enabled": False, "concurrency_burst_limit": 0, "reserved_inbound_concurrency": 0}
        base = {"current_concurrency": live, "concurrency_limit": limit, "base_concurrency": limit}
        return web.json_response({**base, **purchase, **burst})

    async def recording(self, request: web.Request) -> web.Response:
        """At an address that needs no key, as a storage's is."""
        call = self.workspace.calls.get(request.match_info["call_id"])
        if call is None or not call.recording:
            return web.Response(status=404, text="<Error><Code>NoSuchKey</Code></Error>", content_type="text/xml")
        return web.Response(body=call.recording, content_type="audio/wav")

    def _agent_for(self, body: dict[str, Any]) -> Agent:
        number = self.workspace.numbers.get(body["from_number"])
        if number is None:
            raise Refusal(422)
        bound = [item["agent_id"] for item in number.get("outbound_agents") or []]
        agent_id = body.get("override_agent_id") or next(iter(bound), None)
        if agent_id is None:
            raise Refusal(400, "No outbound agent id set up for phone number.")
        return self._agent(agent_id)

    def _created_before(self, key: str) -> Call | None:
        at_s, call_id = self.workspace.created.get(key, (0.0, ""))
        return self.workspace.calls.get(call_id) if self.workspace.now_s() - at_s < SAME_FOR_S else None

    def _refuse_crowd(self) -> None:
        if self.workspace.live_calls() >= self.workspace.concurrency_limit:
            raise Refusal(429, "Concurrency limit reached.")

    def _refuse_unless_live(self, call: Call) -> None:
        if call.status != ONGOING or call.live is None:
            raise Refusal(400, f"Call is {call.status if call.status in {ENDED, REGISTERED} else 'not ongoing'}.")

    def _agent(self, agent_id: str) -> Agent:
        if agent_id not in self.workspace.agents:
            raise Refusal(422)
        return self.workspace.agents[agent_id]

    def _call(self, request: web.Request) -> Call:
        found = self.workspace.calls.get(request.match_info["call_id"])
        if found is None:
            raise Refusal(422)
        return found
