"""What the carrier tells of a campaign's call: how far it is, who picked up, how it ended.

Callbacks come in any order, twice or not at all. Whatever they say, the attempt has one outcome, and nobody is spoken
to twice because a verdict came twice.
"""

from dataclasses import dataclass
from datetime import datetime

from trunkline.domain.attempts import AnsweredBy, Ending, parts_of
from trunkline.domain.call_instructions import Ending as CallEnding
from trunkline.domain.call_instructions import HangUp, SayAndHangUp
from trunkline.domain.calls import CallId, Progress, TimelineEvent
from trunkline.domain.campaigns import MachinePolicy
from trunkline.domain.dialling import answered_ending, call_facts, filled, policy_for, unanswered_ending, verdict_of
from trunkline.ports.calls import CallControl, CallRecords
from trunkline.ports.engine import Situation
from trunkline.protocols.twilio_webhooks import StatusUpdate
from trunkline.use_cases.settle_attempt import Settling, note_placed, settle


@dataclass(frozen=True, slots=True)
class Following:
    """What following a campaign's calls needs from the world."""

    settling: Settling
    calls: CallRecords
    carrier: CallControl


def follow_status(attempt_id: str, update: StatusUpdate, with_: Following, now: datetime) -> bool:
    """True when this callback settled the attempt."""
    seen = with_.settling.attempts.look(*parts_of(attempt_id))
    if seen is None:
        return False
    if update.status != "completed" and update.progress in {Progress.INITIATED, Progress.OVER}:
        event = TimelineEvent("placed", now, "placed by a campaign")
        with_.calls.open(update.call_id, event, call_facts(seen.campaign, seen.attempt, now))
    if update.progress is Progress.OVER:
        return settle(attempt_id, _ending(update, seen.attempt.answered_by), with_.settling, now)
    if not seen.attempt.call_id:
        note_placed(attempt_id, update.call_id, with_.settling, now)
    return False


def _ending(update: StatusUpdate, known: AnsweredBy | None) -> Ending:
    """The carrier repeats its verdict at the end of a call; one that came before counts as well."""
    if update.status != "completed":
        return unanswered_ending(update.status, str(update.facts.get("sip_code", "")))
    told = update.event.detail.get("AnsweredBy", "")
    duration_s = update.facts.get("duration_s")
    return answered_ending(verdict_of(told) if told else known, None if duration_s is None else int(duration_s))


def follow_verdict(attempt_id: str, call_id: CallId, word: str, with_: Following) -> MachinePolicy | None:
    """What was done about it: None when the attempt is over, unknown, or has its verdict. Raises CarrierError."""
    seen, answered_by = with_.settling.attempts.look(*parts_of(attempt_id)), verdict_of(word)
    if seen is None or not with_.settling.attempts.answered(seen.attempt, answered_by):
        return None
    policy = policy_for(seen.campaign, answered_by)
    if policy is not MachinePolicy.CONTINUE:
        with_.carrier.play(call_id, _instruction(policy, seen))
    return policy


def _instruction(policy: MachinePolicy, seen: Situation) -> CallEnding:
    """A campaign that has nothing to say after the beep hangs up."""
    variables = {**seen.campaign.dynamic_variables, **seen.contact.variables}
    message = filled(seen.campaign.voicemail_text, variables) if policy is MachinePolicy.LEAVE_MESSAGE else ""
    return SayAndHangUp(message) if message else HangUp()
