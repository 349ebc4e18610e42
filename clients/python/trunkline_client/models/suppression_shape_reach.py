from enum import StrEnum

class SuppressionShapeReach(StrEnum):
    CAMPAIGN = "campaign"
    COMPANY = "company"
    GLOBAL = "global"

    def __str__(self) -> str:
        return str(self.value)
