from enum import StrEnum

class AlarmShapeState(StrEnum):
    ALARM = "alarm"
    OK = "ok"
    UNKNOWN = "unknown"

    def __str__(self) -> str:
        return str(self.value)
