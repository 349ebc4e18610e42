"""Conversations on the Calls table: reports, recordings and verdicts in any order."""

from dataclasses import replace
from datetime import timedelta

from tests.contract.calls.call_tables import CALL, EVENT, REPORT, ROUTE, file_with
from tests.fakes import reports
from tests.fakes.webhooks import NOW
from trunkline.conversations.domain.report_updates import conversation_update, recording_update
from trunkline.conversations.ports import (
    ConversationOwner,
    ConversationState,
    ReportContext,
    ReportedIds,
)
from trunkline.ids import CallId, ConversationId
from trunkline.vendors.elevenlabs.post_call_webhook import read_report


class TestConversations:
    def test_the_second_update_returns_the_first(self, tables):
        known = tables.conversations.upsert_recording("conv_1", "recordings/1.mp3")
        assert (known.call_id, known.recording_key) == (None, "recordings/1.mp3")
        known = tables.conversations.upsert("conv_1", CALL.call_id, NOW)
        assert (known.call_id, known.ended_at, known.recording_key) == (CALL.call_id, NOW, "recordings/1.mp3")
        known = tables.conversations.upsert_verdict("conv_1", "machine")
        assert (known.ended_at, known.answered_by) == (NOW, "machine")
        assert tables.conversations.look("conv_1") == known

    def test_a_conversation_is_its_own_call_until_it_is_linked(self, tables):
        assert tables.conversations.upsert("conv_1", None, NOW).call_id == "conv_1"
        assert tables.conversations.upsert("conv_1", CALL.call_id, NOW).call_id == CALL.call_id
        assert tables.conversations.upsert("conv_1", None, NOW).call_id == CALL.call_id

    def test_a_link_forgets_nothing_that_is_known(self, tables):
        tables.conversations.upsert_recording("conv_1", "recordings/1.mp3")
        tables.conversations.link("conv_1", CALL.call_id)
        assert tables.conversations.look("conv_1").call_id == CALL.call_id
        assert tables.conversations.look("conv_1").recording_key == "recordings/1.mp3"

    def test_a_call_the_provider_placed_says_whose_it_is_and_which_attempt_it_was_for(self, tables):
        facts = {"company_id": "acme", "campaign_id": "c1", "attempt_id": "c1-p1-1", "to_number": "+14155550123"}
        tables.conversations.upsert_verdict("conv_1", "machine_start")
        for _ in range(2):
            tables.conversations.open_dialled("conv_1", CALL.call_id, EVENT, facts)
        known = tables.conversations.upsert("conv_1", None, NOW)
        assert (known.call_id, known.attempt_id, known.answered_by) == (CALL.call_id, "c1-p1-1", "machine_start")
        assert tables.record(CALL.call_id).items() >= facts.items()

    def test_what_is_on_file_of_such_a_call_already_stands(self, tables):
        tables.calls.open(CALL.call_id, EVENT, {"company_id": "acme", "started_at": "before"})
        later = {"company_id": "other", "started_at": "after", "attempt_id": "c1-p1-1"}
        tables.conversations.open_dialled("conv_1", CALL.call_id, EVENT, later)
        record = tables.record(CALL.call_id)
        assert (record["company_id"], record["started_at"], record["attempt_id"]) == ("acme", "before", "c1-p1-1")

    def test_only_what_was_reported_counts_as_reported(self, tables):
        tables.conversations.link("conv_1", CALL.call_id)
        tables.conversations.upsert("conv_2", CALL.call_id, NOW)
        assert tables.conversations.reported(["conv_1", "conv_2", "conv_3"]) == {"conv_2"}
        tables.conversations.upsert("conv_2", CALL.call_id, NOW + timedelta(seconds=9), is_last_word=False)
        assert tables.conversations.look("conv_2").ended_at == NOW

    def test_a_report_fills_the_record_but_not_over_what_answering_said(self, tables):
        tables.calls.note(CALL.call_id, EVENT, {"agent_id": "asked for"})
        file_with(tables)
        record = tables.record("CA1")
        assert (record["agent_id"], record["transcript_key"]) == ("asked for", "t.json")

    def test_what_ranks_lower_changes_nothing(self, tables):
        late = read_report(reports.transcription().replace(b"Moved", b"Has moved").replace(b"7225600", b"7225660"))
        assert not file_with(tables, late).is_overtaken
        assert tables.conversations.add_update(CALL.call_id, conversation_update(REPORT, "t.json")).is_overtaken
        assert tables.record("CA1")["summary"] == "Has moved an appointment."
        assert not file_with(tables, late).is_overtaken

    def test_every_transcript_of_a_call_is_known_however_often_it_is_filed(self, tables):
        for conversation, key in (("conv_2", "b.json"), ("conv_1", "a.json"), ("conv_2", "b.json")):
            filing = file_with(tables, read_report(reports.transcription(conversation_id=conversation)), key)
        assert filing.record["transcript_keys"] == ["a.json", "b.json"]
        assert (filing.record["cost_credits"], filing.record["turn_count"]) == (620, 8)
        tables.conversations.note_story(CALL.call_id, "story.json")
        assert tables.record("CA1")["story_key"] == "story.json"

    def test_what_waited_for_a_report_is_settled_with_it(self, tables):
        telling = conversation_update(REPORT, "t.json")
        recording = recording_update("conv_1", "recordings/1.mp3", NOW)
        tables.conversations.add_update(CALL.call_id, telling)
        tables.conversations.finish(
            CALL.call_id, [telling, recording], ConversationOwner("acme", NOW.isoformat(), True), "hello"
        )
        record = tables.record("CA1")
        assert (record["provider_recording"], record["company_id"]) == ("recordings/1.mp3", "acme")
        assert record["started_at"] == NOW.isoformat()
        assert tables.events("CA1") == ["conversation-conv_1", "provider-recording-conv_1"]

    def test_a_report_belongs_to_the_company_of_its_agent_and_of_its_number(self, tables):
        ids = ReportedIds(ConversationId("conv_1"), None, "agent_1", ROUTE.number, "phnum_1")
        assert tables.conversations.context(ids).owners == set()
        tables.add_route(replace(ROUTE, company_id="other"))
        assert tables.conversations.context(ids).company_id == "other"
        tables.claim("number", ROUTE.number, "acme")  # a claim goes before a route, which may be older
        assert tables.conversations.context(ids).company_id == "acme"
        tables.own_phone("phnum_1")
        tables.claim("agent", "agent_1", "acme")
        assert tables.conversations.context(ids).owners == {"acme"}
        tables.claim("agent", "agent_2", "other")
        assert tables.conversations.context(replace(ids, agent_id="agent_2")).company_id is None

    def test_a_conversation_without_a_call_is_known_as_one_unless_a_call_was_noted(self, tables):
        first, second = ConversationId("conv_1"), ConversationId("conv_2")
        assert tables.conversations.mark_without_call(first, NOW).is_without_call
        assert tables.conversations.look(first).is_without_call
        assert tables.conversations.reported([first, second]) == {first}
        tables.conversations.link(second, CallId("CA5"))
        marked = tables.conversations.mark_without_call(second, None)
        assert (marked.is_without_call, marked.call_id, marked.ended_at) == (False, "CA5", None)

    def test_a_report_is_seen_beside_its_conversation_and_the_call_it_names(self, tables):
        ids = ReportedIds(ConversationId("conv_1"), CallId("CA1"))
        assert tables.conversations.context(ids) == ReportContext(ConversationState(None))
        tables.conversations.link(ids.conversation_id, CallId("CA5"))
        tables.calls.open(CallId("CA1"), EVENT, {"company_id": "acme", "agent_id": "agent_1"})
        seen = tables.conversations.context(ids)
        assert (seen.conversation.call_id, seen.call_company, seen.call_agent) == ("CA5", "acme", "agent_1")
