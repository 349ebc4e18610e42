"""The sound of a patient's recording: in ranges, sealed or not yet, for those who hold a clinical key."""

import pytest

from tests.contract.api.conftest import ApiWorld
from tests.contract.api.test_own_call import SID, check_in, key_of  # noqa: F401 - a fixture
from tests.contract.conftest import BUCKET
from tests.fakes.patients import a_patient
from trunkline.calls.domain.calls import TimelineEvent
from trunkline.ids import CallId

URL = f"/api/v1/calls/{SID}/recordings/call/audio"
KEY, SOUND = "recordings/r.wav", b"RIFF" + bytes(range(256)) * 900
PIECE = 4 * 1024 * 1024


@pytest.fixture
async def ward(check_in: ApiWorld) -> ApiWorld:  # noqa: F811
    """A patient of acme, a nurse's key, and a recording that is sealed."""
    check_in.services.patients().patients.add(a_patient())
    check_in.keys["nurse"] = await key_of(check_in, "read", "rn-12")
    put(check_in, SOUND)
    assert check_in.services.audio_files.seal(KEY, "acme", "pt1")
    return check_in


def put(world: ApiWorld, body: bytes) -> None:
    world.s3.put_object(Bucket=BUCKET, Key=KEY, Body=body)


async def heard(world: ApiWorld, range_: str = "", key: str = "nurse", url: str = URL):
    return await world.ask("GET", url, key=key, headers={"range": range_} if range_ else {})


async def test_a_patients_recording_has_an_address_that_takes_a_key_and_no_link(ward):
    listed = await ward.ask("GET", f"/api/v1/calls/{SID}/recordings", key="nurse")
    [recording] = listed.json()["recordings"]
    assert (recording["url"], recording["expires_in_s"], recording["content_type"]) == (URL, None, "audio/wav")
    audio = await ward.ask("GET", "/api/v1/conversations/conv_7/audio", key="nurse")
    assert audio.json() == {"url": URL, "expires_in_s": None}


async def test_a_range_is_opened_and_the_whole_too(ward):
    part, whole = await heard(ward, "bytes=70000-140000"), await heard(ward)
    assert (part.status_code, part.content) == (206, SOUND[70_000:140_001])
    assert part.headers["content-range"] == f"bytes 70000-140000/{len(SOUND)}"
    assert (whole.status_code, whole.content) == (200, SOUND)
    for answer in (part, whole):
        assert (answer.headers["cache-control"], answer.headers["accept-ranges"]) == ("no-store", "bytes")
        assert answer.headers["content-type"] == "audio/wav"
        assert int(answer.headers["content-length"]) == len(answer.content)


async def test_one_that_is_not_sealed_yet_is_heard_in_the_same_way(ward):
    put(ward, SOUND)
    assert (await heard(ward, "bytes=-10")).content == SOUND[-10:]
    assert (await heard(ward)).content == SOUND


@pytest.mark.parametrize("garbage", ["bytes=9-2", "bytes=0-1,4-5", "sound=0-5", "bytes=" + "9" * 300 + "-"])
async def test_garbage_for_a_range_is_passed_over(ward, garbage):
    answer = await heard(ward, garbage)
    assert (answer.status_code, len(answer.content)) == (200, len(SOUND))


@pytest.mark.parametrize("behind", [f"bytes={len(SOUND)}-", "bytes=-0"])
async def test_a_range_behind_the_end_is_refused_with_the_size(ward, behind):
    answer = await heard(ward, behind)
    assert (answer.status_code, answer.headers["content-range"]) == (416, f"bytes */{len(SOUND)}")


async def test_a_long_recording_comes_in_pieces_and_is_never_cut_unasked(ward):
    long = bytes(PIECE) + b"the end"
    put(ward, long)
    ward.services.audio_files.seal(KEY, "acme", "pt1")
    refused = await heard(ward)
    assert (refused.status_code, "ask for ranges" in refused.json()["detail"]) == (400, True)
    first = await heard(ward, "bytes=0-")
    assert (first.status_code, first.headers["content-range"]) == (206, f"bytes 0-{PIECE - 1}/{len(long)}")
    assert first.content + (await heard(ward, f"bytes={PIECE}-")).content == long


async def test_no_other_key_hears_anything(ward):
    assert (await heard(ward, key="read")).status_code == 403
    assert (await heard(ward, key="other")).status_code == 404
    assert (await ward.client.get(URL)).status_code == 401


@pytest.mark.parametrize("kind", ["provider", "voicemail"])
async def test_what_was_not_recorded_is_not_there(ward, kind):
    assert (await heard(ward, url=URL.replace("call/audio", f"{kind}/audio"))).status_code == 404
    assert (await heard(ward, url=URL.replace("call/audio", "everything/audio"))).status_code == 400


async def test_an_object_that_is_gone_is_not_there(ward):
    ward.s3.delete_object(Bucket=BUCKET, Key=KEY)
    assert (await heard(ward)).status_code == 404


async def test_an_empty_recording_is_empty(ward):
    put(ward, b"")
    assert ((await heard(ward)).status_code, (await heard(ward)).content) == (200, b"")
    assert (await heard(ward, "bytes=0-")).status_code == 416


async def test_a_recording_whose_key_was_erased_is_gone_for_good(ward):
    files = ward.services.patients()
    files.patients.erase(files.patients.find("acme", "pt1"))
    answer = await heard(ward, "bytes=0-")
    assert (answer.status_code, answer.json()) == (410, {"detail": "The recording was erased"})


async def test_a_recording_put_in_anothers_place_is_not_heard(ward):
    sealed = ward.s3.get_object(Bucket=BUCKET, Key=KEY)["Body"].read()
    ward.s3.put_object(Bucket=BUCKET, Key="recordings/other.wav", Body=sealed)
    event = TimelineEvent("relay-recording-MZ9", ward.clock(), "recording filed")
    ward.services.calls.note(CallId(SID), event, {"recording": "recordings/other.wav"})
    answer = await heard(ward)
    assert (answer.status_code, answer.json()) == (500, {"detail": "Internal Server Error"})


async def test_each_part_of_a_resumed_call_is_heard_at_its_own_address(ward):
    later = "recordings/later.wav"
    for key in (KEY, later):
        event = TimelineEvent(f"relay-recording-{key}", ward.clock(), "recording filed")
        ward.clock.passes(seconds=9)
        ward.services.calls.note(CallId(SID), event, {"recording": key, "recording_began_at": ward.clock().isoformat()})
    ward.s3.put_object(Bucket=BUCKET, Key=later, Body=b"RIFF later")
    listed = (await ward.ask("GET", f"/api/v1/calls/{SID}/recordings", key="nurse")).json()["recordings"]
    assert [recording["url"] for recording in listed] == [f"{URL}?part=1", f"{URL}?part=2"]
    first, second = [await heard(ward, url=recording["url"]) for recording in listed]
    assert (first.content, second.content) == (SOUND, b"RIFF later")
    assert (await heard(ward)).content == b"RIFF later"
    assert (await heard(ward, url=f"{URL}?part=3")).status_code == 404
    assert (await heard(ward, url=f"{URL}?part=0")).status_code in {400, 422}


async def test_a_call_that_is_no_patients_keeps_its_link_and_is_heard_here_as_well(api):
    facts = {"company_id": "acme", "started_at": api.clock().isoformat(), "recording": KEY}
    api.services.calls.open(CallId(SID), TimelineEvent("answer", api.clock(), "relay"), facts)
    put(api, SOUND)
    [recording] = (await api.ask("GET", f"/api/v1/calls/{SID}/recordings", key="read")).json()["recordings"]
    assert ("X-Amz-Signature" in recording["url"], recording["expires_in_s"]) == (True, 300)
    assert (await heard(api, "bytes=0-3", key="read")).content == b"RIFF"
