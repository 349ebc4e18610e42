"""Health endpoints, of calls and of the stage as a whole. They take no key and show no customer data."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field

from api.identity import deps_of
from api.models.fields import zulu
from trunkline.bootstrap.shared.api_deps import ApiDeps, CallDeps
from trunkline.errors import NotConfigured

router = APIRouter(tags=["health"])
at_root = APIRouter(tags=["health"])
Deps = Annotated[CallDeps, Depends(deps_of)]
AllDeps = Annotated[ApiDeps, Depends(deps_of)]


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


class Services(BaseModel):
    """`connected` and `ready` say that a key is configured: no vendor is asked. `off`: a stage without patients."""

    elevenlabs: Literal["connected", "not configured"] = Field(serialization_alias="elevenLabs")
    twilio: Literal["ready", "not configured"]
    voice_analysis: Literal["ready", "off"] = Field(serialization_alias="voiceAnalysis")


class StageHealth(BaseModel):
    status: str
    services: Services


@at_root.get("/health", response_model=StageHealth)
def stage_health(deps: AllDeps) -> StageHealth:
    """Whether the vendors' keys are configured, and whether patients' voices are measured. `degraded` without a key."""
    speaks, dials = deps.workspace.is_configured, deps.carrier.is_configured
    services = Services(
        elevenlabs="connected" if speaks else "not configured",
        twilio="ready" if dials else "not configured",
        voice_analysis="ready" if _has_patients(deps) else "off",
    )
    return StageHealth(status="healthy" if speaks and dials else "degraded", services=services)


def _has_patients(deps: ApiDeps) -> bool:
    try:
        deps.patients()
    except NotConfigured:
        return False
    return True
