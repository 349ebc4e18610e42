"""Applies the carrier's callbacks about a campaign's call: its status, who answered, how it ended.

Callbacks come in any order, twice or not at all. The attempt has one outcome, and a repeated verdict does not repeat
the message.
"""

from dataclasses import dataclass
from datetime import datetime

from trunkline.calls.domain.call_instructions import Ending as CallEnding
from trunkline.calls.domain.call_instructions import HangUp, SayAndHangUp
from trunkline.calls.domain.call_status import StatusUpdate
from trunkline.calls.domain.calls import Progress, TimelineEvent
from trunkline.calls.ports.carrier import CallControl
from trunkline.calls.ports.records import CallRecords
from trunkline.campaigns.domain.attempts import AnsweredBy, AttemptEnd, parts_of
from trunkline.campaigns.domain.campaigns import MachinePolicy
from trunkline.campaigns.domain.dialling import (
    answered_ending,
    call_facts,
    filled,
    policy_for,
    unanswered_ending,
    verdict_of,
)
from trunkline.campaigns.ports import AttemptContext
from trunkline.campaigns.use_cases.settle_attempt import SettleAttemptDeps, note_placed, settle
from trunkline.ids import CallId


@dataclass(frozen=True, slots=True)
class ApplyCallStatusDeps:
    """Dependencies of `apply_call_status`."""

    settling: SettleAttemptDeps
    calls: CallRecords
    carrier: CallControl


def apply_call_status(attempt_id: str, update: StatusUpdate, deps: ApplyCallStatusDeps, now: datetime) -> bool:
    """True when this callback settled the attempt."""
    seen = deps.settling.attempts.look(*parts_of(attempt_id))
    if seen is None:
        return False
    if update.status != "completed" and update.progress in {Progress.INITIATED, Progress.OVER}:
        event = TimelineEvent("placed", now, "placed by a campaign")
        deps.calls.open(update.call_id, event, call_facts(seen.campaign, seen.attempt, now))
    if update.progress is Progress.OVER:
        return settle(attempt_id, _ending(update, seen.attempt.answered_by), deps.settling, now)
    if not seen.attempt.call_id:
        note_placed(attempt_id, update.call_id, deps.settling, now)
    return False


def _ending(update: StatusUpdate, known: AnsweredBy | None) -> AttemptEnd:
    """The carrier repeats its verdict at the end of a call; one that came before counts as well."""
    if update.status != "completed":
        return unanswered_ending(update.status, str(update.facts.get("sip_code", "")))
    payload = update.event.detail.get("AnsweredBy", "")
    duration_s = update.facts.get("duration_s")
    return answered_ending(verdict_of(payload) if payload else known, None if duration_s is None else int(duration_s))


def apply_machine_verdict(
    attempt_id: str, call_id: CallId, word: str, deps: ApplyCallStatusDeps
) -> MachinePolicy | None:
    """The policy that was applied; None when the attempt is over, unknown, or has its verdict. Raises CarrierError."""
    seen, answered_by = deps.settling.attempts.look(*parts_of(attempt_id)), verdict_of(word)
    if seen is None or not deps.settling.attempts.answered(seen.attempt, answered_by):
        return None
    policy = policy_for(seen.campaign, answered_by)
    if policy is not MachinePolicy.CONTINUE:
        deps.carrier.play(call_id, _instruction(policy, seen))
    return policy


def _instruction(policy: MachinePolicy, seen: AttemptContext) -> CallEnding:
    """A campaign that has nothing to say after the beep hangs up."""
    variables = {**seen.campaign.dynamic_variables, **seen.contact.variables}
    message = filled(seen.campaign.voicemail_text, variables) if policy is MachinePolicy.LEAVE_MESSAGE else ""
    return SayAndHangUp(message) if message else HangUp()
