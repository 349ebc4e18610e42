"""Ports for the voice provider's workspace and the speech cache."""

from collections.abc import Mapping
from typing import Any, Protocol

from trunkline.speech.domain.agent_settings import AgentPlan, KnownAgent
from trunkline.speech.domain.agent_words import AgentWords, WordsPlan
from trunkline.speech.domain.prompts import Prompt
from trunkline.speech.domain.voices import AgentFormats, Speech, Voice, VoiceChoice


class AgentBook(Protocol):
    """The agents of a voice provider. Raises ProviderError and NotConfigured."""

    def agent(self, agent_id: str) -> AgentFormats | None: ...


class AgentWorkshop(Protocol):
    """Settings of a voice provider's agents, read and changed. Raises ProviderError and NotConfigured."""

    def all(self) -> list[KnownAgent]: ...

    def find(self, agent_id: str) -> KnownAgent | None:
        """Its latest version."""
        ...

    def plan(self, agent: KnownAgent, wanted: Mapping[str, Any]) -> AgentPlan:
        """Changes nothing. Raises BadRequest for a setting that is none, or of another form."""
        ...

    def apply(self, plan: AgentPlan, *, publish: bool = False) -> KnownAgent:
        """Nothing but the plan's changes. A published agent is published again; a draft where that is said."""
        ...


class AgentWordsBook(Protocol):
    """What agents at one provider say and speak with. Raises ProviderError and NotConfigured."""

    def plan(self, agent_id: str, wanted: AgentWords) -> WordsPlan | None:
        """Changes nothing. None where there is no such agent."""
        ...

    def apply(self, plan: WordsPlan) -> None:
        """Nothing but the plan's changes."""
        ...


class VoiceWorkspace(Protocol):
    """The voice provider beside its calls: voices, speech, agents, numbers. Raises ProviderError and NotConfigured."""

    @property
    def is_configured(self) -> bool: ...

    def voices(self) -> list[Voice]: ...

    def voice(self, voice_id: str) -> Voice | None: ...

    def speak(self, text: str, voice: VoiceChoice) -> Speech:
        """MP3."""
        ...

    def speak_for_telephone(self, text: str, voice: VoiceChoice) -> Speech:
        """Mu-law at 8 kHz, without a header."""
        ...

    def agent(self, agent_id: str) -> AgentFormats | None: ...

    def import_number(self, body: Mapping[str, Any]) -> str: ...

    def change_number(self, phone_number_id: str, changes: Mapping[str, Any]) -> None: ...

    def delete_number(self, phone_number_id: str) -> None: ...


class SpeechCache(Protocol):
    """Cached speech, by text and voice."""

    def find(self, key: str) -> bytes | None: ...

    def keep(self, key: str, audio: bytes, content_type: str = "audio/mpeg") -> None: ...

    def remove(self, key: str) -> None: ...


class Prompts(Protocol):
    """A company's prompts, without their audio. The company's voice profiles name them all, for the relay."""

    def find(self, company_id: str, prompt_id: str) -> Prompt | None: ...

    def of_company(self, company_id: str) -> list[Prompt]: ...

    def add(self, prompt: Prompt) -> None:
        """May be repeated."""
        ...

    def remove(self, company_id: str, prompt_id: str) -> bool:
        """False when there is none."""
        ...
