"""Dialling one attempt, and what the vendors' words for its end mean: data, a line for each word."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from trunkline.campaigns.domain.attempts import AnsweredBy, Attempt, AttemptEnd, Outcome
from trunkline.campaigns.domain.campaigns import Campaign, MachinePolicy
from trunkline.errors import CarrierError, ProviderError
from trunkline.ids import CallId, company_day


@dataclass(frozen=True, slots=True)
class DialRequest:
    """A request to dial an attempt, which is on file as DIALLING, with `dialled_at`. `variables` are the contact's."""

    attempt: Attempt
    campaign: Campaign
    variables: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class PlacedDial:
    """The vendor's ids of a placed call. `conversation_id` where the vendor returns it at once."""

    call_id: CallId | None
    conversation_id: str = ""


class DialState(StrEnum):
    """A vendor's answer about an attempt."""

    NOT_THERE = "not-there"  # it never placed a call for it
    GOING_ON = "going-on"  # a call that is not over, or too early to tell
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Resolved:
    """`ending` is there when it is over, and when it was never placed."""

    state: DialState
    dialled: PlacedDial | None = None
    ending: AttemptEnd | None = None


VARIABLE = re.compile(r"\{\{\s*([A-Za-z0-9_]+)\s*\}\}")  # as the voice provider writes them
NEVER_PLACED = Resolved(DialState.NOT_THERE, None, AttemptEnd(Outcome.FAILED, "never-placed"))

VERDICTS = {
    "human": AnsweredBy.HUMAN,
    "machine_start": AnsweredBy.MACHINE,
    "machine_end_beep": AnsweredBy.MACHINE,
    "machine_end_silence": AnsweredBy.MACHINE,
    "machine_end_other": AnsweredBy.MACHINE,
    "voicemail": AnsweredBy.MACHINE,
    "machine": AnsweredBy.MACHINE,
    "fax": AnsweredBy.FAX,
    "screening": AnsweredBy.SCREENING,
    "ivr": AnsweredBy.IVR,
    "unknown": AnsweredBy.UNKNOWN,
}
OUTCOMES = {
    AnsweredBy.HUMAN: Outcome.HUMAN,
    AnsweredBy.UNKNOWN: Outcome.HUMAN,
    AnsweredBy.MACHINE: Outcome.MACHINE,
    AnsweredBy.SCREENING: Outcome.SCREENING,
    AnsweredBy.IVR: Outcome.IVR,
    AnsweredBy.FAX: Outcome.FAX,
}
CALLBACK = "callback"
# Call results of a voice provider for answered calls, and who answered; empty: it names no result.
ANSWERED: Mapping[str, AnsweredBy | None] = {
    "": None,
    "answered": None,
    "human": AnsweredBy.HUMAN,
    CALLBACK: AnsweredBy.HUMAN,
    "voicemail": AnsweredBy.MACHINE,
    "ivr": AnsweredBy.IVR,
}
UNANSWERED = {
    "busy": Outcome.BUSY,
    "no-answer": Outcome.NO_ANSWER,
    "no_answer": Outcome.NO_ANSWER,
    "canceled": Outcome.NO_ANSWER,  # it rang, and was cancelled before it was answered
    "failed": Outcome.FAILED,
}
# An unassigned number may be reported as `failed`, a rejected call as `no-answer`; a more specific SIP code overrides
# the status.
SIP_OUTCOMES = {
    "408": Outcome.NO_ANSWER,
    "480": Outcome.NO_ANSWER,
    "486": Outcome.BUSY,
    "487": Outcome.NO_ANSWER,
    "600": Outcome.BUSY,
    "603": Outcome.NO_ANSWER,
}


def verdict_of(word: str) -> AnsweredBy:
    """The verdict of a vendor's word. An unknown word is UNKNOWN, which counts as human, so a new word cuts no call."""
    return VERDICTS.get(word.strip().lower().replace("-", "_"), AnsweredBy.UNKNOWN)


def answered_ending(answered_by: AnsweredBy | None, seconds: int | None = None) -> AttemptEnd:
    """The end of an answered call. Without a verdict it is UNKNOWN, which counts as human."""
    return AttemptEnd(OUTCOMES[answered_by or AnsweredBy.UNKNOWN], "answered", answered_by, seconds)


def result_ending(result: str, seconds: int | None, verdict: AnsweredBy | None = None) -> AttemptEnd:
    """The end by a voice provider's call result; a verdict counts before what the result says of who answered."""
    if result not in ANSWERED:
        return unanswered_ending(result)
    if result == CALLBACK:
        return AttemptEnd(Outcome.CALLBACK, result, AnsweredBy.HUMAN, seconds)
    return answered_ending(verdict or ANSWERED[result], seconds)


def unanswered_ending(status: str, sip_code: str = "") -> AttemptEnd:
    """The end of an unanswered call. A new word counts as failed, and is the reason."""
    outcome = UNANSWERED.get(status, Outcome.FAILED)
    if outcome is Outcome.FAILED:
        outcome = SIP_OUTCOMES.get(sip_code, outcome)
    return AttemptEnd(outcome, f"sip-{sip_code}" if sip_code else status or "unknown")


def refused_ending(error: CarrierError | ProviderError) -> AttemptEnd:
    """The vendor said no when it was asked to dial: surely nothing rang."""
    return AttemptEnd(Outcome.FAILED, f"refused-{error.code}")


def detects_machines(campaign: Campaign) -> bool:
    """Detection is billed by the call: a campaign that continues for every verdict does without."""
    return any(policy is not MachinePolicy.CONTINUE for policy in campaign.machines.values())


def leaves_messages(campaign: Campaign) -> bool:
    """Messages are spoken after the beep, so the verdict comes later."""
    return MachinePolicy.LEAVE_MESSAGE in campaign.machines.values()


def policy_for(campaign: Campaign, answered_by: AnsweredBy) -> MachinePolicy:
    return campaign.machines.get(answered_by, MachinePolicy.CONTINUE)


def call_facts(campaign: Campaign, attempt: Attempt, now: datetime) -> dict[str, Any]:
    """Facts of a campaign's call from the start: its owner is on file even if it is never answered."""
    began = attempt.dialled_at or now
    return {
        "carrier": "twilio",
        "company_id": attempt.company_id,
        "company_day": company_day(attempt.company_id, began),
        "started_at": began.isoformat(),
        "direction": "outbound",
        "mode": campaign.channel.value,
        "from_number": campaign.from_number,
        "to_number": attempt.to_number,
        "campaign_id": attempt.campaign_id,
        "contact_id": attempt.contact_id,
        "attempt_id": attempt.attempt_id,
        "clinical": campaign.clinical or None,
    }


def filled(text: str, variables: Mapping[str, str]) -> str:
    """A text with a contact's variables filled in. A missing variable is left out."""
    return VARIABLE.sub(lambda found: variables.get(found[1], ""), text).strip()
