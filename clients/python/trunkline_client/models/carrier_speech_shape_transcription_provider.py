from enum import StrEnum

class CarrierSpeechShapeTranscriptionProvider(StrEnum):
    DEEPGRAM = "Deepgram"
    GOOGLE = "Google"
    VALUE_0 = ""

    def __str__(self) -> str:
        return str(self.value)
