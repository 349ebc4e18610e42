from enum import StrEnum

class ReplayDeadLettersQueue(StrEnum):
    DELIVERIES = "deliveries"
    ERASURES = "erasures"
    EXPORTS = "exports"
    LISTS = "lists"

    def __str__(self) -> str:
        return str(self.value)
