"""Reports of the brain: what the relay writes is what is filed."""

from datetime import timedelta

import pytest

from tests.fakes.webhooks import NOW
from trunkline.conversations.adapters.brain_reports import BrainReports, keep_report
from trunkline.conversations.domain.brain_conversations import BrainConversation, BrainTurn
from trunkline.conversations.domain.transcripts import Turn
from trunkline.ids import CallId
from trunkline.privacy.domain.erasures import conversations_of

TURNS = (
    BrainTurn(NOW, "agent", "Hello Zoë."),
    BrainTurn(NOW + timedelta(seconds=2.5), "agent", "We", "We are open."),
    BrainTurn(NOW + timedelta(seconds=4), "caller", "When?"),
)
TALK = BrainConversation(CallId("CA1"), "brain_desk", 3, NOW, NOW + timedelta(seconds=61), "agent-ended", TURNS, "ana")


class Archive(dict[str, bytes]):
    def write(self, key: str, body: bytes, content_type: str) -> None:
        assert content_type == "application/json"
        self[key] = body


def kept(talk: BrainConversation) -> tuple[str, bytes]:
    archive = Archive()
    keep_report(talk, archive)
    [(key, body)] = archive.items()
    return key, body


def test_a_report_lies_in_the_inbox_of_the_brain_and_a_repetition_overwrites_itself():
    key, _ = kept(TALK)
    assert key.startswith("inbox/brain/conversation/brain_CA1/")
    assert kept(TALK)[0] == key


def test_every_part_of_a_conversation_is_read_again():
    report = BrainReports().read_report(kept(TALK)[1])
    assert (report.conversation_id, report.call_id, report.agent_id) == ("brain_CA1", "CA1", "brain_desk")
    assert (report.started_at, report.duration_s, report.reported_at) == (NOW, 61, NOW + timedelta(seconds=61))
    assert (report.end_reason, report.user_id, report.variables) == ("agent-ended", "ana", {"agent_version": "3"})
    assert report.turns == (
        Turn("agent", "Hello Zoë.", 0.0),
        Turn("agent", "We", 2.5, interrupted=True, intended="We are open."),
        Turn("caller", "When?", 4.0),
    )


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b'{"call_id": "CA1"}'])
def test_what_the_relay_did_not_write_is_no_report(body):
    with pytest.raises((ValueError, KeyError, TypeError)):
        BrainReports().read_report(body)


def test_an_erasure_looks_for_the_report_of_a_call_of_the_brain_that_is_not_filed_yet():
    assert conversations_of({"call_id": "CA1", "mode": "converse"}) == ["brain_CA1"]
    assert conversations_of({"call_id": "CA1", "mode": "relay"}) == []
