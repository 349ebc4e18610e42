"""Telephone numbers of people who may be called now, at any hour and on any day on which the tests run."""

from datetime import datetime, timedelta

from local.commands.campaign_people import utc_now
from trunkline.campaigns.adapters.phone_number_parser import read_number
from trunkline.campaigns.domain.calling_hours import Clock
from trunkline.campaigns.domain.calling_rules import rule_of
from trunkline.campaigns.domain.campaigns import Window

PLACES = ("+12125550", "+12135550", "+18085550", "+912223456")  # together open around the clock, Sundays and holidays
DESTINATIONS = "US,IN"  # for `World(destinations=…)`
TEST_TAKES = timedelta(minutes=15)  # at most


def person_who_may_be_called(number: int, now: datetime | None = None) -> str:
    """Their own rules are asked, as before a real call. `number` has up to three digits."""
    at = now or utc_now()
    phones = (place + str(number).zfill(3) for place in PLACES)
    return next(phone for phone in phones if all(_is_open(phone, moment) for moment in (at, at + TEST_TAKES)))


def _is_open(phone: str, at: datetime) -> bool:
    where = read_number(phone, "")
    return Clock(where.zones, where.region, rule_of(where.region), Window(), lambda *_: True).is_open(at)
