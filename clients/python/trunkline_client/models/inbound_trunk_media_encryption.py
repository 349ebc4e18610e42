from enum import StrEnum

class InboundTrunkMediaEncryption(StrEnum):
    ALLOWED = "allowed"
    DISABLED = "disabled"
    REQUIRED = "required"

    def __str__(self) -> str:
        return str(self.value)
