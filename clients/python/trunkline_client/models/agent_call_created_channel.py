from enum import StrEnum

class AgentCallCreatedChannel(StrEnum):
    PROVIDER = "provider"
    REGISTER = "register"
    RELAY = "relay"

    def __str__(self) -> str:
        return str(self.value)
