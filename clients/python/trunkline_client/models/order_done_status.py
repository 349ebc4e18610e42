from enum import StrEnum

class OrderDoneStatus(StrEnum):
    CONTEXT_GIVEN = "context given"
    ENDED = "ended"
    KEYS_PLAYED = "keys played"
    MESSAGE_SENT = "message sent"
    TRANSFERRING = "transferring"

    def __str__(self) -> str:
        return str(self.value)
