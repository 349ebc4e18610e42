from enum import StrEnum

class GetRecordingAudioKind(StrEnum):
    CALL = "call"
    PROVIDER = "provider"
    VOICEMAIL = "voicemail"

    def __str__(self) -> str:
        return str(self.value)
