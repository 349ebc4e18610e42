"""Settles a campaign's attempt from a voice provider's report, and records an opt-out that the report contains.

The carrier reports the end of calls that it places; of calls that the provider places, only this report does.
"""

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

from trunkline.campaigns.domain.attempts import AnsweredBy, AttemptEnd, Outcome, parts_of
from trunkline.campaigns.domain.campaigns import Channel
from trunkline.campaigns.domain.dialling import (
    ANSWERED,
    answered_ending,
    detects_machines,
    result_ending,
    unanswered_ending,
    verdict_of,
)
from trunkline.campaigns.ports import AttemptContext
from trunkline.campaigns.use_cases.opt_out import OptOut, OptOutDeps, opt_out
from trunkline.campaigns.use_cases.settle_attempt import settle
from trunkline.conversations.domain.post_call_reports import (
    ConversationReport,
    MachineReport,
    NeverStartedReport,
    Report,
)
from trunkline.conversations.use_cases.file_report import Filed
from trunkline.errors import BadRequest
from trunkline.numbering.e164 import is_of_a_person

VERDICT_BY = timedelta(minutes=2)
STOP_CALLING = "stop_calling"  # the name of the tool, and of the item of data collection
VOICEMAIL_TOOL = "voicemail_detection"
# A language model writes it in many forms: true, 1.0, "Yes, she asked twice", "ja".
YES = {
    "true",
    "yes",
    "yeah",
    "yep",
    "y",
    "1",
    "ja",
    "jo",
    "oui",
    "si",
    "sì",
    "sí",
    "sim",
    "tak",
    "da",
    "да",
    "evet",
    "hai",
}
_OfACall = ConversationReport | NeverStartedReport  # reports that have the call's variables and numbers
YES |= {"はい", "是", "네"}


def settle_from_report(report: Report, filed: Filed, deps: OptOutDeps) -> bool:
    """Applies a report to its attempt. Returns whether the person asked not to be called again."""
    seen = _its_attempt(report, filed, deps)
    request = _opt_out(report, filed, seen)
    if request is not None:
        opt_out(request, deps)
        return True
    if seen is None:
        return False
    if isinstance(report, MachineReport):
        deps.settling.attempts.answered(seen.attempt, verdict_of(report.answered_by))
    if seen.campaign.channel is Channel.PROVIDER:
        _settle(report, filed, seen, deps)
    return False


def _settle(report: Report, filed: Filed, seen: AttemptContext, deps: OptOutDeps) -> None:
    """Report and verdict come in either order; whichever is second ends the attempt. A verdict that never comes is not
    waited for long: the sweep asks the provider then."""
    ending, now = ending_of(report, filed, seen.attempt.answered_by or _verdict(filed)), deps.now()
    if ending is None:
        return
    if ending.answered_by is None and ending.outcome is Outcome.HUMAN and detects_machines(seen.campaign):
        deps.settling.attempts.extend(seen.attempt, now + VERDICT_BY)
        return
    settle(seen.attempt.attempt_id, ending, deps.settling, now)


def ending_of(report: Report, filed: Filed, verdict: AnsweredBy | None) -> AttemptEnd | None:
    """None until a report says that the call is over."""
    match report:
        case MachineReport():
            return answered_ending(verdict_of(report.answered_by)) if filed.is_reported else None
        case NeverStartedReport():
            reason = report.reason if report.reason != "unknown" else report.carrier_status or "unknown"
            return unanswered_ending(reason, report.sip_code)
        case ConversationReport():
            return _conversation_ending(report, verdict)
    return None


def _conversation_ending(report: ConversationReport, verdict: AnsweredBy | None) -> AttemptEnd:
    """The carrier's verdict counts before the agent's: it listened for nothing else."""
    result = report.call_result or ""
    if result not in ANSWERED:
        return unanswered_ending(result)
    if verdict is None:
        verdict = AnsweredBy.MACHINE if _used(report, VOICEMAIL_TOOL) else ANSWERED[result]
    payload = str(report.data_collection.get("answered_by") or "")
    if payload and verdict in {None, AnsweredBy.UNKNOWN, AnsweredBy.HUMAN}:
        verdict = verdict_of(payload)  # an agent can tell a screening or a menu from a person; no detection can
    return result_ending(result, report.duration_s, verdict)


def _its_attempt(report: Report, filed: Filed, deps: OptOutDeps) -> AttemptContext | None:
    """By the link that was made when it was dialled; else by the variable, if agent and call or number say the same.

    A variable alone proves nothing: a company may send what variables it likes.
    """
    claimed = report.variables.get("attempt_id", "") if isinstance(report, _OfACall) else ""
    attempt_id = filed.attempt_id or claimed
    if not attempt_id:
        return None
    try:
        seen = deps.settling.attempts.look(*parts_of(attempt_id))
    except BadRequest:
        return None
    return seen if seen is not None and (filed.attempt_id or _is_its(report, filed, seen)) else None


def _is_its(report: Report, filed: Filed, seen: AttemptContext) -> bool:
    if not isinstance(report, _OfACall) or report.agent_id != seen.campaign.agent_id:
        return False
    if filed.record.get("company_id") not in {None, seen.attempt.company_id}:
        return False
    if seen.attempt.call_id and seen.attempt.call_id == filed.call_id:
        return True
    return report.direction == "outbound" and report.other_number == seen.attempt.to_number


def _verdict(filed: Filed) -> AnsweredBy | None:
    return verdict_of(filed.answered_by) if filed.answered_by else None


def _opt_out(report: Report, filed: Filed, seen: AttemptContext | None) -> OptOut | None:
    if not isinstance(report, ConversationReport) or not _wants_no_calls(report):
        return None
    if seen is not None:
        return OptOut(seen.attempt.company_id, seen.attempt.to_number, "report", seen.attempt.attempt_id)
    company_id, person = str(filed.record.get("company_id") or ""), _person(filed.record)
    return OptOut(company_id, person, "report") if company_id and is_of_a_person(person) else None


def _wants_no_calls(report: ConversationReport) -> bool:
    return report.wants_no_calls or _is_yes(report.data_collection.get(STOP_CALLING)) or _used(report, STOP_CALLING)


def _is_yes(said: Any) -> bool:
    if isinstance(said, bool | int | Decimal):
        return bool(said)
    first = re.match(r"\W*(\w+)", said) if isinstance(said, str) else None
    return first is not None and first[1].casefold() in YES


def _used(report: ConversationReport, tool: str) -> bool:
    return any(use.name == tool for use in report.tools)


def _person(record: dict[str, Any]) -> str:
    return str(record.get("to_number" if record.get("direction") == "outbound" else "from_number") or "")
