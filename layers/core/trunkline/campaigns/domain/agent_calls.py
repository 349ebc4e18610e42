"""One call with an agent that a program orders, outside of any campaign."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from trunkline.calls.domain.call_webhook import events_url
from trunkline.calls.domain.outbound.destinations import Destinations
from trunkline.calls.domain.routes import Mode, Route
from trunkline.campaigns.domain.campaigns import Campaign, Channel
from trunkline.campaigns.domain.contact_rows import ContactLocation
from trunkline.campaigns.domain.contacts import Contact
from trunkline.ids import company_day

BY_PROVIDER = "provider"  # the mode of a call that the voice provider dials, in the call's record


@dataclass(frozen=True, slots=True)
class AgentCallRequest:
    """`route` is the route of this one call. `by_provider`: the voice provider dials, else the carrier."""

    route: Route
    to_number: str
    by_provider: bool = False
    phone_number_id: str = ""  # at a provider that dials from numbers imported there
    reference: str = ""  # the user's id at a provider that dials, where the program gave none: finds the call again
    webhook_url: str = ""
    metadata: Mapping[str, str] = field(default_factory=dict)
    destinations: Destinations = field(default_factory=Destinations)  # the stage's, narrowed to the company's own

    @property
    def user_id(self) -> str:
        return self.route.user_id or self.reference

    @property
    def channel(self) -> Channel:
        if self.by_provider:
            return Channel.PROVIDER
        return {Mode.RELAY: Channel.RELAY, Mode.CONVERSE: Channel.CONVERSE}.get(self.route.mode, Channel.REGISTER)


def as_campaign(request: AgentCallRequest, now: datetime) -> Campaign:
    """The campaign whose gates the call has: default hours and cap. The program answers for the consent."""
    return Campaign(
        campaign_id="",
        company_id=request.route.company_id,
        name="",
        channel=request.channel,
        from_number=request.route.number,
        created_at=now,
        agent_id=request.route.agent_id,
        phone_number_id=request.phone_number_id,
        destinations=tuple(request.destinations.regions),
        needs_consent=False,
        max_duration_s=request.route.max_duration_s,
        provider=request.route.provider,
    )


def as_contact(request: AgentCallRequest, location: ContactLocation) -> Contact:
    return Contact(
        contact_id="",
        campaign_id="",
        company_id=request.route.company_id,
        phone=location.phone,
        zone=location.zones[0] if location.zones else "",
        region=location.region,
        zone_is_inferred=True,
        zones=location.zones,
    )


def agent_call_facts(request: AgentCallRequest, order_id: str, base_url: str, now: datetime) -> dict[str, Any]:
    """Facts of the call that answering files as well, and facts from the program."""
    route = request.route
    return {
        "carrier": "twilio",
        "company_id": route.company_id,
        "company_day": company_day(route.company_id, now),
        "started_at": now.isoformat(),
        "direction": "outbound",
        "mode": BY_PROVIDER if request.by_provider else route.mode.value,
        "from_number": route.number,
        "to_number": request.to_number,
        "agent_id": route.agent_id,
        "provider": route.spoken_by,
        "plan_id": order_id or None,
        "user_id": route.user_id or None,
        "webhook_url": events_url(request.webhook_url, base_url),
        "metadata": dict(request.metadata) or None,
        "clinical": route.clinical or None,
    }


def order_values(request: AgentCallRequest) -> dict[str, Any]:
    """Of a call that waits for the relay. Its whole route is the plan of the same id, filed with the order."""
    route = request.route
    return {
        "agent": route.agent_id,
        "to_number": request.to_number,
        "from_number": route.number,
        "mode": route.mode.value,
        "provider": route.provider,
        "user_id": route.user_id,
        "clinical": route.clinical,
        "max_duration_s": route.max_duration_s,
        "webhook_url": request.webhook_url,
        "metadata": dict(request.metadata),
        "destinations": ",".join(sorted(request.destinations.regions)),
    }


def is_agent_order(order: Mapping[str, Any]) -> bool:
    return "agent" in order


def request_of(order: Mapping[str, Any], company_id: str) -> AgentCallRequest:
    """The request as far as dialling needs it: the route lacks what only the answer needs."""
    route = Route(
        number=order["from_number"],
        mode=Mode(order["mode"]),
        company_id=company_id,
        agent_id=order["agent"],
        max_duration_s=int(order["max_duration_s"]),
        provider=order["provider"],
        user_id=order["user_id"],
        clinical=order.get("clinical", False),
    )
    return AgentCallRequest(
        route,
        order["to_number"],
        webhook_url=order["webhook_url"],
        metadata=order["metadata"],
        destinations=Destinations.parse(order["destinations"]),
    )
