"""Reports are filed with their call, in any order and any number of times."""

import json
from itertools import permutations

import pytest

from tests.fakes import reports
from tests.fakes.tables import InMemoryConversations, InMemoryTables
from tests.fakes.webhooks import Bucket
from trunkline.conversations.use_cases.file_report import DISCARDED, Filed, file_report
from trunkline.ids import NO_CALL
from trunkline.vendors.elevenlabs.post_call_webhook import read_report


class Office:
    def __init__(self) -> None:
        self.tables, self.bucket = InMemoryTables(), Bucket()

    def file(self, body: bytes) -> Filed:
        return file_report(read_report(body), InMemoryConversations(self.tables), self.bucket)


def test_a_conversation_is_filed_as_record_timeline_and_transcript():
    office = Office()
    assert office.file(reports.transcription()) == Filed("conversation", "CA1")
    key = "transcripts/dt=2025-12-31/CA1/conv_1.json"
    assert office.tables.records["CA1"]["transcript_key"] == key
    assert "conversation-conv_1" in office.tables.events["CA1"]
    transcript = json.loads(office.bucket[key])
    assert transcript["schema"] == 1
    assert [turn["speaker"] for turn in transcript["turns"]] == ["agent", "caller", "agent", "agent"]


def test_a_conversation_of_a_peer_is_not_filed():
    """It had no call: a browser or a program talked on its own socket."""
    office = Office()
    assert office.file(reports.transcription(call_sid=NO_CALL)) == DISCARDED
    assert (office.bucket, office.tables.records) == ({}, {})
    assert InMemoryConversations(office.tables).reported(["conv_1"]) == {"conv_1"}  # it is not fetched again


@pytest.mark.parametrize("order", [("said", "audio"), ("audio", "said"), ("audio", "said", "audio", "said")])
def test_no_sound_of_a_peer_stays_whichever_report_comes_first(order):
    office, bodies = Office(), {"said": reports.transcription(call_sid=NO_CALL), "audio": reports.audio()}
    filed = [office.file(bodies[name]) for name in order]
    assert (office.bucket, office.tables.records) == ({}, {})
    assert filed[-1] == DISCARDED


def test_a_later_report_without_the_variable_is_discarded_as_well_and_one_that_names_a_call_is_filed():
    """Else conversations of several companies would meet in one record."""
    office = Office()
    office.file(reports.transcription(call_sid=NO_CALL))
    assert office.file(reports.transcription(call_sid=None)) == DISCARDED
    assert (office.bucket, office.tables.records) == ({}, {})
    assert office.file(reports.transcription(call_sid="CA7")).call_id == "CA7"
    assert list(office.tables.records) == ["CA7"]


def test_a_report_with_a_telephones_number_is_of_a_call_against_its_variable():
    payload = json.loads(reports.transcription(call_sid=NO_CALL))
    phone = {
        "type": "twilio",
        "direction": "inbound",
        "agent_number": "+15005550006",
        "external_number": "+14155550123",
    }
    payload["data"]["metadata"]["phone_call"] = phone
    office = Office()
    assert office.file(json.dumps(payload).encode()).call_id == "conv_1"


def test_a_report_that_says_no_call_does_not_take_away_the_call_that_was_noted():
    office = Office()
    InMemoryConversations(office.tables).link("conv_1", "CA5")
    assert office.file(reports.transcription(call_sid=NO_CALL)).call_id == "CA5"
    assert "CA5" in office.tables.records


@pytest.mark.parametrize("order", list(permutations(["transcription", "audio", "audio", "transcription"])), ids=str)
def test_any_order_with_duplicates_ends_the_same(order):
    office = Office()
    for name in order:
        office.file(getattr(reports, name)())
    record = office.tables.records["CA1"]
    assert record["provider_recording"] == "recordings/conv_1/elevenlabs.mp3"
    assert office.bucket["recordings/conv_1/elevenlabs.mp3"] == b"ID3\x04"
    assert sorted(office.tables.events["CA1"]) == ["conversation-conv_1", "provider-recording-conv_1"]
    assert list(office.tables.records) == ["CA1"]


def test_a_report_without_the_carriers_id_finds_its_call_by_the_conversation():
    office = Office()
    InMemoryConversations(office.tables).link("conv_1", "CA5")
    assert office.file(reports.transcription(call_sid=None)).call_id == "CA5"


def test_an_unknown_conversation_is_its_own_call():
    assert Office().file(reports.transcription(call_sid=None)).call_id == "conv_1"


def test_a_recording_that_is_pushed_again_is_not_stored_again():
    """It may be sealed by now."""
    office = Office()
    office.file(reports.audio())
    office.bucket["recordings/conv_1/elevenlabs.mp3"] = b"sealed"
    office.file(reports.transcription())
    office.file(reports.audio())
    assert office.bucket["recordings/conv_1/elevenlabs.mp3"] == b"sealed"


def test_a_recording_of_an_unknown_call_waits_for_it():
    office = Office()
    assert office.file(reports.audio()) == Filed("recording", None)
    assert not office.tables.records


def test_a_call_that_never_started_says_why():
    office = Office()
    office.file(reports.initiation_failure())
    assert office.tables.records["CA1"]["never_started_because"] == "busy"


def test_what_answering_established_is_not_overwritten_by_a_report():
    office = Office()
    office.tables.set("CA1", {"agent_id": "the agent that was asked"})
    office.file(reports.transcription())
    assert office.tables.records["CA1"]["agent_id"] == "the agent that was asked"


def test_an_unknown_kind_is_no_error():
    assert Office().file(reports.unknown()) == Filed("unknown", None)


def part(conversation: str, minute: int, *lines: str) -> bytes:
    items = [{"role": "agent", "message": line, "time_in_call_secs": n} for n, line in enumerate(lines)]
    metadata = {"start_time_unix_secs": reports.STARTED + 60 * minute}
    return reports.transcription(conversation_id=conversation, transcript=items, metadata=metadata)


@pytest.mark.parametrize("order", list(permutations([0, 1, 2])), ids=str)
def test_transcripts_of_several_conversations_are_merged(order):
    office, parts = (
        Office(),
        [part("conv_b", 0, "One."), part("conv_a", 1, "Two.", "Three."), part("conv_c", 2, "Four.")],
    )
    for n in (*order, order[0]):
        office.file(parts[n])
    story = json.loads(office.bucket[office.tables.records["CA1"]["story_key"]])
    assert [turn["text"] for turn in story["turns"]] == ["One.", "Two.", "Three.", "Four."]
    assert [turn["at_s"] for turn in story["turns"]] == [0, 60, 61, 120]
    assert story["conversations"] == ["conv_b", "conv_a", "conv_c"]


def test_a_call_of_one_conversation_needs_no_story():
    office = Office()
    office.file(reports.transcription())
    assert "story_key" not in office.tables.records["CA1"]
