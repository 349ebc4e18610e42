from enum import StrEnum

class NewKeyRequestScope(StrEnum):
    ADMIN = "admin"
    OPERATE = "operate"
    READ = "read"

    def __str__(self) -> str:
        return str(self.value)
