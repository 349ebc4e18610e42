"""Campaigns as plain values and back: what the table keeps of an order, a contact, an attempt, a decision."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from trunkline.calls.domain.carrier_speech import Disclosures
from trunkline.campaigns.domain.attempts import AnsweredBy, Attempt, AttemptState, Outcome
from trunkline.campaigns.domain.audit_log import Decision, Step
from trunkline.campaigns.domain.campaigns import (
    Breaker,
    Campaign,
    CampaignState,
    Channel,
    FrequencyCap,
    MachinePolicy,
    Pacing,
    RetryRule,
    Window,
)
from trunkline.campaigns.domain.contacts import Consent, Contact, ContactState
from trunkline.ids import CallId
from trunkline.speech.domain.voices import VoiceChoice

Values = Mapping[str, Any]


def millis(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def moment_of(known: int | None) -> datetime | None:
    return None if known is None else datetime.fromtimestamp(known / 1000, UTC)


def text_of(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def read_moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def campaign_values(campaign: Campaign) -> dict[str, Any]:
    moments = ("created_at", "starts_at", "ends_at", "moved_at")
    return (
        asdict(campaign)
        | {name: text_of(getattr(campaign, name)) for name in moments}
        | {
            "voice": campaign.voice.values() if campaign.voice else None,
            "window": {
                "opens": campaign.window.opens.isoformat(),
                "closes": campaign.window.closes.isoformat(),
                "weekdays": sorted(campaign.window.weekdays),
            },
            "retries": {
                outcome.value: {"attempts": rule.attempts, "wait_s": int(rule.wait.total_seconds())}
                for outcome, rule in campaign.retries.items()
            },
            "machines": {answered.value: policy.value for answered, policy in campaign.machines.items()},
        }
    )


def campaign_from(values: Values) -> Campaign:
    known = {name: values[name] for name in AS_THEY_ARE if name in values}
    return Campaign(
        **known,
        channel=Channel(values["channel"]),
        created_at=datetime.fromisoformat(values["created_at"]),
        voice=VoiceChoice.of(values["voice"]) if values.get("voice") else None,
        window=_window(values["window"]),
        pacing=Pacing(Decimal(values["pacing"]["calls_per_second"]), values["pacing"]["live_calls"]),
        cap=FrequencyCap(**values["cap"]),
        breaker=Breaker(**values["breaker"]),
        retries={Outcome(outcome): _rule(rule) for outcome, rule in values["retries"].items()},
        machines={AnsweredBy(who): MachinePolicy(policy) for who, policy in values["machines"].items()},
        destinations=tuple(values["destinations"]),
        budget_usd=Decimal(values["budget_usd"]) if "budget_usd" in values else None,
        starts_at=read_moment(values.get("starts_at")),
        ends_at=read_moment(values.get("ends_at")),
        state=CampaignState(values["state"]),
        moved_at=read_moment(values.get("moved_at")),
        disclosures=Disclosures.of(values.get("disclosures", {})),
    )


AS_THEY_ARE = (
    "campaign_id", "company_id", "name", "from_number", "agent_id", "phone_number_id", "text", "voicemail_text",
    "dynamic_variables", "needs_consent", "ring_s", "max_duration_s", "state_reason",
    "opt_out_key", "provider", "clinical",
)  # fmt: skip


def _window(values: Values) -> Window:
    opens, closes = time.fromisoformat(values["opens"]), time.fromisoformat(values["closes"])
    return Window(opens, closes, frozenset(values["weekdays"]))


def _rule(values: Values) -> RetryRule:
    return RetryRule(values["attempts"], timedelta(seconds=values["wait_s"]))


def contact_values(contact: Contact) -> dict[str, Any]:
    consent = contact.consent
    values = {name: getattr(contact, name) for name in CONTACT_AS_IS}
    return values | {
        "zones": contact.zones,
        "variables": dict(contact.variables),
        "consent": {"basis": consent.basis, "given_at": consent.given_at.isoformat()} if consent else None,
        "state": contact.state.value,
    }


def contact_from(values: Values) -> Contact:
    consent = values.get("consent")
    return Contact(
        **{name: values[name] for name in CONTACT_AS_IS},
        zones=tuple(values["zones"]),
        variables=values["variables"],
        consent=Consent(consent["basis"], datetime.fromisoformat(consent["given_at"])) if consent else None,
        state=ContactState(values["state"]),
        due_at=moment_of(values.get("due_at")),
    )


CONTACT_AS_IS = (
    "contact_id", "campaign_id", "company_id", "phone", "zone", "region", "zone_is_inferred", "attempts", "dialled",
    "outcome", "reason", "decisions", "seal",
)  # fmt: skip


def attempt_values(attempt: Attempt) -> dict[str, Any]:
    values = {name: getattr(attempt, name) for name in ATTEMPT_AS_IS}
    return values | {
        "call_id": attempt.call_id,
        "conversation_id": attempt.conversation_id or None,
        "state": attempt.state.value,
        "dialled_at": text_of(attempt.dialled_at),
        "answered_by": attempt.answered_by.value if attempt.answered_by else None,
        "outcome": attempt.outcome.value if attempt.outcome else None,
        "reason": attempt.reason or None,
        "ended_at": text_of(attempt.ended_at),
        "lease_until": millis(attempt.lease_until),
    }


def attempt_from(values: Values) -> Attempt:
    lease_until, call_id = moment_of(values["lease_until"]), values.get("call_id")
    assert lease_until
    return Attempt(
        **{name: values[name] for name in ATTEMPT_AS_IS},
        state=AttemptState(values["state"]),
        lease_until=lease_until,
        call_id=CallId(call_id) if call_id else None,
        conversation_id=values.get("conversation_id", ""),
        dialled_at=read_moment(values.get("dialled_at")),
        answered_by=AnsweredBy(values["answered_by"]) if "answered_by" in values else None,
        outcome=Outcome(values["outcome"]) if "outcome" in values else None,
        reason=values.get("reason", ""),
        ended_at=read_moment(values.get("ended_at")),
    )


ATTEMPT_AS_IS = ("attempt_id", "campaign_id", "company_id", "contact_id", "number", "to_number")


def decision_values(decision: Decision) -> dict[str, Any]:
    return asdict(decision) | {"at": decision.at.isoformat(), "until": text_of(decision.until)}


def decision_from(values: Values) -> Decision:
    known = {name: values[name] for name in Decision.__slots__ if name in values}
    moments = {"at": datetime.fromisoformat(values["at"]), "until": read_moment(values.get("until"))}
    return Decision(**known | moments | {"step": Step(values["step"])})
