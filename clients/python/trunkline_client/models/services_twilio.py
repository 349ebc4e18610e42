from enum import StrEnum

class ServicesTwilio(StrEnum):
    NOT_CONFIGURED = "not configured"
    READY = "ready"

    def __str__(self) -> str:
        return str(self.value)
