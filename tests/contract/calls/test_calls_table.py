"""The tables and their in-memory fakes answer the same questions the same way."""

from dataclasses import replace
from itertools import permutations

import pytest

from tests.contract.calls.call_tables import CALL, EVENT, ROUTE, answer, lease
from tests.fakes.webhooks import NOW
from trunkline.calls.domain.call_record import CallUpdate
from trunkline.calls.domain.calls import Progress, StreamOutcome
from trunkline.ids import CallId


class TestCallRecords:
    def test_an_unanswered_call_has_no_record(self, tables):
        assert tables.calls.find(CallId("CA9")) is None

    def test_a_call_that_comes_back_finds_its_route_and_how_its_stream_ended(self, tables):
        tables.switchboard.commit(answer())
        tables.calls.note(CALL.call_id, EVENT, {"stream_outcome": "agent-lost"})
        known = tables.calls.find(CALL.call_id)
        assert (known.route, known.stream_outcome) == (ROUTE, StreamOutcome.AGENT_LOST)

    @pytest.mark.parametrize("order", list(permutations([Progress.RINGING, Progress.ANSWERED, Progress.OVER])))
    def test_a_call_only_moves_forward(self, tables, order):
        for progress in (*order, *order):
            tables.calls.advance(CALL.call_id, progress, progress.name, {})
        assert tables.record("CA1")["status"] == "OVER"

    def test_an_end_is_not_replaced_by_another_end(self, tables):
        assert tables.calls.advance(CALL.call_id, Progress.OVER, "busy", {"sip_code": "486"})
        assert not tables.calls.advance(CALL.call_id, Progress.OVER, "completed", {})
        assert tables.record("CA1")["status"] == "busy"

    def test_a_repeated_event_is_on_file_once(self, tables):
        for _ in range(2):
            tables.calls.add_event(CALL.call_id, EVENT)
            tables.calls.note(CALL.call_id, EVENT, {"answered_by": "human"})
        assert tables.events("CA1") == ["e1"]
        assert tables.record("CA1")["answered_by"] == "human"


class TestWhatIsFetchedLater:
    def test_a_fetched_update_fills_gaps_and_never_replaces_first_hand_facts(self, tables):
        first, later = (
            CallUpdate(EVENT, {"duration_s": 42}),
            CallUpdate(replace(EVENT, kind="fetched"), {"duration_s": 41}),
        )
        assert tables.calls.restore(CALL.call_id, later)
        assert tables.record("CA1")["duration_s"] == 41
        assert not tables.calls.restore(CALL.call_id, later)
        tables.calls.note(CALL.call_id, first.event, first.facts)
        assert not tables.calls.restore(CALL.call_id, later)
        assert tables.record("CA1")["duration_s"] == 42

    def test_calls_on_file_without_an_end_are_unfinished(self, tables):
        tables.calls.note(CallId("CA1"), EVENT, {})
        tables.calls.note(CallId("CA2"), EVENT, {"status": "completed", "progress": 4})
        tables.calls.advance(CallId("CA3"), Progress.OVER, "busy", {})
        tables.calls.advance(CallId("CA4"), Progress.RINGING, "ringing", {})
        assert tables.calls.unfinished([CallId(f"CA{n}") for n in range(1, 150)]) == {"CA1", "CA4"}


def test_a_stream_that_was_replaced_no_longer_says_how_the_call_ended(tables):
    tables.leases.take(lease("MZ2"))
    assert not tables.calls.end_stream(CALL.call_id, "MZ1", EVENT, {"stream_outcome": "caller-hung-up"})
    assert "stream_outcome" not in tables.record("CA1")
    assert tables.events("CA1") == ["e1"]
    assert tables.leases.owner(CALL.call_id, NOW) == "10.0.0.7:8081"


def test_a_stream_that_ends_without_a_lease_is_filed_all_the_same(tables):
    assert tables.calls.end_stream(CALL.call_id, "MZ1", EVENT, {"stream_outcome": "agent-ended"})
    assert tables.record("CA1")["stream_outcome"] == "agent-ended"
