"""Is it there, and has it what it needs? The one room without a lock: it shows nothing of anybody."""

from fastapi import APIRouter
from pydantic import BaseModel

from api.identity import Deps
from api.models.fields import zulu

router = APIRouter(tags=["health"])


class Health(BaseModel):
    status: str
    timestamp: str
    active_integrations: int
    elevenlabs_configured: bool
    twilio_configured: bool


@router.get("/health", response_model=Health)
def health(deps: Deps) -> Health:
    """Whether the vendors' keys are in, and how many calls our relays carry. `degraded` without one of the keys."""
    now = deps.now()
    speaks, dials = deps.workspace.is_configured, deps.carrier.is_configured
    return Health(
        status="healthy" if speaks and dials else "degraded",
        timestamp=zulu(now),
        active_integrations=deps.live.count(now),
        elevenlabs_configured=speaks,
        twilio_configured=dials,
    )
