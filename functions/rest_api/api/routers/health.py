"""Health endpoint. The only one without authentication; returns no customer data."""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel

from api.identity import deps_of
from api.models.fields import zulu
from trunkline.bootstrap.shared.api_deps import CallDeps

router = APIRouter(tags=["health"])
Deps = Annotated[CallDeps, Depends(deps_of)]


class Health(BaseModel):
    status: str
    timestamp: str
    active_integrations: int
    elevenlabs_configured: bool
    twilio_configured: bool


@router.get("/health", response_model=Health)
def health(deps: Deps) -> Health:
    """Whether the vendors' keys are configured, and the number of calls on our relays. `degraded` without a key."""
    now = deps.now()
    speaks, dials = deps.workspace.is_configured, deps.carrier.is_configured
    return Health(
        status="healthy" if speaks and dials else "degraded",
        timestamp=zulu(now),
        active_integrations=deps.live.count(now),
        elevenlabs_configured=speaks,
        twilio_configured=dials,
    )
