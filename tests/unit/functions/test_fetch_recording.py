"""The queue behind transcripts: each message fails alone, and what is not ready comes again."""

import json
from contextlib import contextmanager

import fetch_recording
from tests.fakes import reports
from tests.fakes.providers import providers
from tests.fakes.tables import InMemoryCalls, InMemoryConversations, InMemoryTables
from tests.fakes.webhooks import NOW, Bucket
from trunkline.bootstrap.fetch_recording import FetchRecordingDeps
from trunkline.conversations.use_cases.fetch_voicemail import FetchVoicemailDeps
from trunkline.conversations.use_cases.file_report import file_report
from trunkline.errors import CarrierError, ProviderError
from trunkline.vendors.elevenlabs.post_call_webhook import read_report


class Provider:
    """Has a recording of every conversation, once it is ready."""

    def __init__(self) -> None:
        self.is_ready, self.asked = True, list[str]()

    @contextmanager
    def recording(self, conversation_id):
        self.asked.append(conversation_id)
        if not self.is_ready:
            raise ProviderError("conversation_history_not_found", status=404)
        yield iter((b"ID3", b"\x04"))


class Carrier:
    """Has the media of every recording, once it is ready."""

    content_type = "audio/mpeg"

    def __init__(self) -> None:
        self.is_ready = True

    @contextmanager
    def media(self, recording_sid):
        if not self.is_ready:
            raise CarrierError("http_404", "the recording is not there", status=404)
        yield iter((b"ID3", recording_sid.encode()))


class Office:
    def __init__(self) -> None:
        self.tables, self.bucket, self.provider, self.store = InMemoryTables(), Bucket(), Provider(), Store()
        conversations = InMemoryConversations(self.tables)
        self.carrier = Carrier()
        voicemails = FetchVoicemailDeps(InMemoryCalls(self.tables), self.carrier, self.store)
        self.services = FetchRecordingDeps(
            self.bucket.read, self.store, conversations, providers(self.provider), voicemails, lambda: NOW
        )
        for number in (1, 2):
            body = reports.transcription(f"conv_{number}", f"CA{number}", has_audio=number == 1)
            file_report(read_report(body), conversations, self.bucket)
        self.keys = sorted(self.bucket)

    def work(self, *messages: str) -> list[str]:
        records = [{"messageId": str(n), "body": body} for n, body in enumerate(messages)]
        failures = fetch_recording.respond({"Records": records}, self.services)["batchItemFailures"]
        return [failure["itemIdentifier"] for failure in failures]


class Store(dict[str, bytes]):
    def upload_stream(self, key, pieces, content_type):
        self[key] = b"".join(pieces)


def notice(*keys: str) -> str:
    return json.dumps({"Records": [{"s3": {"object": {"key": key.replace("=", "%3D")}}} for key in keys]})


def test_only_a_conversation_with_a_recording_is_asked_for():
    office = Office()
    assert office.work(*map(notice, office.keys)) == []
    assert office.provider.asked == ["conv_1"]
    assert office.store == {"recordings/conv_1/elevenlabs.mp3": b"ID3\x04"}
    assert office.tables.records["CA1"]["provider_recording"] == "recordings/conv_1/elevenlabs.mp3"


def test_what_is_not_ready_and_what_is_no_notice_comes_again_alone():
    office = Office()
    office.provider.is_ready = False
    assert office.work("not json", notice(office.keys[0]), notice(office.keys[1]), notice("transcripts/gone.json")) == [
        "0", "1", "3",
    ]  # fmt: skip
    office.provider.is_ready = True
    assert office.work(notice(office.keys[0])) == []
    assert len(office.store) == 1


def test_a_repeated_notice_fetches_once():
    office = Office()
    office.work(notice(office.keys[0]), notice(office.keys[0]))
    assert office.provider.asked == ["conv_1"]


def test_a_story_and_s3s_test_event_are_nothing_to_fetch():
    office = Office()
    payload = json.dumps({"Service": "Amazon S3", "Event": "s3:TestEvent"})
    assert office.work(notice("transcripts/dt=2025-12-31/CA1/story.json"), payload) == []
    assert office.provider.asked == []


def test_a_recording_that_was_pushed_is_not_fetched():
    office = Office()
    file_report(read_report(reports.audio()), office.services.conversations, office.bucket)
    office.work(notice(office.keys[0]))
    assert office.provider.asked == []


VOICEMAIL = json.dumps(
    {
        "detail-type": "voicemail.received",
        "detail": {"type": "voicemail.received", "data": {"call_id": "CA1", "recording_sid": "RE1"}},
    }
)


def test_a_voicemail_is_fetched_from_the_carrier_and_stands_in_its_calls_record():
    office = Office()
    assert office.work(VOICEMAIL, VOICEMAIL) == []
    assert office.store == {"recordings/CA1/voicemail-RE1.mp3": b"ID3RE1"}
    assert office.tables.records["CA1"]["voicemail"] == "recordings/CA1/voicemail-RE1.mp3"
    assert office.tables.events["CA1"]["voicemail-filed-RE1"].kind == "voicemail filed"


def test_a_voicemail_that_is_not_ready_comes_again():
    office = Office()
    office.carrier.is_ready = False
    assert office.work(VOICEMAIL) == ["0"]
    assert not office.store
    office.carrier.is_ready = True
    assert office.work(VOICEMAIL) == []


def test_the_voicemail_of_a_call_that_was_erased_is_left_alone():
    office = Office()
    office.tables.flat.pop("CA1")
    office.tables.updates.pop("CA1")
    assert office.work(VOICEMAIL) == []
    assert not office.store
    assert "CA1" not in office.tables.records
