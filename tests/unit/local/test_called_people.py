"""A person may be called at every hour of the year, so that no test depends on the hour at which it runs."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.end_to_end.called_people import person_who_may_be_called
from trunkline.campaigns.adapters.phone_number_parser import to_e164

QUARTERS_OF_A_WEEK = 7 * 24 * 4


@pytest.mark.parametrize("month", [1, 7], ids=["winter", "summer"])
def test_a_person_may_be_called_at_every_hour_of_a_week(month):
    first = datetime(2026, month, 1, tzinfo=UTC)
    moments = [first + timedelta(minutes=15 * n) for n in range(QUARTERS_OF_A_WEEK)]
    phones = {person_who_may_be_called(7, moment) for moment in moments}
    assert {to_e164(phone) for phone in phones} == phones
    assert len(phones) > 1
