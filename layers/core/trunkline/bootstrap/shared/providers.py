"""The voice providers there are, by name. A vendor is a package under `vendors/` and a line here."""

import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from trunkline.aws.secrets import ProviderSecrets, SecretCache
from trunkline.ids import DEFAULT_PROVIDER
from trunkline.vendors.elevenlabs.provider import ElevenLabsProvider
from trunkline.vendors.retell.provider import RetellProvider

if TYPE_CHECKING:
    from typing import Protocol

    from trunkline.accounts.ports import PersonalizationWebhook
    from trunkline.calls.ports.answers import AgentRegistrar
    from trunkline.calls.ports.live_calls import ProviderCalls
    from trunkline.campaigns.domain.attempts import Attempt
    from trunkline.campaigns.domain.campaigns import Campaign
    from trunkline.campaigns.domain.dialling import DialRequest, PlacedDial
    from trunkline.campaigns.ports import AgentDialler, Dialler
    from trunkline.conversations.ports import ToolWebhook, VoiceProvider
    from trunkline.realtime.voice_vendor import RealtimeVendor
    from trunkline.settings import SharedSettings
    from trunkline.speech.ports import AgentBook, AgentWordsBook, AgentWorkshop, VoiceWorkspace

    class Provider(VoiceProvider, Protocol):
        """All that a vendor's package offers: what campaigns, voices and the relay need of it as well."""

        def workspace(self) -> "VoiceWorkspace | None": ...

        def agents(self) -> "AgentBook | None": ...

        def dialler(
            self,
            variables_of: "Callable[[DialRequest], dict[str, str]]",
            on_dialled: "Callable[[Campaign, Attempt, PlacedDial], None]",
        ) -> "Dialler | None":
            """For campaigns that it dials for itself."""
            ...

        def agent_dialler(self) -> "AgentDialler | None":
            """For single calls that it dials for itself."""
            ...

        def personalization(self) -> "PersonalizationWebhook | None":
            """For its requests before inbound calls of its own."""
            ...

        def agent_words(self) -> "AgentWordsBook | None":
            """For agent files that are compared and applied."""
            ...

        def agent_workshop(self) -> "AgentWorkshop | None":
            """For the settings of its agents."""
            ...

        def tool_webhook(self) -> "ToolWebhook | None":
            """For tools that its agents ask for over HTTP."""
            ...

        def live_calls(self) -> "ProviderCalls | None":
            """For orders to calls whose media it carries."""
            ...

        def realtime(self) -> "RealtimeVendor | None":
            """For agents and voices that speak through the relay."""
            ...

    class ProviderPackage(Protocol):
        """The constructor of a provider, with its default base URL."""

        BASE_URL: str

        def __call__(self, base_url: str, secrets: Callable[[], ProviderSecrets]) -> Provider: ...


PROVIDERS: "Mapping[str, ProviderPackage]" = {
    ElevenLabsProvider.name: ElevenLabsProvider,
    RetellProvider.name: RetellProvider,
}


def voice_providers(
    base_url_of: Callable[[str], str], secrets_of: Callable[[str], ProviderSecrets]
) -> "dict[str, Provider]":
    return {name: build(base_url_of(name), partial(secrets_of, name)) for name, build in PROVIDERS.items()}


def known_providers(known: "SharedSettings", cache: SecretCache) -> "dict[str, Provider]":
    """For functions: secrets are looked up again when they are old."""
    return voice_providers(known.provider_base_url, lambda name: cache.current(time.time()).of_provider(name))


def registrars_of(providers: "Mapping[str, Provider]") -> "dict[str, AgentRegistrar]":
    """The providers that take over a call's media."""
    offered = {name: provider.registrar() for name, provider in providers.items()}
    return {name: registrar for name, registrar in offered.items() if registrar}


def personalization_webhooks(providers: "Mapping[str, Provider]") -> "dict[str, PersonalizationWebhook]":
    offered = {name: provider.personalization() for name, provider in providers.items()}
    return {name: webhook for name, webhook in offered.items() if webhook}


def tool_webhooks(providers: "Mapping[str, Provider]") -> "dict[str, ToolWebhook]":
    offered = {name: provider.tool_webhook() for name, provider in providers.items()}
    return {name: webhook for name, webhook in offered.items() if webhook}


def live_calls_of(providers: "Mapping[str, Provider]") -> "dict[str, ProviderCalls]":
    """The providers that take orders to their running calls."""
    offered = {name: provider.live_calls() for name, provider in providers.items()}
    return {name: calls for name, calls in offered.items() if calls}


def agents_of(providers: "Mapping[str, Provider]") -> "dict[str, AgentBook]":
    offered = {name: provider.agents() for name, provider in providers.items()}
    return {name: agents for name, agents in offered.items() if agents}


def default_workspace(providers: "Mapping[str, Provider]") -> "VoiceWorkspace":
    """The one whose voices, agents and numbers the API manages."""
    workspace = providers[DEFAULT_PROVIDER].workspace()
    assert workspace
    return workspace
