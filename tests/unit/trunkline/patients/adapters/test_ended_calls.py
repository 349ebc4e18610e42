"""Writes to the Calls table, read as patients' calls that are over or were reported."""

from collections.abc import Mapping
from typing import Any

from trunkline.aws.dynamodb_values import to_item
from trunkline.ids import CallId
from trunkline.patients.adapters.ended_calls import RecordedCalls, ended_call, newly_recorded, reported_call


class OneItem:
    """A table with one item."""

    def __init__(self, item: Mapping[str, Any]) -> None:
        self._item = item

    def get_item(self, **_key: Any) -> Any:
        return {"Item": self._item}


OVER = {"progress": 4, "status": "completed"}


def image(*updates: Mapping[str, Any], **facts: Any) -> dict[str, Any]:
    about = {"call_id": "CA1", "company_id": "acme", "clinical": True, "started_at": at(0), **facts}
    return to_item(about | {f"update#{number}": dict(item) for number, item in enumerate(updates)})


def at(second: int) -> str:
    return f"2026-11-20T09:{second // 60:02}:{second % 60:02}+00:00"


def named(key: str, update: Mapping[str, Any]) -> dict[str, Any]:
    return {f"update#{key}": to_item({"x": update})["x"]}


def report(ended: int, conversation: str = "conv_1", **collected: Any) -> dict[str, Any]:
    facts = {"transcript_key": f"transcripts/{conversation}.json", "started_at": at(0), "data_collection": collected}
    return named(f"conversation-{conversation}", {"at": at(ended), "rank": "", "facts": facts})


def stream(ended: int, outcome: str = "agent-ended", sid: str = "MZ1") -> dict[str, Any]:
    return named(f"stream-ended-{sid}", {"at": at(ended), "rank": "", "facts": {"stream_outcome": outcome}})


def written(after: Mapping[str, Any] | None, before: Mapping[str, Any] | None = None) -> dict[str, Any]:
    images = {"NewImage": after, "OldImage": before}
    return {"dynamodb": {name: value for name, value in images.items() if value}}


def test_a_report_after_the_end_and_an_end_after_the_report_are_whole():
    over = image(**OVER) | stream(62)
    for before in (over, image() | stream(62) | report(60)):
        found = reported_call(written(over | report(60, dyspnea="none"), before))
        assert (found.is_whole, found.collected, found.transcript_keys) == (
            True,
            {"dyspnea": "none"},
            ["transcripts/conv_1.json"],
        )


def recording(fact: str = "recording", key: str = "recordings/CA1/MZ1.wav", filed: int = 61) -> dict[str, Any]:
    return named(f"{fact}-1", {"at": at(filed), "rank": "", "facts": {fact: key}})


def test_a_recording_is_news_when_it_is_filed_and_when_it_is_filed_again():
    for fact in ("recording", "provider_recording", "voicemail"):
        assert newly_recorded(written(image() | recording(fact), image())) == "CA1"
    filed = image() | recording()
    assert newly_recorded(written(filed)) == "CA1"
    assert newly_recorded(written(filed | stream(62), filed)) is None
    assert newly_recorded(written(filed | recording(filed=70), filed)) == "CA1"
    assert newly_recorded(written(filed | recording("provider_recording", "recordings/c/v.mp3"), filed)) == "CA1"


def test_recordings_are_found_beside_other_updates_of_the_same_moment():
    at_once = image() | recording() | recording("provider_recording", "recordings/c/v.mp3") | stream(61)
    found = RecordedCalls(OneItem(at_once), "calls").find(CallId("CA1"))
    assert found.recording_keys == ("recordings/CA1/MZ1.wav",)
    assert found.every_key == ("recordings/CA1/MZ1.wav", "recordings/c/v.mp3")


def test_a_recording_is_news_when_the_call_proves_to_be_a_patients_and_of_other_calls_never():
    other = image(clinical=False) | recording()
    assert newly_recorded(written(image() | recording(), other)) == "CA1"
    assert newly_recorded(written(other, image(clinical=False))) is None
    assert newly_recorded(written(None, image() | recording())) is None


def test_other_writes_report_nothing():
    whole = image(**OVER) | report(60)
    others = [(None, whole), (whole, whole), (image(**OVER), image()), (image(clinical=False) | report(60), None)]
    assert [reported_call(written(after, before)) for after, before in others] == [None] * 4


def test_a_call_that_goes_on_in_a_later_stream_waits_for_its_last_conversation():
    first = image(**OVER) | stream(60, "relay-stopped") | stream(200, sid="MZ2") | report(60, dyspnea="rest", pnd=None)
    assert reported_call(written(first)).is_whole is False
    both = first | report(198, "conv_2", dyspnea=None, pnd="no")
    found = reported_call(written(both, first))
    assert (found.is_whole, found.collected) == (True, {"dyspnea": "rest", "pnd": "no"})


def test_behind_a_stream_that_broke_no_other_conversation_is_waited_for():
    assert reported_call(written(image(**OVER) | stream(200, "agent-lost") | report(60))).is_whole is True


def test_a_call_that_goes_on_is_not_whole():
    assert reported_call(written(image(progress=3, status="in-progress") | report(60))).is_whole is False


def test_a_call_ends_once():
    assert ended_call(written(image(**OVER), image())).call_id == "CA1"
    assert ended_call(written(image(**OVER) | report(60), image(**OVER))) is None


def test_trouble_that_is_reported_after_the_end_is_noticed_once():
    never = named("conversation-c", {"at": at(62), "rank": "", "facts": {"never_started_because": "unknown"}})
    assert ended_call(written(image(**OVER) | never, image(**OVER))).call_id == "CA1"
    assert ended_call(written(image(**OVER) | never | recording(), image(**OVER) | never)) is None
    running = image(progress=3, status="in-progress")
    assert ended_call(written(running | never, running)) is None
