from enum import StrEnum

class Channel(StrEnum):
    CONVERSE = "converse"
    PROVIDER = "provider"
    REGISTER = "register"
    RELAY = "relay"
    VOICE = "voice"

    def __str__(self) -> str:
        return str(self.value)
