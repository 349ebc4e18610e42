from enum import StrEnum

class Mode(StrEnum):
    CONVERSE = "converse"
    FORWARD = "forward"
    REGISTER = "register"
    REJECT = "reject"
    RELAY = "relay"
    VOICE = "voice"
    VOICEMAIL = "voicemail"

    def __str__(self) -> str:
        return str(self.value)
