"""The dialler of every channel."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from trunkline.aws.directory_table import Directory
from trunkline.aws.dynamodb import DynamoDB
from trunkline.aws.retention import Retention
from trunkline.aws.secrets import SecretCache
from trunkline.bootstrap.shared.carriers import twilio_client
from trunkline.bootstrap.shared.common import utc_now
from trunkline.bootstrap.shared.providers import known_providers
from trunkline.calls.adapters.call_plans_table import PlansTable
from trunkline.calls.domain.calls import TimelineEvent
from trunkline.calls.domain.outbound.destinations import Destinations
from trunkline.campaigns.domain.attempts import Attempt
from trunkline.campaigns.domain.campaigns import Campaign, Channel
from trunkline.campaigns.domain.dialling import DialRequest, PlacedDial, Resolved, call_facts
from trunkline.campaigns.ports import Dialler
from trunkline.campaigns.use_cases.dial_by_carrier import CarrierDialler, variables_of
from trunkline.conversations.adapters.conversations_table import ConversationsTable
from trunkline.conversations.ports import ConversationRecords
from trunkline.errors import CarrierError, NotConfigured
from trunkline.ids import CallId, ConversationId
from trunkline.settings import Settings
from trunkline.telemetry import count, log

if TYPE_CHECKING:
    from trunkline.bootstrap.shared.providers import Provider
    from trunkline.calls.ports.carrier import Carrier


OnDialled = Callable[[Campaign, Attempt, PlacedDial], None]


@dataclass(frozen=True, slots=True)
class ChannelDialler:
    """The port `Dialler`: the campaign's voice provider for the channel `provider`, the carrier for the others."""

    by_carrier: Dialler
    by_provider: Mapping[str, Dialler]
    destinations: Destinations

    def dial(self, order: DialRequest) -> PlacedDial:
        if why := self.destinations.refusal(order.attempt.to_number):
            raise CarrierError("destination_not_allowed", why)
        return self._dialler(order.campaign).dial(order)

    def resolve(self, attempt: Attempt, campaign: Campaign, now: datetime) -> Resolved:
        return self._dialler(campaign).resolve(attempt, campaign, now)

    def _dialler(self, campaign: Campaign) -> Dialler:
        if campaign.channel is not Channel.PROVIDER:
            return self.by_carrier
        dialler = self.by_provider.get(campaign.provider)
        if dialler is None:
            raise NotConfigured(f"the voice provider {campaign.provider} places no calls")
        return dialler


def dialler(known: Settings, cache: SecretCache, dynamodb: DynamoDB, kept: Retention) -> ChannelDialler:
    """A call costs one request of AWS beside the vendor's: a plan before it, or the conversation's link after it."""
    carrier: Carrier = twilio_client(known.twilio_base_url, cache)
    by_carrier = CarrierDialler(carrier, PlansTable(Directory(dynamodb, known.directory_table)), known.public_base_url)
    on_dialled = linking(ConversationsTable(dynamodb, known.calls_table, retention=kept))
    by_provider = diallers_of(known_providers(known, cache), on_dialled)
    return ChannelDialler(by_carrier, by_provider, Destinations.parse(known.allowed_destinations))


def diallers_of(providers: "Mapping[str, Provider]", on_dialled: OnDialled) -> dict[str, Dialler]:
    offered = {name: provider.dialler(variables_of, on_dialled) for name, provider in providers.items()}
    return {name: dialler for name, dialler in offered.items() if dialler}


def linking(conversations: ConversationRecords) -> Callable[[Campaign, Attempt, PlacedDial], None]:
    """A call that rings is not undone because a note of it failed: its report names the attempt as well."""

    def link(campaign: Campaign, attempt: Attempt, dialled: PlacedDial) -> None:
        if not dialled.conversation_id:
            return
        conversation_id, now = ConversationId(dialled.conversation_id), utc_now()
        event = TimelineEvent("placed", now, "placed by a campaign")
        facts = call_facts(campaign, attempt, now)
        try:
            conversations.open_dialled(conversation_id, dialled.call_id or CallId(conversation_id), event, facts)
        except Exception:  # noqa: BLE001 - the phone rings already
            log.exception("conversation not linked", attempt_id=attempt.attempt_id)
            count("ConversationNotLinked")

    return link
