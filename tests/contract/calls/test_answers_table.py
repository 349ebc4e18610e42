"""The answers table: the first answer of a call stands, and a lost call gets another stream."""

import pytest

from tests.contract.calls.call_tables import CALL, EVENT, ROUTE, TICKET, another_stream, answer
from tests.fakes.webhooks import NOW
from trunkline.calls.domain.calls import Progress
from trunkline.errors import StreamRefused


class TestSwitchboard:
    def test_an_unowned_number_has_no_route(self, tables):
        assert tables.switchboard.look_up(CALL).route is None

    def test_a_route_comes_back_as_it_was_put(self, tables):
        tables.add_route(ROUTE)
        assert tables.switchboard.look_up(CALL).route == ROUTE

    def test_the_first_answer_stands(self, tables):
        assert tables.switchboard.commit(answer("first")) == "first"
        assert tables.switchboard.commit(answer("second")) == "first"
        assert tables.switchboard.look_up(CALL).earlier_document == "first"

    def test_an_answer_after_a_callback_that_came_first_stands_too(self, tables):
        tables.calls.advance(CALL.call_id, Progress.RINGING, "ringing", {})
        assert tables.switchboard.commit(answer("first")) == "first"

    def test_a_losing_answer_leaves_no_token_behind(self, tables):
        tables.switchboard.commit(answer("first", token_fingerprint="t1", ticket=TICKET))
        tables.switchboard.commit(answer("second", token_fingerprint="t2", ticket=TICKET))
        with pytest.raises(StreamRefused):
            tables.tickets.spend("t2", CALL.call_id, NOW)

    def test_the_conversation_of_a_registered_call_is_known_at_once(self, tables):
        tables.switchboard.commit(answer(conversation_id="conv_1"))
        assert tables.conversations.look("conv_1").call_id == CALL.call_id


class TestResuming:
    def test_a_lost_call_gets_another_stream_and_forgets_how_the_last_one_ended(self, tables):
        tables.switchboard.commit(answer())
        tables.calls.note(CALL.call_id, EVENT, {"stream_outcome": "relay-stopped"})
        assert tables.switchboard.resume(another_stream(cuts=0)) == "again"
        known = tables.calls.find(CALL.call_id)
        assert (known.resumes, known.resume_webhook, known.resume_document) == (1, "w1", "again")
        assert known.cuts == 0
        assert tables.switchboard.resume(another_stream(2, "once more", "t11", cuts=1)) == "once more"
        assert tables.calls.find(CALL.call_id).cuts == 1
        assert known.stream_outcome is None
        assert tables.tickets.spend("t9", CALL.call_id, NOW) == TICKET
        assert "resumed-1" in tables.events("CA1")

    def test_the_same_attempt_is_given_once(self, tables):
        tables.switchboard.commit(answer())
        tables.switchboard.resume(another_stream())
        assert tables.switchboard.resume(another_stream(document="other", token="t10")) == "again"
        with pytest.raises(StreamRefused):
            tables.tickets.spend("t10", CALL.call_id, NOW)
