from enum import StrEnum

class Keypad(StrEnum):
    CONTEXT = "context"
    IGNORE = "ignore"
    MESSAGE = "message"

    def __str__(self) -> str:
        return str(self.value)
