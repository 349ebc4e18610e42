"""Turns of a live call: in order, corrected, and only the newest."""

from datetime import timedelta

from tests.contract.calls.call_tables import CALL
from tests.fakes.webhooks import NOW
from trunkline.calls.domain.turns import CheckpointedTurn, SpokenTurn


class TestStories:
    def test_turns_come_back_in_the_order_they_were_spoken_across_streams(self, tables):
        for seconds, turn in (
            (0, SpokenTurn(0, "agent", "Hello.")),
            (9, SpokenTurn(0, "caller", "Me again.")),
            (3, SpokenTurn(1, "caller", "Hi.")),
        ):
            tables.stories.note_turn(CALL.call_id, NOW + timedelta(seconds=seconds), turn)
        assert [turn.text for turn in tables.stories.story(CALL.call_id)] == ["Hello.", "Hi.", "Me again."]

    def test_a_correction_lands_on_its_turn(self, tables):
        for text in ("We have Monday and Friday.", "We have"):
            tables.stories.note_turn(CALL.call_id, NOW, SpokenTurn(0, "agent", text))
        assert [turn.text for turn in tables.stories.story(CALL.call_id)] == ["We have"]

    def test_only_the_newest_turns_are_returned(self, tables):
        for n in range(60):
            tables.stories.note_turn(CALL.call_id, NOW + timedelta(seconds=n), SpokenTurn(n, "caller", str(n)))
        story = tables.stories.story(CALL.call_id)
        assert (len(story), story[0].text, story[-1].text) == (40, "20", "59")

    def test_a_call_without_a_word_has_no_story(self, tables):
        assert tables.stories.story(CALL.call_id) == []

    def test_checkpoints_are_all_turns_with_their_times(self, tables):
        for n in (2, 0, 1):
            tables.stories.note_turn(CALL.call_id, NOW + timedelta(seconds=n), SpokenTurn(n, "caller", str(n)))
        expected = [CheckpointedTurn(NOW + timedelta(seconds=n), SpokenTurn(n, "caller", str(n))) for n in range(3)]
        assert tables.stories.checkpoints(CALL.call_id) == expected
