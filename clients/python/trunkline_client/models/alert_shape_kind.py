from enum import StrEnum

class AlertShapeKind(StrEnum):
    ASSESSMENT = "assessment"
    TECHNICAL = "technical"

    def __str__(self) -> str:
        return str(self.value)
