from enum import StrEnum

class CalledPatientResult(StrEnum):
    ADDED = "added"
    KNOWN = "known"
    REFUSED = "refused"

    def __str__(self) -> str:
        return str(self.value)
