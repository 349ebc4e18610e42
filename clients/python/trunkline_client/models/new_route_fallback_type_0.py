from enum import StrEnum

class NewRouteFallbackType0(StrEnum):
    FORWARD = "forward"
    VOICEMAIL = "voicemail"

    def __str__(self) -> str:
        return str(self.value)
