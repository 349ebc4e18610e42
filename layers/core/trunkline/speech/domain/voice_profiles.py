"""Voice profiles of a company: a voice per kind of inquiry, and a fallback."""

from dataclasses import dataclass, field, replace

from trunkline.speech.domain.voices import VoiceChoice


@dataclass(frozen=True, slots=True)
class VoiceProfiles:
    """`by_inquiry` names a voice for a kind of inquiry ("support", "sales"); the rest speaks with `usual`."""

    usual: VoiceChoice | None = None
    fallback: VoiceChoice | None = None  # when the wanted voice cannot be had
    by_inquiry: dict[str, VoiceChoice] = field(default_factory=dict)
    keep_no_record: bool = False  # zero retention at the provider; such speech is not kept here either
    remove_pii: bool = False  # what points to a person is taken out of each text before the provider gets it
    prompts: frozenset[str] = frozenset()  # ids of texts that were made before any call

    def voice_for(self, inquiry: str | None) -> VoiceChoice | None:
        return self.by_inquiry.get(inquiry or "", self.usual)

    def retained_by_inquiry(self) -> dict[str, VoiceChoice]:
        return {kind: self.with_retention(voice) for kind, voice in self.by_inquiry.items()}

    def with_retention(self, voice: VoiceChoice) -> VoiceChoice:
        """The voice with the company's own retention setting."""
        return replace(voice, keep_no_record=self.keep_no_record)
