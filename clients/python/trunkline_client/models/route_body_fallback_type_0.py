from enum import StrEnum

class RouteBodyFallbackType0(StrEnum):
    FORWARD = "forward"
    VOICEMAIL = "voicemail"

    def __str__(self) -> str:
        return str(self.value)
