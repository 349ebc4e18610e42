"""From the write that files a patient's recording to its sealed object, its analysis, its sound and its end."""

import json
from typing import Any

import pytest

import analyze_voice
import tend_patients
from tests.contract.api.conftest import api, aws  # noqa: F401 - fixtures
from tests.contract.conftest import BUCKET
from tests.contract.patients.test_analyze_voice import Clinic, clinic, recorded  # noqa: F401 - a fixture
from tests.contract.patients.test_tend_patients import CALL, record
from tests.fakes.patients import PHONE
from tests.fakes.patients_voices import check_in
from trunkline.calls.domain.calls import TimelineEvent
from trunkline.encryption.domain.sealed_files import is_sealed
from trunkline.ids import CallId

RELAYS, PROVIDERS = f"recordings/{CALL}/MZ1.wav", "recordings/conv_1/elevenlabs.mp3"
MP3 = b"ID3" + bytes(range(256)) * 400


class Ear:
    """Who files recordings, and the functions that follow."""

    def __init__(self, clinic: Clinic) -> None:  # noqa: F811
        self.clinic, self.world = clinic, clinic.world

    def rings(self, call: CallId = CALL, **facts: Any) -> None:
        now = self.world.clock()
        about = {"company_id": "acme", "started_at": now.isoformat(), "direction": "outbound", "to_number": PHONE}
        known = about | {"clinical": True, "mode": "relay", "agent_id": "agent_1"} | facts
        self.world.services.calls.open(call, TimelineEvent("answer", now, "relay"), known)

    def files(self, key: str, audio: bytes, fact: str = "recording") -> list[dict[str, Any]]:
        """The jobs that follow from it."""
        before, jobs = self.clinic._image(CALL), len(self.world.jobs)
        self.clinic.archive.write(key, audio, "audio/wav")
        event = TimelineEvent(f"{fact}-{key.rpartition('/')[2]}", self.world.clock(), "recording filed")
        self.world.services.calls.note(CALL, event, {fact: key})
        event_records = {"Records": [record(before, self.clinic._image(CALL))]}
        assert tend_patients.respond(event_records, self.clinic.deps) == {"batchItemFailures": []}
        return self.world.jobs[jobs:]

    def works(self, *jobs: dict[str, Any], tries: int = 1) -> int:
        """How many of the jobs failed."""
        about = {"ApproximateReceiveCount": str(tries)}
        messages = [{"messageId": str(n), "body": json.dumps(job), "attributes": about} for n, job in enumerate(jobs)]
        return len(analyze_voice.respond({"Records": messages}, self.clinic.voices)["batchItemFailures"])

    def stored(self, key: str = RELAYS) -> bytes:
        return self.clinic.archive.read(key)


@pytest.fixture
def ear(clinic: Clinic) -> Ear:  # noqa: F811
    made = Ear(clinic)
    made.rings()
    return made


async def test_the_relays_and_the_providers_recordings_are_sealed_as_they_come_and_heard_all_the_same(ear):
    audio = recorded(check_in)
    for key, sound, fact in ((RELAYS, audio, "recording"), (PROVIDERS, MP3, "provider_recording")):
        [job] = ear.files(key, sound, fact)
        assert job == {"recorded_call_id": CALL}
        assert ear.works(job, job) == 0  # may come twice
        assert is_sealed(ear.stored(key))
        assert sound[1000:1100] not in ear.stored(key)
    for kind, sound in (("call", audio), ("provider", MP3)):
        url = f"/api/v1/calls/{CALL}/recordings/{kind}/audio"
        heard = await ear.world.ask("GET", url, key="read, clinical", headers={"range": "bytes=500-90000"})
        assert (heard.status_code, heard.content) == (206, sound[500:90_001])


@pytest.mark.parametrize("is_sealed_first", [True, False])
def test_the_voice_is_measured_whether_its_recording_is_sealed_before_or_after(ear, is_sealed_first):
    ear.world.clock.passes(minutes=1)
    call = CallId("CA" + "1".zfill(32))
    ear.clinic.ends(call=call, agent_id="agent_1", mode="relay")
    ear.clinic.reports(_answered(), call)
    job = ear.world.jobs[-1]
    ear.clinic._file(call, check_in)
    seal = {"recorded_call_id": call}
    assert ear.works(*([seal, job] if is_sealed_first else [job, seal])) == 0
    [newest] = [item for item in ear.clinic.files.assessing.assessments.of_patient(ear.clinic.patient) if item.engine]
    assert newest.document["voice_status"] == "baseline_building"
    assert is_sealed(ear.stored(f"recordings/{call}/MZ1.wav"))


def test_a_recording_that_nothing_is_measured_in_is_sealed_too(ear):
    [job] = ear.files(RELAYS, b"no sound at all")
    assert ear.works(job) == 0
    assert is_sealed(ear.stored())


def test_a_crash_before_the_write_leaves_the_plain_object_and_one_after_it_the_sealed_one(ear):
    """There is one write: the run that comes again does what is left."""
    [job] = ear.files(RELAYS, MP3)
    sealing = ear.clinic.voices.sealing
    crashed, replace = [0], ear.world.s3.put_object

    def crashes(**arguments: Any) -> Any:
        crashed[0] += 1
        if crashed[0] == 2:
            replace(**arguments)
        if crashed[0] <= 2:
            raise ConnectionError("gone")
        return replace(**arguments)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ear.world.s3, "put_object", crashes)
        assert ear.works(job) == 1
        assert ear.stored() == MP3
        assert ear.works(job) == 1
        assert is_sealed(ear.stored())
        assert ear.works(job) == 0
    assert crashed == [2]
    assert sealing.seal(RELAYS, "acme", ear.clinic.patient.patient_id) is False


def test_a_recording_that_is_replaced_while_it_is_sealed_comes_again(ear):
    [job] = ear.files(RELAYS, MP3)
    replace = ear.world.s3.put_object

    def late(**arguments: Any) -> Any:
        if "IfMatch" in arguments:
            replace(Bucket=BUCKET, Key=RELAYS, Body=b"a later upload")
        return replace(**arguments)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ear.world.s3, "put_object", late)
        assert ear.works(job) == 1
    assert ear.stored() == b"a later upload"
    assert (ear.works(job), is_sealed(ear.stored())) == (0, True)


def test_a_recording_that_is_stored_and_filed_again_is_sealed_again(ear):
    [job] = ear.files(RELAYS, MP3)
    ear.works(job)
    ear.world.clock.passes(minutes=1)
    [again] = ear.files(RELAYS, MP3)
    assert ear.stored() == MP3
    assert (ear.works(again), is_sealed(ear.stored())) == (0, True)


def test_the_recording_of_a_number_that_is_no_patients_stays_as_it_is(ear):
    ear.rings(CALL, to_number="+14155550000")
    [job] = ear.files(RELAYS, MP3)
    ear.clinic.files.patients.erase(ear.clinic.patient)
    assert (ear.works(job), ear.stored()) == (0, MP3)


async def test_nothing_opens_a_recording_whose_patient_was_erased(ear):
    [job] = ear.files(RELAYS, MP3)
    ear.works(job)
    ear.clinic.files.patients.erase(ear.clinic.patient)
    url = f"/api/v1/calls/{CALL}/recordings/call/audio"
    assert (await ear.world.ask("GET", url, key="read, clinical")).status_code == 410
    assert ear.works(job) == 0
    assert is_sealed(ear.stored())


def _answered() -> dict[str, str]:
    from tests.contract.patients.test_tend_patients import ANSWERED

    return ANSWERED
