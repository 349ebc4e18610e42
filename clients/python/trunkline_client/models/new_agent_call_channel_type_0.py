from enum import StrEnum

class NewAgentCallChannelType0(StrEnum):
    CONVERSE = "converse"
    PROVIDER = "provider"
    REGISTER = "register"
    RELAY = "relay"

    def __str__(self) -> str:
        return str(self.value)
