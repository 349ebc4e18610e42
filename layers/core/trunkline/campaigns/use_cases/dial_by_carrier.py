"""The carrier rings a contact; a plan of the attempt's name says how the call is answered.

The attempt's id is in the path of every URL the carrier is given, so that each callback names the attempt even if the
answer to the request is lost.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from trunkline.calls.domain.calls import PROGRESS_OF_STATUS, Progress
from trunkline.calls.domain.outbound.outbound_calls import Detection, OutboundCallRequest, PlacedCall
from trunkline.calls.domain.routes import Mode, Route
from trunkline.calls.domain.variables import merged
from trunkline.calls.ports.carrier import Carrier
from trunkline.calls.ports.outbound import Plans
from trunkline.campaigns.domain.attempts import Attempt
from trunkline.campaigns.domain.campaigns import Campaign, Channel
from trunkline.campaigns.domain.dialling import (
    NEVER_PLACED,
    DialRequest,
    DialState,
    PlacedDial,
    Resolved,
    answered_ending,
    detects_machines,
    filled,
    leaves_messages,
    unanswered_ending,
    verdict_of,
)

MODES = {
    Channel.RELAY: Mode.RELAY,
    Channel.REGISTER: Mode.REGISTER,
    Channel.VOICE: Mode.VOICE,
    Channel.CONVERSE: Mode.CONVERSE,
}
APOLOGY = "We are sorry, something went wrong with this call. Goodbye."
CLOCKS_DIFFER = timedelta(seconds=30)
LISTED_BY = timedelta(minutes=3)  # the carrier's list lags behind: before that, `not listed` means nothing


@dataclass(frozen=True, slots=True)
class CarrierDialler:
    """For the channels whose calls the carrier places."""

    carrier: Carrier
    plans: Plans
    public_base_url: str

    def dial(self, order: DialRequest) -> PlacedDial:
        """The plan is on file before the phone rings."""
        self.plans.add(order.attempt.attempt_id, plan_of(order), _dialled_at(order.attempt))
        return PlacedDial(self.carrier.place(_call_order(order, self.public_base_url)).call_id)

    def resolve(self, attempt: Attempt, campaign: Campaign, now: datetime) -> Resolved:
        call = self._call_of(attempt, campaign)
        if call is not None:
            return _resolved(call)
        if attempt.call_id:
            return Resolved(DialState.OVER, PlacedDial(attempt.call_id), unanswered_ending("gone"))
        if now - _dialled_at(attempt) < LISTED_BY:
            return Resolved(DialState.GOING_ON)
        return NEVER_PLACED

    def _call_of(self, attempt: Attempt, campaign: Campaign) -> PlacedCall | None:
        """Without a known id: the first call to this number from ours since it was ordered."""
        if attempt.call_id:
            return self.carrier.find(attempt.call_id)
        since = _dialled_at(attempt) - CLOCKS_DIFFER
        listed = self.carrier.placed_since(attempt.to_number, campaign.from_number, since)
        return min(listed, key=_since_when, default=None)


def plan_of(order: DialRequest) -> Route:
    """A route for this one call."""
    campaign, attempt = order.campaign, order.attempt
    variables = variables_of(order)
    return Route(
        number=campaign.from_number,
        mode=MODES[campaign.channel],
        company_id=campaign.company_id,
        agent_id=campaign.agent_id,
        apology=APOLOGY,
        voice=campaign.voice,
        opening=filled(campaign.text, variables) if campaign.channel is Channel.VOICE else "",
        opt_out_key=campaign.opt_out_key,
        max_duration_s=campaign.max_duration_s,
        dynamic_variables=variables,
        campaign_id=attempt.campaign_id,
        contact_id=attempt.contact_id,
        attempt_id=attempt.attempt_id,
        provider=campaign.provider,
        clinical=campaign.clinical,
        disclosures=campaign.disclosures,
    )


def variables_of(order: DialRequest) -> dict[str, str]:
    """The contact's own go over the campaign's. `attempt_id` is ours: by it a report finds its attempt."""
    return merged({**order.campaign.dynamic_variables, **order.variables}, {"attempt_id": order.attempt.attempt_id})


def _call_order(order: DialRequest, base_url: str) -> OutboundCallRequest:
    attempt_id, campaign = order.attempt.attempt_id, order.campaign
    return OutboundCallRequest(
        order.attempt.to_number,
        campaign.from_number,
        answer_url=f"{base_url}/twilio/voice/plan/{attempt_id}",
        status_url=f"{base_url}/api/v1/twilio/call-status/{attempt_id}",
        ring_s=campaign.ring_s,
        limit_s=campaign.max_duration_s,
        detection=_detection(campaign),
        verdict_url=f"{base_url}/twilio/amd/{attempt_id}",
    )


def _detection(campaign: Campaign) -> Detection:
    if not detects_machines(campaign):
        return Detection.OFF
    return Detection.AFTER_THE_BEEP if leaves_messages(campaign) else Detection.AT_ONCE


def _resolved(call: PlacedCall) -> Resolved:
    dialled = PlacedDial(call.call_id)
    if PROGRESS_OF_STATUS.get(call.status, Progress.OVER) is not Progress.OVER:
        return Resolved(DialState.GOING_ON, dialled)
    if call.status != "completed":
        return Resolved(DialState.OVER, dialled, unanswered_ending(call.status))
    answered_by = verdict_of(call.answered_by) if call.answered_by else None
    return Resolved(DialState.OVER, dialled, answered_ending(answered_by, call.duration_s))


def _since_when(call: PlacedCall) -> tuple[bool, datetime]:
    """A sort key. A call in the carrier's queue has no time yet, and comes last."""
    return call.created_at is None, call.created_at or datetime.max.replace(tzinfo=UTC)


def _dialled_at(attempt: Attempt) -> datetime:
    if attempt.dialled_at is None:
        raise ValueError("an attempt is dialled after it is marked")
    return attempt.dialled_at
