from enum import StrEnum

class CarrierSpeechShapeTtsProvider(StrEnum):
    AMAZON = "Amazon"
    ELEVENLABS = "ElevenLabs"
    GOOGLE = "Google"
    VALUE_0 = ""

    def __str__(self) -> str:
        return str(self.value)
