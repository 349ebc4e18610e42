from enum import StrEnum

class RouteBodyRejectReason(StrEnum):
    BUSY = "busy"
    REJECTED = "rejected"

    def __str__(self) -> str:
        return str(self.value)
