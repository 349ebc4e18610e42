from enum import StrEnum

class Interruptible(StrEnum):
    ANY = "any"
    DTMF = "dtmf"
    NONE = "none"
    SPEECH = "speech"

    def __str__(self) -> str:
        return str(self.value)
