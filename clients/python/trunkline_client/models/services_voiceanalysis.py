from enum import StrEnum

class ServicesVoiceanalysis(StrEnum):
    OFF = "off"
    READY = "ready"

    def __str__(self) -> str:
        return str(self.value)
