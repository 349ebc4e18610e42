"""Retell as a voice provider. Its clients are imported when one is asked for: webhooks do without."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from trunkline.aws.secrets import ProviderSecrets
from trunkline.conversations.domain.inbox_keys import UNKNOWN
from trunkline.ids import ConversationId
from trunkline.vendors.retell import signatures, webhook_envelopes

if TYPE_CHECKING:
    from trunkline.accounts.ports import PersonalizationWebhook
    from trunkline.campaigns.domain.attempts import Attempt
    from trunkline.campaigns.domain.campaigns import Campaign
    from trunkline.campaigns.domain.dialling import DialRequest, PlacedDial
    from trunkline.conversations.domain.post_call_reports import Report
    from trunkline.conversations.ports import ToolWebhook
    from trunkline.vendors.retell.agent_words import RetellWords
    from trunkline.vendors.retell.agent_workshop import RetellWorkshop
    from trunkline.vendors.retell.agents import RetellAgents
    from trunkline.vendors.retell.api import RetellApi
    from trunkline.vendors.retell.conversations import RetellConversations
    from trunkline.vendors.retell.dialler import RetellAgentDialler, RetellDialler
    from trunkline.vendors.retell.live_calls import RetellLiveCalls
    from trunkline.vendors.retell.registrar import RetellRegistrar

ANY, SOURCE = "any", "100.20.5.228"  # of webhooks and of the custom-LLM socket, in every region


class RetellProvider:
    """Retell speaks on its own lines: it has no socket for the relay, and its voices are managed there."""

    BASE_URL = "https://api.retellai.com"
    name = "retell"
    report_kinds = (*webhook_envelopes.KINDS, UNKNOWN)
    recording_content_type = "audio/wav"

    def __init__(self, base_url: str, secrets: Callable[[], ProviderSecrets]) -> None:
        self._base_url = base_url
        self._secrets = secrets

    def source_addresses(self, regions: str) -> frozenset[str]:
        return frozenset() if regions == ANY else frozenset({SOURCE})

    def verify(self, headers: Mapping[str, str], body: bytes, secrets: Sequence[str], now_s: float) -> None:
        signatures.verify(headers.get(signatures.SIGNATURE_HEADER), body, secrets, now_s)

    def inbox_key(self, body: bytes) -> str:
        return webhook_envelopes.inbox_key(self.name, body)

    def read_report(self, body: bytes) -> "Report":
        from trunkline.vendors.retell.webhook import read_report

        return read_report(body)

    def conversations(self) -> "RetellConversations":
        from trunkline.vendors.retell.conversations import RetellConversations
        from trunkline.web.vendor_client import VendorClient

        return RetellConversations(self._api, VendorClient(self._base_url))

    def delete_conversation(self, conversation_id: ConversationId) -> bool:
        return self.conversations().delete(conversation_id)

    def registrar(self) -> "RetellRegistrar":
        from trunkline.vendors.retell.registrar import RetellRegistrar

        return RetellRegistrar(lambda: self._api)

    def workspace(self) -> None:
        return None

    def agents(self) -> "RetellAgents":
        from trunkline.vendors.retell.agents import RetellAgents

        return RetellAgents(lambda: self._api)

    def dialler(
        self,
        variables_of: "Callable[[DialRequest], dict[str, str]]",
        on_dialled: "Callable[[Campaign, Attempt, PlacedDial], None]",
    ) -> "RetellDialler":
        from trunkline.vendors.retell.dialler import RetellDialler

        return RetellDialler(self._api, variables_of, on_dialled)

    def agent_dialler(self) -> "RetellAgentDialler":
        from trunkline.vendors.retell.dialler import RetellAgentDialler

        return RetellAgentDialler(self._api)

    def personalization(self) -> "PersonalizationWebhook":
        from trunkline.vendors.retell import inbound_webhook

        return inbound_webhook

    def agent_words(self) -> "RetellWords":
        from trunkline.vendors.retell.agent_words import RetellWords

        return RetellWords(lambda: self._api, self.agent_workshop())

    def agent_workshop(self) -> "RetellWorkshop":
        from trunkline.vendors.retell.agent_workshop import RetellWorkshop

        return RetellWorkshop(lambda: self._api)

    def tool_webhook(self) -> "ToolWebhook":
        from trunkline.vendors.retell import custom_functions

        return custom_functions

    def live_calls(self) -> "RetellLiveCalls":
        from trunkline.vendors.retell.live_calls import RetellLiveCalls

        return RetellLiveCalls(self._api)

    def realtime(self) -> None:
        return None

    @cached_property
    def _api(self) -> "RetellApi":
        from trunkline.vendors.retell.api import RetellApi
        from trunkline.web.vendor_client import VendorClient

        return RetellApi(VendorClient(self._base_url), lambda: self._secrets().api_key)
