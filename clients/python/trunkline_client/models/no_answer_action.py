from enum import StrEnum

class NoAnswerAction(StrEnum):
    AGENT = "agent"
    FALLBACK = "fallback"
    VOICEMAIL = "voicemail"

    def __str__(self) -> str:
        return str(self.value)
