from enum import StrEnum

class TransferAcceptance(StrEnum):
    ANSWER = "answer"
    KEY = "key"

    def __str__(self) -> str:
        return str(self.value)
