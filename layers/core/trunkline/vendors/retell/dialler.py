"""Retell places calls: of a campaign, and single ones. The attempt's id, or the reference of the order, is the
idempotency key, and stands in the call's metadata.

Retell documentation "Make outbound calls", read 2026-11: the key makes a repeated request harmless for an hour. It is
not repeated all the same; a request without an answer is looked up in the list.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import httpx

from trunkline.calls.domain.variables import merged
from trunkline.campaigns.domain.agent_calls import AgentCallRequest
from trunkline.campaigns.domain.attempts import Attempt, AttemptEnd
from trunkline.campaigns.domain.campaigns import Campaign
from trunkline.campaigns.domain.dialling import (
    NEVER_PLACED,
    DialRequest,
    DialState,
    PlacedDial,
    Resolved,
    result_ending,
)
from trunkline.conversations.domain.reconciliation import FINISHED
from trunkline.errors import OutcomeUnknown, ProviderError
from trunkline.ids import ConversationId
from trunkline.vendors.retell import calls_api as wire
from trunkline.vendors.retell.api import RetellApi, provider_error, read
from trunkline.vendors.retell.call_objects import NAME, USER_ID, duration_s, moment
from trunkline.vendors.retell.disconnections import disconnection_of
from trunkline.web.json_responses import Unreadable, optional_text, read_object
from trunkline.web.lenient_json import Fields
from trunkline.web.vendor_requests import VendorRequest

DIAL_BUDGET_S = 15.0
ATTEMPT, REFERENCE = "attempt_id", "reference"  # our own entries in a call's metadata
LISTED_BY = timedelta(minutes=3)  # the list may lag behind: before that, `not listed` means nothing


def create_call(order: DialRequest, variables: dict[str, str]) -> VendorRequest:
    campaign, attempt_id = order.campaign, order.attempt.attempt_id
    body = {
        "from_number": campaign.from_number,
        "to_number": order.attempt.to_number,
        "override_agent_id": campaign.agent_id,
        "agent_override": {"agent": {"ring_duration_ms": campaign.ring_s * 1000}},
        "metadata": {ATTEMPT: attempt_id},
        "retell_llm_dynamic_variables": wire.texts(variables),
        "honor_internal_dnc": True,
        "idempotency_key": attempt_id,
    }
    return VendorRequest("POST", "/v2/create-phone-call", json=body)


def create_agent_call(request: AgentCallRequest) -> VendorRequest:
    """Metadata, variables and overrides of the order go along; names of our own do not."""
    route = request.route
    own = {REFERENCE: request.reference} | ({USER_ID: route.user_id} if route.user_id else {})
    body = {
        "from_number": route.number,
        "to_number": request.to_number,
        "override_agent_id": route.agent_id,
        "metadata": merged(request.metadata, own),
        "retell_llm_dynamic_variables": wire.texts(merged(route.dynamic_variables, {})),
        "honor_internal_dnc": True,
        "idempotency_key": request.reference,
    }
    changed = wire.agent_override(route.overrides)
    return VendorRequest("POST", "/v2/create-phone-call", json=body | ({"agent_override": changed} if changed else {}))


def read_created(status: int, body: bytes) -> PlacedDial:
    """Raises ProviderError for a clear no, OutcomeUnknown where Retell does not say whether it will dial."""
    if 400 <= status < 500:
        raise provider_error(status, body)
    try:
        conversation_id = read_object(body, wire.call_id_of)
    except Unreadable as error:
        raise OutcomeUnknown(f"http_{status}", "Retell does not say whether it dials", status=status) from error
    return PlacedDial(None, conversation_id)


def dial_once(api: RetellApi, request: VendorRequest) -> PlacedDial:
    try:
        answer = api.send_once(request, DIAL_BUDGET_S)
    except (httpx.ConnectError, httpx.ConnectTimeout) as error:
        raise ProviderError("unreachable") from error  # nothing was sent
    except httpx.HTTPError as error:
        raise OutcomeUnknown("no_answer", "Retell did not answer") from error
    return read_created(*answer)


class RetellDialler:
    """The port `Dialler`. `on_dialled` is called with the conversation of an attempt as soon as Retell answers."""

    def __init__(
        self,
        api: RetellApi,
        variables_of: Callable[[DialRequest], dict[str, str]],
        on_dialled: Callable[[Campaign, Attempt, PlacedDial], None],
    ) -> None:
        self._api = api
        self._variables_of = variables_of
        self._on_dialled = on_dialled

    def dial(self, order: DialRequest) -> PlacedDial:
        dialled = dial_once(self._api, create_call(order, self._variables_of(order)))
        self._on_dialled(order.campaign, order.attempt, dialled)
        return dialled

    def resolve(self, attempt: Attempt, campaign: Campaign, now: datetime) -> Resolved:
        call = self._call_of(attempt, campaign)
        if call is None:
            is_early = attempt.dialled_at is not None and now - attempt.dialled_at < LISTED_BY
            return Resolved(DialState.GOING_ON) if is_early else NEVER_PLACED
        dialled = PlacedDial(None, wire.call_id_of(call))
        self._on_dialled(campaign, attempt, dialled)
        if wire.status_of(call) not in FINISHED:
            return Resolved(DialState.GOING_ON, dialled)
        return Resolved(DialState.OVER, dialled, ending_of(call))

    def _call_of(self, attempt: Attempt, campaign: Campaign) -> dict[str, Any] | None:
        if attempt.conversation_id:
            return read(*self._api.send(wire.get_call(ConversationId(attempt.conversation_id))), dict)
        request = wire.calls_with(ATTEMPT, attempt.attempt_id, campaign.agent_id)
        found = read(*self._api.send(request), wire.listed_calls)
        return found[0] if found else None


class RetellAgentDialler:
    """Single calls with an agent: the port `AgentDialler`."""

    def __init__(self, api: RetellApi) -> None:
        self._api = api

    def place(self, request: AgentCallRequest) -> PlacedDial:
        return dial_once(self._api, create_agent_call(request))

    def find(self, request: AgentCallRequest, since: datetime) -> PlacedDial | None:
        """By the reference, which another day's order may have had as well. An untaken call has no start."""
        listed = wire.calls_with(REFERENCE, request.reference, request.route.agent_id)
        calls = read(*self._api.send(listed), wire.listed_calls)
        found = [call for call in calls if (moment(Fields(call), "start_timestamp") or since) >= since]
        return PlacedDial(None, wire.call_id_of(found[0])) if found else None


def ending_of(call: dict[str, Any]) -> AttemptEnd:
    """From a call that is over; a list has no words, so its duration shows whether something was said."""
    fields = Fields(call)
    seconds = duration_s(fields)
    reason, status = optional_text(call, "disconnection_reason"), fields.text("call_status", NAME) or ""
    ended = disconnection_of(reason, status, has_words=seconds > 0)
    in_voicemail = fields.object("call_analysis").flag("in_voicemail")
    return result_ending(ended.result_with(in_voicemail) if ended.was_connected else ended.result, seconds)
