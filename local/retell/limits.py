"""Requests per ten seconds of each limiter, and the headers of a refusal."""

from collections import defaultdict, deque
from dataclasses import dataclass, field

from local.retell.errors import Refusal

WINDOW_S = 10.0
LIMITS = {"call": 1000, "list": 15, "general": 100}
OF_ROUTE = {"create_phone_call": "call", "register_phone_call": "call", "list_calls": "list", "list_agents": "list"}


@dataclass
class RateLimits:
    limits: dict[str, int] = field(default_factory=lambda: dict(LIMITS))
    _seen: defaultdict[str, deque[float]] = field(default_factory=lambda: defaultdict(deque))

    def count(self, route: str, now_s: float) -> None:
        """Raises Refusal 429."""
        limiter = OF_ROUTE.get(route, "general")
        seen = self._seen[route]
        while seen and now_s - seen[0] >= WINDOW_S:
            seen.popleft()
        if len(seen) >= self.limits[limiter]:
            reset_s = max(1, round(WINDOW_S - (now_s - seen[0])))
            raise Refusal(429, limiter=limiter, limit=self.limits[limiter], reset_s=reset_s)
        seen.append(now_s)
