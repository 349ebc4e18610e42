from enum import StrEnum

class EnteredWeightUnit(StrEnum):
    KG = "kg"
    LB = "lb"

    def __str__(self) -> str:
        return str(self.value)
