"""Client for ElevenLabs' outbound calls; requests and answers are in `outbound_api`."""

from collections.abc import Callable
from datetime import datetime, timedelta

import httpx

from trunkline.campaigns.domain.agent_calls import AgentCallRequest
from trunkline.campaigns.domain.attempts import Attempt
from trunkline.campaigns.domain.campaigns import Campaign
from trunkline.campaigns.domain.dialling import NEVER_PLACED, DialRequest, DialState, PlacedDial, Resolved
from trunkline.errors import NotConfigured, OutcomeUnknown, ProviderError
from trunkline.ids import ConversationId
from trunkline.vendors.elevenlabs import outbound_api as wire
from trunkline.vendors.elevenlabs.conversations_api import get_conversation
from trunkline.vendors.elevenlabs.conversations_client import READ_BUDGET_S
from trunkline.vendors.elevenlabs.workspace_client import NO_KEY
from trunkline.web.vendor_client import VendorClient, provider_errors
from trunkline.web.vendor_requests import VendorRequest

LISTED_BY = timedelta(minutes=3)  # the list lags behind: before that, `not listed` means nothing


class OutboundRequests:
    """Requests of both kinds of calls: of campaigns, and single ones."""

    def __init__(self, client: VendorClient, api_key: Callable[[], str]) -> None:
        self._client = client
        self._api_key = api_key

    def dial_once(self, request: VendorRequest) -> tuple[int, bytes]:
        try:
            return self._send(request, wire.DIAL_BUDGET_S)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise ProviderError("unreachable") from error  # nothing was sent
        except httpx.HTTPError as error:
            raise OutcomeUnknown("no_answer", "the voice provider did not answer") from error

    def ask(self, request: VendorRequest) -> tuple[int, bytes]:
        with provider_errors():
            return self._send(request, READ_BUDGET_S)

    def _send(self, request: VendorRequest, budget_s: float) -> tuple[int, bytes]:
        key = self._api_key()
        if not key:
            raise NotConfigured(NO_KEY)
        answer = self._client.request(
            request.method,
            request.path,
            json=request.json,
            params=request.query,
            headers={"xi-api-key": key},
            timeout=budget_s,
        )
        return answer.status_code, answer.content


class ElevenLabsDialler:
    """`on_dialled` is called with the conversation of an attempt as soon as ElevenLabs answers."""

    def __init__(
        self,
        client: VendorClient,
        api_key: Callable[[], str],
        variables_of: Callable[[DialRequest], dict[str, str]],
        on_dialled: Callable[[Campaign, Attempt, PlacedDial], None],
    ) -> None:
        self._requests = OutboundRequests(client, api_key)
        self._variables_of = variables_of
        self._on_dialled = on_dialled

    def dial(self, order: DialRequest) -> PlacedDial:
        dialled = wire.read_dialled(*self._requests.dial_once(wire.outbound_call(order, self._variables_of(order))))
        self._on_dialled(order.campaign, order.attempt, dialled)
        return dialled

    def resolve(self, attempt: Attempt, campaign: Campaign, now: datetime) -> Resolved:
        conversation_id = ConversationId(attempt.conversation_id) or self._listed(attempt, campaign)
        if conversation_id is None:
            is_early = attempt.dialled_at is not None and now - attempt.dialled_at < LISTED_BY
            return Resolved(DialState.GOING_ON) if is_early else NEVER_PLACED
        found = wire.read_resolved(conversation_id, *self._requests.ask(get_conversation(conversation_id)))
        if found.dialled:
            self._on_dialled(campaign, attempt, found.dialled)
        return found

    def _listed(self, attempt: Attempt, campaign: Campaign) -> ConversationId | None:
        return wire.read_first(*self._requests.ask(wire.conversations_of(attempt.attempt_id, campaign.agent_id)))


class ElevenLabsAgentDialler:
    """Single calls with an agent: the port `AgentDialler`."""

    def __init__(self, client: VendorClient, api_key: Callable[[], str]) -> None:
        self._requests = OutboundRequests(client, api_key)

    def place(self, request: AgentCallRequest) -> PlacedDial:
        return wire.read_dialled(*self._requests.dial_once(wire.agent_call(request)))

    def find(self, request: AgentCallRequest, since: datetime) -> PlacedDial | None:
        listed = wire.conversations_of(request.user_id, request.route.agent_id, since)
        conversation_id = wire.read_first(*self._requests.ask(listed))
        if conversation_id is None:
            return None
        return wire.read_resolved(conversation_id, *self._requests.ask(get_conversation(conversation_id))).dialled
