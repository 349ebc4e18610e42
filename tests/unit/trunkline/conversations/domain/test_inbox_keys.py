"""Where a report is kept: the same bytes always land on themselves, and foreign text never becomes a path."""

import pytest

from tests.fakes import reports
from trunkline.conversations.domain.inbox_keys import provider_of, report_folder
from trunkline.errors import BadRequest
from trunkline.ids import conversation_id_of, is_plain_id
from trunkline.vendors.elevenlabs.post_call_webhook import read_report
from trunkline.vendors.elevenlabs.report_envelopes import inbox_key


def test_a_duplicate_lands_on_itself_and_another_report_does_not():
    item, two = reports.transcription(), reports.transcription(status="failed")
    assert inbox_key("elevenlabs", item) == inbox_key("elevenlabs", item)
    assert inbox_key("elevenlabs", item) != inbox_key("elevenlabs", two)


def test_a_key_names_provider_kind_and_conversation():
    key = inbox_key("elevenlabs", reports.audio("conv_9"))
    assert key.startswith("inbox/elevenlabs/post_call_audio/conv_9/")
    assert provider_of(key) == "elevenlabs"


@pytest.mark.parametrize("conversation", ["../../etc", "a/b", "x" * 200, "no.conversation"])
def test_an_odd_conversation_id_is_hashed_as_the_filed_report_has_it(conversation):
    body = reports.transcription(conversation_id=conversation)
    key, report = inbox_key("elevenlabs", body), read_report(body)
    assert key.startswith(report_folder("elevenlabs", "post_call_transcription", report.conversation_id))
    assert key.split("/")[3] == conversation_id_of(conversation) != conversation
    assert key.count("/") == 4


@pytest.mark.parametrize("conversation", ["", None, 7, ["conv_1"]])
def test_a_report_without_a_conversation_id_has_a_folder_that_is_no_id(conversation):
    key = inbox_key("elevenlabs", reports.transcription(conversation_id=conversation))
    assert key.startswith(report_folder("elevenlabs", "post_call_transcription", None))
    assert not is_plain_id(key.split("/")[3])


@pytest.mark.parametrize(
    "body", [b"", b"nonsense", b"[1]", b'"text"', b"{}", b'{"type": null}', b"\xff", b"[" * 100_000]
)
def test_what_is_no_report_is_a_bad_request(body):
    with pytest.raises(BadRequest):
        inbox_key("elevenlabs", body)
