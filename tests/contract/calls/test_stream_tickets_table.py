"""Stream tickets: each opens its call exactly once."""

from datetime import timedelta

import pytest

from tests.contract.calls.call_tables import CALL, TICKET, answer
from tests.fakes.webhooks import NOW
from trunkline.errors import StreamRefused
from trunkline.ids import CallId


class TestStreamTickets:
    def test_a_token_opens_its_call_exactly_once(self, tables):
        tables.switchboard.commit(answer(token_fingerprint="t1", ticket=TICKET))
        assert tables.tickets.spend("t1", CALL.call_id, NOW) == TICKET
        with pytest.raises(StreamRefused):
            tables.tickets.spend("t1", CALL.call_id, NOW)

    @pytest.mark.parametrize(
        ("token", "call", "now"),
        [("t9", "CA1", NOW), ("t1", "CA2", NOW), ("t1", "CA1", NOW + timedelta(minutes=2))],
        ids=["unknown", "foreign", "expired"],
    )
    def test_any_other_token_is_refused_and_spends_nothing(self, tables, token, call, now):
        tables.switchboard.commit(answer(token_fingerprint="t1", ticket=TICKET))
        with pytest.raises(StreamRefused):
            tables.tickets.spend(token, CallId(call), now)
        assert tables.tickets.spend("t1", CALL.call_id, NOW) == TICKET
