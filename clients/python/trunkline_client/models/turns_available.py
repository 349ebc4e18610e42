from enum import StrEnum

class TurnsAvailable(StrEnum):
    AFTER_CALL = "after_call"
    LIVE = "live"
    NEVER = "never"

    def __str__(self) -> str:
        return str(self.value)
