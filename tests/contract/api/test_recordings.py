"""Recordings of a call: links that expire, peaks to draw from, the words of a voicemail."""

import base64
import json
from datetime import datetime, timedelta

import pytest

from tests.contract.api.conftest import ApiWorld
from tests.contract.conftest import BUCKET
from trunkline.calls.domain.calls import TimelineEvent
from trunkline.ids import CallId

SID = "CA" + "7" * 32
URL = f"/api/v1/calls/{SID}/recordings"
WAV = f"recordings/{SID}/MZ1.wav"
PEAKS = {
    "per_second": 20,
    "caller": base64.b64encode(b"\x00\xff").decode(),
    "agent": base64.b64encode(b"\x07\x00").decode(),
}


def called(api: ApiWorld, **facts: str) -> None:
    opened = {"company_id": "acme", "company_day": "acme#2026-11-20", "started_at": api.clock().isoformat()}
    api.services.calls.open(CallId(SID), TimelineEvent("answer", api.clock(), "relay"), opened | facts)


def beside(api: ApiWorld, **values: object) -> None:
    api.s3.put_object(Bucket=BUCKET, Key=f"recordings/{SID}/MZ1.json", Body=json.dumps(values).encode())


async def recordings(api: ApiWorld, query: str = "") -> list[dict]:
    return (await api.ask("GET", URL + query, key="read")).json()["recordings"]


async def test_a_call_without_a_recording_has_an_empty_list(api):
    called(api)
    assert await recordings(api) == []


async def test_each_recording_has_a_link_that_expires(api):
    called(api, recording=WAV, provider_recording="recordings/conv_1/elevenlabs.mp3")
    ours, theirs = await recordings(api)
    assert (ours["kind"], ours["content_type"], ours["channels"]) == ("call", "audio/wav", ["caller", "agent"])
    assert (theirs["kind"], theirs["content_type"], theirs["channels"]) == ("provider", "audio/mpeg", ["both"])
    assert WAV in ours["url"]
    assert ours["expires_in_s"] == theirs["expires_in_s"] == 300


async def test_a_voicemail_has_its_words(api):
    called(api, voicemail=f"recordings/{SID}/voicemail-RE1.mp3", voicemail_text="Call me back, please.")
    [voicemail] = await recordings(api)
    assert (voicemail["kind"], voicemail["text"]) == ("voicemail", "Call me back, please.")
    assert voicemail["channels"] == ["caller"]


async def test_peaks_come_when_they_are_asked_for(api):
    called(api, recording=WAV)
    beside(api, peaks=PEAKS, gaps_ms=[])
    assert (await recordings(api))[0]["peaks"] is None
    [recording] = await recordings(api, "?with_peaks=true")
    assert recording["peaks"] == {"per_second": 20, "caller": [0, 255], "agent": [7, 0]}


async def test_a_recording_from_before_there_were_peaks_has_none(api):
    called(api, recording=WAV)
    assert (await recordings(api, "?with_peaks=true"))[0]["peaks"] is None
    beside(api, gaps_ms=[])
    assert (await recordings(api, "?with_peaks=true"))[0]["peaks"] is None


async def test_a_call_that_was_resumed_has_each_part_in_its_order(api):
    called(api)
    began = [api.clock(), api.clock() + timedelta(seconds=41)]
    for stream, at in (("MZ2", began[1]), ("MZ1", began[0])):  # filed in the other order
        file_part(api, stream, at)
    first, second = await recordings(api)
    assert (first["kind"], first["part"], first["begins_at_s"]) == ("call", 1, 0)
    assert (second["kind"], second["part"], second["begins_at_s"]) == ("call", 2, 41)
    assert ["MZ1.wav" in first["url"], "MZ2.wav" in second["url"]] == [True, True]


async def test_parts_whose_beginnings_are_not_known_are_in_the_order_they_were_filed_in(api):
    called(api)
    for conversation in ("conv_2", "conv_1"):
        api.clock.passes(seconds=20)
        event = TimelineEvent(f"provider-recording-{conversation}", api.clock(), "provider recording filed")
        facts = {"provider_recording": f"recordings/{conversation}/elevenlabs.mp3"}
        api.services.calls.note(CallId(SID), event, facts)
    first, second = await recordings(api)
    assert [(one["kind"], one["part"], one["begins_at_s"]) for one in (first, second)] == [
        ("provider", 1, 0), ("provider", 2, None),
    ]  # fmt: skip
    assert ["conv_2" in first["url"], "conv_1" in second["url"]] == [True, True]


def file_part(api: ApiWorld, stream: str, began_at: datetime) -> None:
    event = TimelineEvent(f"relay-recording-{stream}", api.clock(), "recording filed")
    facts = {"recording": f"recordings/{SID}/{stream}.wav", "recording_began_at": began_at.isoformat()}
    api.services.calls.note(CallId(SID), event, facts)


@pytest.mark.parametrize("sid", [SID, "CA" + "8" * 32])
async def test_another_companys_call_and_an_unknown_one_are_not_there(api, sid):
    called(api, recording=WAV)
    answer = await api.ask("GET", f"/api/v1/calls/{sid}/recordings", key="other")
    assert answer.status_code == 404


async def test_a_query_of_another_kind_is_refused(api):
    called(api)
    assert (await api.ask("GET", URL + "?with_peaks=loud", key="read")).status_code in {400, 422}
