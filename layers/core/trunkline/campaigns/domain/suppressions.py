"""Suppressions: numbers that must not be called, globally, by one company, or in one campaign."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class SuppressionScope(StrEnum):
    """The scope of a suppression."""

    GLOBAL = "global"
    COMPANY = "company"
    CAMPAIGN = "campaign"


@dataclass(frozen=True, slots=True)
class Suppression:
    """`owner` is the company's or the campaign's id; empty for a global one. `source` says who asked for it."""

    phone: str
    reach: SuppressionScope
    owner: str
    source: str
    at: datetime
    suppression_id: str = field(default="", compare=False)  # stands for the number in events; given when it is stored


def scopes(company_id: str, campaign_id: str) -> tuple[tuple[SuppressionScope, str], ...]:
    """Every list that must be looked at before a person of this campaign is dialled."""
    return (
        (SuppressionScope.GLOBAL, ""),
        (SuppressionScope.COMPANY, company_id),
        (SuppressionScope.CAMPAIGN, campaign_id),
    )
