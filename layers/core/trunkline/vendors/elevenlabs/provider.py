"""ElevenLabs as a voice provider. Its clients are imported when one is asked for: webhooks do without."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from trunkline.aws.secrets import ProviderSecrets
from trunkline.conversations.domain.inbox_keys import UNKNOWN
from trunkline.ids import ConversationId
from trunkline.vendors.elevenlabs import report_envelopes, signatures, source_addresses

if TYPE_CHECKING:
    from trunkline.accounts.ports import PersonalizationWebhook
    from trunkline.campaigns.domain.attempts import Attempt
    from trunkline.campaigns.domain.campaigns import Campaign
    from trunkline.campaigns.domain.dialling import DialRequest, PlacedDial
    from trunkline.conversations.domain.post_call_reports import Report
    from trunkline.vendors.elevenlabs.agent_words import ElevenLabsWords
    from trunkline.vendors.elevenlabs.calls_client import ElevenLabsRegistrar
    from trunkline.vendors.elevenlabs.conversations_client import ElevenLabsConversations
    from trunkline.vendors.elevenlabs.dialler import ElevenLabsAgentDialler, ElevenLabsDialler
    from trunkline.vendors.elevenlabs.realtime import ElevenLabsRealtime
    from trunkline.vendors.elevenlabs.workspace_client import ElevenLabsWorkspace


class ElevenLabsProvider:
    """Secrets are asked for at each request: they may be rotated meanwhile. A client keeps its connection."""

    BASE_URL = "https://api.elevenlabs.io"
    name = "elevenlabs"
    report_kinds = (*report_envelopes.KINDS, UNKNOWN)
    recording_content_type = "audio/mpeg"

    def __init__(self, base_url: str, secrets: Callable[[], ProviderSecrets]) -> None:
        self._base_url = base_url
        self._secrets = secrets

    def source_addresses(self, regions: str) -> frozenset[str]:
        return source_addresses.addresses_of(regions)

    def verify(self, headers: Mapping[str, str], body: bytes, secrets: Sequence[str], now_s: float) -> None:
        signatures.verify(headers.get(signatures.SIGNATURE_HEADER), body, secrets, now_s)

    def inbox_key(self, body: bytes) -> str:
        return report_envelopes.inbox_key(self.name, body)

    def read_report(self, body: bytes) -> "Report":
        from trunkline.vendors.elevenlabs.post_call_webhook import read_report

        return read_report(body)

    def conversations(self) -> "ElevenLabsConversations":
        return self._conversations

    @cached_property
    def _conversations(self) -> "ElevenLabsConversations":
        from trunkline.vendors.elevenlabs.conversations_client import ElevenLabsConversations
        from trunkline.web.vendor_client import VendorClient

        return ElevenLabsConversations(VendorClient(self._base_url), self._api_key)

    def delete_conversation(self, conversation_id: ConversationId) -> bool:
        return self.workspace().delete_conversation(conversation_id)

    def registrar(self) -> "ElevenLabsRegistrar":
        from trunkline.vendors.elevenlabs.calls_client import ElevenLabsRegistrar

        return ElevenLabsRegistrar(self._base_url, self._api_key)

    def workspace(self) -> "ElevenLabsWorkspace":
        return self._workspace

    def agents(self) -> "ElevenLabsWorkspace":
        return self._workspace

    @cached_property
    def _workspace(self) -> "ElevenLabsWorkspace":
        from trunkline.vendors.elevenlabs.workspace_client import ElevenLabsWorkspace
        from trunkline.web.vendor_client import VendorClient

        return ElevenLabsWorkspace(VendorClient(self._base_url), self._api_key)

    def dialler(
        self,
        variables_of: "Callable[[DialRequest], dict[str, str]]",
        on_dialled: "Callable[[Campaign, Attempt, PlacedDial], None]",
    ) -> "ElevenLabsDialler":
        from trunkline.vendors.elevenlabs.dialler import ElevenLabsDialler
        from trunkline.web.vendor_client import VendorClient

        return ElevenLabsDialler(VendorClient(self._base_url), self._api_key, variables_of, on_dialled)

    def agent_dialler(self) -> "ElevenLabsAgentDialler":
        from trunkline.vendors.elevenlabs.dialler import ElevenLabsAgentDialler
        from trunkline.web.vendor_client import VendorClient

        return ElevenLabsAgentDialler(VendorClient(self._base_url), self._api_key)

    def personalization(self) -> "PersonalizationWebhook":
        from trunkline.vendors.elevenlabs import personalization_webhook

        return personalization_webhook

    def agent_workshop(self) -> None:
        return None

    def agent_words(self) -> "ElevenLabsWords":
        from trunkline.vendors.elevenlabs.agent_words import ElevenLabsWords
        from trunkline.web.vendor_client import VendorClient

        return ElevenLabsWords(VendorClient(self._base_url), self._api_key)

    def tool_webhook(self) -> None:
        return None

    def live_calls(self) -> None:
        return None

    def realtime(self) -> "ElevenLabsRealtime":
        import httpx

        from trunkline.vendors.elevenlabs.realtime import ElevenLabsRealtime

        return ElevenLabsRealtime(httpx.AsyncClient(base_url=self._base_url), self._api_key)

    def _api_key(self) -> str:
        return self._secrets().api_key
