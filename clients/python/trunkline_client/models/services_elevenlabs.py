from enum import StrEnum

class ServicesElevenlabs(StrEnum):
    CONNECTED = "connected"
    NOT_CONFIGURED = "not configured"

    def __str__(self) -> str:
        return str(self.value)
