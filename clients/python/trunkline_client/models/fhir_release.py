from enum import StrEnum

class FhirRelease(StrEnum):
    R4 = "R4"
    R5 = "R5"

    def __str__(self) -> str:
        return str(self.value)
