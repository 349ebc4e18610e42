from enum import StrEnum

class MachinePolicy(StrEnum):
    CONTINUE = "continue"
    HANG_UP = "hang_up"
    LEAVE_MESSAGE = "leave_message"

    def __str__(self) -> str:
        return str(self.value)
