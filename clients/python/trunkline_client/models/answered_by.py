from enum import StrEnum

class AnsweredBy(StrEnum):
    FAX = "fax"
    HUMAN = "human"
    IVR = "ivr"
    MACHINE = "machine"
    SCREENING = "screening"
    UNKNOWN = "unknown"

    def __str__(self) -> str:
        return str(self.value)
