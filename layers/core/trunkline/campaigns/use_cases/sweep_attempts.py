"""Sweeps attempts whose lease ran out: asks the vendor for their outcome, and never dials again."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from trunkline.campaigns.domain.attempts import Attempt, AttemptEnd, AttemptState, Outcome
from trunkline.campaigns.domain.campaigns import Campaign
from trunkline.campaigns.domain.dialling import DialState, Resolved
from trunkline.campaigns.ports import AttemptStore, Dialler, TickStore
from trunkline.campaigns.use_cases.cancel_attempt import withdrawn
from trunkline.campaigns.use_cases.settle_attempt import SettleAttemptDeps, lease_of, settle
from trunkline.errors import CarrierError, NotConfigured, ProviderError

AT_ONCE = 25
ASK_AGAIN = timedelta(minutes=2)
GIVES_UP = timedelta(days=1)
"""No call lasts so long. A vendor that cannot be asked for a day is not asked again."""


@dataclass(frozen=True, slots=True)
class SweepAttemptsDeps:
    """Dependencies of `sweep_attempts`."""

    ticks: TickStore
    attempts: AttemptStore
    dialler: Dialler
    seal_key: bytes


def sweep(campaign: Campaign, deps: SweepAttemptsDeps, now: datetime) -> int:
    """The number of attempts that ended. The first vendor that cannot be asked ends the sweep until the next tick."""
    swept = 0
    for attempt in deps.ticks.neglected(campaign.campaign_id, now, AT_ONCE):
        if attempt.state is AttemptState.QUEUED:
            swept += _withdraw(attempt, deps, now)
            continue
        try:
            resolved = deps.dialler.resolve(attempt, campaign, now)
        except (CarrierError, ProviderError, NotConfigured):
            swept += _wait_or_give_up(attempt, campaign, deps, now)
            break
        swept += _act_on(resolved, attempt, campaign, deps, now)
    return swept


def _withdraw(attempt: Attempt, deps: SweepAttemptsDeps, now: datetime) -> bool:
    """Withdraws an attempt whose message was never sent, or is lost or late: a late message finds it over."""
    seen = deps.attempts.look(attempt.campaign_id, attempt.contact_id, attempt.number)
    if seen is None or seen.attempt.state is not AttemptState.QUEUED:
        return False
    return deps.attempts.close(withdrawn(seen, "never-dialled", deps.seal_key, now))


def _act_on(resolved: Resolved, attempt: Attempt, campaign: Campaign, deps: SweepAttemptsDeps, now: datetime) -> bool:
    if resolved.state is DialState.GOING_ON:
        known = resolved.dialled
        if known and attempt.state is AttemptState.DIALLING:
            deps.attempts.placed(attempt, known.call_id, known.conversation_id, lease_of(campaign, now))
            return False
        return _wait_or_give_up(attempt, campaign, deps, now)
    ending = resolved.ending or AttemptEnd(Outcome.FAILED, resolved.state.value)
    return settle(attempt.attempt_id, ending, SettleAttemptDeps(deps.attempts), now)


def _wait_or_give_up(attempt: Attempt, campaign: Campaign, deps: SweepAttemptsDeps, now: datetime) -> bool:
    began = attempt.dialled_at or attempt.lease_until
    if now - began > GIVES_UP + timedelta(seconds=campaign.max_duration_s):
        return settle(
            attempt.attempt_id, AttemptEnd(Outcome.FAILED, "outcome-unknown"), SettleAttemptDeps(deps.attempts), now
        )
    deps.attempts.extend(attempt, now + ASK_AGAIN)
    return False
