from enum import StrEnum

class ListConversationsCallSuccessfulType0(StrEnum):
    FAILURE = "failure"
    SUCCESS = "success"
    UNKNOWN = "unknown"

    def __str__(self) -> str:
        return str(self.value)
