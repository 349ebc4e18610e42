"""Attempts that nobody has heard of for too long. The vendor is asked what became of them; nobody is dialled again."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from trunkline.domain.attempts import Attempt, AttemptState, Ending, Outcome
from trunkline.domain.campaigns import Campaign
from trunkline.domain.dialling import Resolved, Whereabouts
from trunkline.domain.errors import CarrierError, NotConfigured, ProviderError
from trunkline.ports.dialling import Dialler
from trunkline.ports.engine import Attempting, Ticks
from trunkline.use_cases.settle_attempt import Settling, lease_of, settle
from trunkline.use_cases.stop_attempt import withdrawn

AT_ONCE = 25
ASK_AGAIN = timedelta(minutes=2)
GIVES_UP = timedelta(days=1)
"""No call lasts so long. Somebody who cannot be asked for a day will not know afterwards either."""


@dataclass(frozen=True, slots=True)
class Sweeping:
    """What sweeping needs from the world."""

    ticks: Ticks
    attempts: Attempting
    dialler: Dialler
    seal_key: bytes


def sweep(campaign: Campaign, with_: Sweeping, now: datetime) -> int:
    """How many ended. The first vendor that cannot be asked ends the sweep: the others wait for the next one."""
    swept = 0
    for attempt in with_.ticks.neglected(campaign.campaign_id, now, AT_ONCE):
        if attempt.state is AttemptState.QUEUED:
            swept += _withdraw(attempt, with_, now)
            continue
        try:
            resolved = with_.dialler.resolve(attempt, campaign, now)
        except (CarrierError, ProviderError, NotConfigured):
            swept += _wait_or_give_up(attempt, campaign, with_, now)
            break
        swept += _act_on(resolved, attempt, campaign, with_, now)
    return swept


def _withdraw(attempt: Attempt, with_: Sweeping, now: datetime) -> bool:
    """Its message was never sent, or is lost, or late: if it comes now it finds the attempt over."""
    seen = with_.attempts.look(attempt.campaign_id, attempt.contact_id, attempt.number)
    if seen is None or seen.attempt.state is not AttemptState.QUEUED:
        return False
    return with_.attempts.close(withdrawn(seen, "never-dialled", with_.seal_key, now))


def _act_on(resolved: Resolved, attempt: Attempt, campaign: Campaign, with_: Sweeping, now: datetime) -> bool:
    if resolved.whereabouts is Whereabouts.GOING_ON:
        known = resolved.dialled
        if known and attempt.state is AttemptState.DIALLING:
            with_.attempts.placed(attempt, known.call_id, known.conversation_id, lease_of(campaign, now))
            return False
        return _wait_or_give_up(attempt, campaign, with_, now)
    ending = resolved.ending or Ending(Outcome.FAILED, resolved.whereabouts.value)
    return settle(attempt.attempt_id, ending, Settling(with_.attempts), now)


def _wait_or_give_up(attempt: Attempt, campaign: Campaign, with_: Sweeping, now: datetime) -> bool:
    began = attempt.dialled_at or attempt.lease_until
    if now - began > GIVES_UP + timedelta(seconds=campaign.max_duration_s):
        return settle(attempt.attempt_id, Ending(Outcome.FAILED, "nobody-knows"), Settling(with_.attempts), now)
    with_.attempts.extend(attempt, now + ASK_AGAIN)
    return False
