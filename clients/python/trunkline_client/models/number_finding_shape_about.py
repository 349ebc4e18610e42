from enum import StrEnum

class NumberFindingShapeAbout(StrEnum):
    AGENT = "agent"
    CARRIER = "carrier"

    def __str__(self) -> str:
        return str(self.value)
