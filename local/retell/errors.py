"""Refusals in Retell's words. An id that is not there is 422; 404 is for unknown routes."""

from dataclasses import dataclass

MESSAGES = {
    401: "API key is missing or invalid.",
    402: "Trial has ended, please add payment method.",
    404: "The requested resource was not found.",
    422: "Cannot find requested asset under given api key.",
    429: "Account rate limited, please throttle your requests.",
    500: "An unexpected server error occurred.",
}


@dataclass(eq=False)  # exceptions differ by identity
class Refusal(Exception):
    """`limiter`, `limit` and `reset_s` go into the headers of a 429."""

    status: int
    message: str = ""
    limiter: str = ""
    limit: int = 0
    reset_s: int = 0

    def body(self, key: str) -> dict[str, str]:
        words = self.message or MESSAGES.get(self.status, "Invalid request format, please check API reference.")
        return {"status": "error", "message": words} if key == "message" else {key: words}

    def headers(self) -> dict[str, str]:
        if not self.limiter:
            return {}
        limits = {"Limit": self.limit, "Remaining": 0, "Reset": self.reset_s}
        return {"X-RateLimit-Limiter": self.limiter} | {f"RateLimit-{name}": str(n) for name, n in limits.items()}
