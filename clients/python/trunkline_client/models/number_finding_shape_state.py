from enum import StrEnum

class NumberFindingShapeState(StrEnum):
    BAD = "bad"
    GOOD = "good"
    UNKNOWN = "unknown"

    def __str__(self) -> str:
        return str(self.value)
