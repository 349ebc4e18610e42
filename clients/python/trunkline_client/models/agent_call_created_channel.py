from enum import StrEnum

class AgentCallCreatedChannel(StrEnum):
    CONVERSE = "converse"
    PROVIDER = "provider"
    REGISTER = "register"
    RELAY = "relay"

    def __str__(self) -> str:
        return str(self.value)
