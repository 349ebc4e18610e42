"""Each gate closes alone, the first closed one names the refusal, and `until` is when nothing known is in the way."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from trunkline.campaigns.domain.calling_rules import RULES, STRICTEST, rule_of
from trunkline.campaigns.domain.campaigns import Campaign, Channel, FrequencyCap, Window
from trunkline.campaigns.domain.contacts import Consent, Contact
from trunkline.campaigns.domain.eligibility import Eligibility, EligibilityInput, IneligibleReason, check_eligibility
from trunkline.campaigns.domain.suppressions import Suppression, SuppressionScope

NOON = datetime(2027, 3, 10, 17, 0, tzinfo=UTC)  # a Wednesday, 12:00 in New York
CONSENT = Consent("web form", datetime(2026, 1, 1, tzinfo=UTC))
CAMPAIGN = Campaign("spring", "acme", "Spring", Channel.RELAY, "+13125550100", NOON - timedelta(days=9))
CONTACT = Contact("c1", "spring", "acme", "+12125550123", "America/New_York", "US-NY", consent=CONSENT)
NO_FACTS = EligibilityInput()


def never(_region: str, _day: date) -> bool:
    return False


def asked(campaign=CAMPAIGN, contact=CONTACT, known=NO_FACTS, now=NOON, is_holiday=never) -> Eligibility:
    return check_eligibility(campaign, contact, known, now, is_holiday)


def test_a_contact_with_consent_is_dialled_at_noon() -> None:
    assert asked() == Eligibility()
    assert asked().is_open


@pytest.mark.parametrize(
    ("closed", "refusal"),
    [
        ({"campaign": replace(CAMPAIGN, ends_at=NOON)}, IneligibleReason.ENDED),
        (
            {"known": EligibilityInput((Suppression("+12125550123", SuppressionScope.GLOBAL, "", "law", NOON),))},
            IneligibleReason.SUPPRESSED,
        ),
        ({"contact": replace(CONTACT, region="JM")}, IneligibleReason.DESTINATION),
        ({"contact": replace(CONTACT, region="")}, IneligibleReason.DESTINATION),
        ({"contact": replace(CONTACT, consent=None)}, IneligibleReason.NO_CONSENT),
        (
            {"contact": replace(CONTACT, consent=Consent("call", NOON + timedelta(seconds=1)))},
            IneligibleReason.NO_CONSENT,
        ),
        ({"contact": replace(CONTACT, zone="Mars/Olympus")}, IneligibleReason.NO_ZONE),
        ({"contact": replace(CONTACT, zone="../../etc/passwd")}, IneligibleReason.NO_ZONE),
        ({"contact": replace(CONTACT, zone="")}, IneligibleReason.NO_ZONE),
        (
            {"campaign": replace(CAMPAIGN, budget_usd=Decimal(5)), "known": EligibilityInput(spent_usd=Decimal(5))},
            IneligibleReason.BUDGET,
        ),
    ],
)
def test_what_closes_for_good(closed, refusal) -> None:
    verdict = asked(**closed)
    assert verdict.refusal is refusal
    assert verdict.until is None
    assert CONTACT.phone not in verdict.detail


def test_the_first_closed_gate_is_named() -> None:
    suppressed = EligibilityInput(
        (Suppression("+12125550123", SuppressionScope.COMPANY, "acme", "call", NOON),), spent_usd=Decimal(9)
    )
    no_consent = replace(CONTACT, consent=None, region="JM")
    assert asked(contact=no_consent, known=suppressed).refusal is IneligibleReason.SUPPRESSED
    assert asked(contact=no_consent).refusal is IneligibleReason.DESTINATION


def test_consent_is_asked_only_where_the_campaign_needs_it() -> None:
    assert asked(replace(CAMPAIGN, needs_consent=False), replace(CONTACT, consent=None)).is_open


def test_a_destination_may_be_one_state_alone() -> None:
    only_florida = replace(CAMPAIGN, destinations=("US-FL",))
    assert asked(only_florida).refusal is IneligibleReason.DESTINATION
    assert asked(only_florida, replace(CONTACT, region="US-FL")).is_open


def test_a_campaign_that_has_not_begun_waits_for_its_hours_too() -> None:
    at_night = datetime(2027, 3, 11, 6, 0, tzinfo=UTC)  # 01:00 in New York
    verdict = asked(replace(CAMPAIGN, starts_at=at_night))
    assert verdict == Eligibility(
        IneligibleReason.NOT_BEGUN, datetime(2027, 3, 11, 14, 0, tzinfo=UTC), "the campaign starts later"
    )


def test_the_cap_counts_calls_of_the_last_days_and_opens_when_one_is_forgotten() -> None:
    rang = tuple(NOON - timedelta(days=days) for days in (1, 2, 3, 20))
    verdict = asked(known=EligibilityInput(rang_at=rang))
    assert verdict.refusal is IneligibleReason.CAP
    assert verdict.until == NOON + timedelta(days=4)
    assert asked(known=EligibilityInput(rang_at=rang), now=verdict.until).is_open


def test_the_laws_cap_holds_beside_the_campaigns() -> None:
    florida = replace(CONTACT, region="US-FL")
    generous = replace(CAMPAIGN, cap=FrequencyCap(50, 1))
    rang = EligibilityInput(rang_at=tuple(NOON - timedelta(hours=h) for h in (1, 2, 3)))
    assert asked(generous, florida, rang).refusal is IneligibleReason.CAP
    assert asked(generous, CONTACT, rang).is_open


def test_before_and_after_hours_the_next_opening_is_returned() -> None:
    early = datetime(2027, 3, 10, 13, 59, tzinfo=UTC)
    late = datetime(2027, 3, 11, 1, 0, tzinfo=UTC)  # 20:00 in New York
    assert asked(now=early) == Eligibility(
        IneligibleReason.HOURS, datetime(2027, 3, 10, 14, 0, tzinfo=UTC), "47 CFR 64.1200(c)(1)"
    )
    assert asked(now=late).until == datetime(2027, 3, 11, 14, 0, tzinfo=UTC)
    assert asked(now=late - timedelta(seconds=1)).is_open


def test_a_number_that_may_be_in_two_zones_is_called_when_both_are_open() -> None:
    indiana = replace(
        CONTACT, region="US-IN", zone_is_inferred=True, zones=("America/Chicago", "America/Indiana/Indianapolis")
    )
    nine_in_the_east = datetime(2027, 3, 10, 14, 0, tzinfo=UTC)
    assert asked(contact=indiana, now=nine_in_the_east).until == nine_in_the_east + timedelta(hours=1)
    assert asked(contact=indiana, now=datetime(2027, 3, 11, 0, 30, tzinfo=UTC)).is_open
    assert not asked(contact=indiana, now=datetime(2027, 3, 11, 1, 0, tzinfo=UTC)).is_open


def test_a_zone_from_the_list_beats_what_the_number_says() -> None:
    moved = replace(CONTACT, zone="America/Los_Angeles", zones=("America/New_York",))
    assert asked(contact=moved, now=datetime(2027, 3, 11, 2, 0, tzinfo=UTC)).is_open  # 18:00 there


def test_holidays_close_where_the_rule_says_so() -> None:
    def always(_region: str, day: date) -> bool:
        return day == date(2027, 3, 10)

    utah = replace(CONTACT, region="US-UT")
    assert asked(is_holiday=always).is_open
    assert asked(contact=utah, is_holiday=always).until == datetime(2027, 3, 11, 14, 0, tzinfo=UTC)


def test_hours_that_never_come_refuse_for_good() -> None:
    sundays = replace(CAMPAIGN, window=Window(weekdays=frozenset({6})))
    assert asked(sundays, replace(CONTACT, region="US-RI")) == Eligibility(
        IneligibleReason.HOURS, None, "no hours ever"
    )
    assert (
        asked(replace(CAMPAIGN, ends_at=NOON + timedelta(hours=9)), now=NOON + timedelta(hours=8)).refusal
        is IneligibleReason.ENDED
    )


def test_the_strictest_rule_lies_within_every_other_one() -> None:
    for region, rule in RULES.items():
        for weekday in range(7):
            for span in STRICTEST.spans(weekday):
                assert any(
                    other.opens <= span.opens and span.closes <= other.closes for other in rule.spans(weekday)
                ), region


def test_every_rule_avoids_hours_of_clock_changes_and_names_its_source() -> None:
    for region, rule in RULES.items():
        spans = [span for weekday in range(7) for span in rule.spans(weekday)]
        assert all(8 <= span.opens.hour < span.closes.hour <= 21 for span in spans), region
        assert rule.source


@pytest.mark.parametrize(
    ("region", "rule"),
    [
        ("US-FL", RULES["US-FL"]),
        ("US-OH", RULES["US"]),
        ("US", STRICTEST),
        ("DE-BY", RULES["DE"]),
        ("FR", RULES["FR"]),
        ("XX", STRICTEST),
        ("XX-YY", STRICTEST),
        ("", STRICTEST),
    ],
)
def test_a_region_finds_its_rule(region, rule) -> None:
    assert rule_of(region) is rule
