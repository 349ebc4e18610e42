"""Runs every minute for each running campaign: sweeps lost attempts and claims the contacts of the next minute."""

from functools import cache
from typing import Any

from trunkline.bootstrap.campaign_tick import campaign_tick_deps
from trunkline.campaigns.use_cases.tick_campaign import TickCampaignDeps, Ticked, tick
from trunkline.errors import BadRequest
from trunkline.telemetry import count, log

STOPS = {"breaker", "budget"}


@cache  # not built at the start: it reads a secret, and no caller waits for this function
def deps() -> TickCampaignDeps:
    return campaign_tick_deps()


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    return respond(event, deps())


def respond(event: dict[str, Any], deps: TickCampaignDeps) -> dict[str, Any]:
    campaign_id = event.get("campaign_id")
    if not isinstance(campaign_id, str) or not campaign_id:
        raise BadRequest("a tick names its campaign")
    ticked = tick(campaign_id, deps, deps.now())
    _report(campaign_id, ticked)
    state = ticked.state.value if ticked.state else None
    return {"state": state, "claimed": ticked.claimed, "refused": ticked.refused, "swept": ticked.swept}


def _report(campaign_id: str, ticked: Ticked) -> None:
    counts = {"claimed": ticked.claimed, "refused": ticked.refused, "swept": ticked.swept}
    log.info("campaign ticked", campaign_id=campaign_id, reason=ticked.reason, **counts)
    if ticked.swept:
        count("AttemptSwept")
    if ticked.reason in STOPS:
        count("CampaignStopped", reason=ticked.reason)
