from enum import StrEnum

class CallOrderedStatus(StrEnum):
    DIALLING = "dialling"
    FAILED = "failed"
    PLACED = "placed"
    WAITING = "waiting"

    def __str__(self) -> str:
        return str(self.value)
