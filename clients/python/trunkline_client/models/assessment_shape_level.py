from enum import StrEnum

class AssessmentShapeLevel(StrEnum):
    EMERGENCY = "EMERGENCY"
    GREEN = "GREEN"
    ORANGE = "ORANGE"
    RED = "RED"
    YELLOW = "YELLOW"

    def __str__(self) -> str:
        return str(self.value)
