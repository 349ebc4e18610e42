from enum import StrEnum

class ResultsShapeStatus(StrEnum):
    DONE = "done"
    WORKING = "working"

    def __str__(self) -> str:
        return str(self.value)
