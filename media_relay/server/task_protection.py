"""Task protection: asks ECS not to scale this task in while it has calls.

Amazon ECS task scale-in protection endpoint, read 2026-11: PUT $ECS_AGENT_URI/task-protection/v1/state. Off Fargate
there is no such address, and nothing to protect from.
"""

from dataclasses import dataclass

import httpx

from trunkline.telemetry import count, log

EXPIRES_MINUTES = 60  # a relay that dies does not stay protected for ever
RENEW_S = 20 * 60.0
TRY_AGAIN_S = 15.0
PATH = "/task-protection/v1/state"


@dataclass(slots=True)
class TaskProtection:
    """ECS scale-in protection while there are calls. ECS is asked only when that changes something."""

    client: httpx.AsyncClient  # its base URL is ECS_AGENT_URI
    _is_on: bool = False
    _next_s: float = 0.0

    async def follow(self, live_calls: int, now_s: float) -> None:
        wanted = live_calls > 0
        is_due = wanted and now_s >= self._next_s
        if wanted == self._is_on and not is_due:
            return
        if await self._set(wanted):
            self._is_on, self._next_s = wanted, now_s + RENEW_S
        else:
            self._next_s = now_s + TRY_AGAIN_S

    async def _set(self, is_on: bool) -> bool:
        state: dict[str, object] = {"ProtectionEnabled": is_on}
        if is_on:
            state["ExpiresInMinutes"] = EXPIRES_MINUTES
        try:
            answer = await self.client.put(PATH, json=state, timeout=5.0)
            reason = _refusal(answer.json(), is_on)
        except (httpx.HTTPError, ValueError) as error:
            reason = type(error).__name__
        if reason:
            log.warning("task protection not set", wanted=is_on, reason=reason)
            count("TaskProtectionFailed")
        return not reason


def _refusal(answer: object, wanted: bool) -> str:
    """Empty only when the agent says that the task is as wanted: an answer of any other shape is no protection."""
    parts = answer if isinstance(answer, dict) else {}
    protection, failure, error = (_object(parts.get(name)) for name in ("protection", "failure", "error"))
    if protection.get("ProtectionEnabled") is wanted and not failure and not error:
        return ""
    return str(failure.get("Reason") or error.get("Code") or "unreadable")


def _object(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}
