from enum import StrEnum

class NewRouteRejectReason(StrEnum):
    BUSY = "busy"
    REJECTED = "rejected"

    def __str__(self) -> str:
        return str(self.value)
