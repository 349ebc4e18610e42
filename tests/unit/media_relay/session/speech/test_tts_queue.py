"""Texts become speech one after the other; a stop is a stop; a lost socket loses no unheard text."""

from binascii import b2a_base64
from dataclasses import replace

from media_relay.session.messages import ClearCaller, MarkCaller
from media_relay.session.speech.speech_messages import (
    BeginText,
    FetchPrompt,
    FinishText,
    KeepSpeechAlive,
    OpenSpeech,
    PlaySpeech,
    PromptFetched,
    ReportSpeechFailed,
    ReportSpeechStarted,
    SayText,
    SpeakRequested,
    SpeechLost,
    SpeechOpened,
    VoiceChangeRequested,
    VoiceReplaced,
)
from media_relay.session.speech.tts_queue import TEXTS_AT_MOST, TtsQueue
from trunkline.realtime.tts_events import SpeechArrived, SpeechFailed, SpeechFinished
from trunkline.speech.domain.prompts import prompt_id
from trunkline.speech.domain.voices import VoiceChoice, VoiceSettings

RACHEL, ADA = VoiceChoice("rachel"), VoiceChoice("ada")


def ready(*texts: str) -> TtsQueue:
    queue = TtsQueue(RACHEL, 0.0)
    assert queue.open() == [OpenSpeech(RACHEL)]
    queue.receive(SpeechOpened(RACHEL), 0.1)
    for words in texts:
        queue.receive(SpeakRequested(words), 1.0)
    return queue


def test_a_text_is_said_sentence_by_sentence_in_a_context_of_its_own():
    commands = ready().receive(SpeakRequested("Hello! How are you?"), 1.0)
    assert commands == [
        ReportSpeechStarted("Hello! How are you?"),
        BeginText("t0", RACHEL),
        SayText("t0", "Hello! ", is_last=False),
        SayText("t0", "How are you? ", is_last=True),
        FinishText("t0"),
    ]


def test_texts_are_made_one_after_the_other_and_marked_when_they_end():
    queue = ready("One.", "Two.")
    assert queue.queue_size == 2
    assert queue.receive(SpeechArrived("t0", b"QQ=="), 1.2) == [PlaySpeech(b"QQ==")]
    commands = queue.receive(SpeechFinished("t0"), 1.3)
    assert commands[0] == MarkCaller("text-0")
    assert BeginText("t1", RACHEL) in commands
    queue.heard("text-0")
    assert queue.queue_size == 1


def test_a_stop_clears_what_plays_and_forgets_what_waits_and_what_still_comes():
    queue = ready("One.", "Two.")
    assert queue.stop() == [ClearCaller(), FinishText("t0")]
    assert queue.queue_size == 0
    assert queue.receive(SpeechArrived("t0", b"QQ=="), 2.0) == []
    assert queue.receive(SpeechFinished("t0"), 2.1) == []
    assert BeginText("t2", RACHEL) in queue.receive(SpeakRequested("Three."), 3.0)


def test_a_text_given_before_the_socket_is_there_is_said_as_soon_as_it_is():
    queue = TtsQueue(RACHEL, 0.0)
    queue.open()
    assert queue.receive(SpeakRequested("Hello."), 0.1) == []
    assert BeginText("t0", RACHEL) in queue.receive(SpeechOpened(RACHEL), 0.3)


def test_a_lost_socket_is_opened_again_and_an_unheard_text_made_again_once():
    queue = ready("Hello.")
    assert queue.receive(SpeechLost("1006"), 2.0) == [OpenSpeech(RACHEL, 0.1)]
    assert BeginText("t0", RACHEL) in queue.receive(SpeechOpened(RACHEL), 2.2)
    assert queue.receive(SpeechLost("1006"), 2.5)[0] == ReportSpeechFailed("Hello.", "1006")


def test_a_half_heard_text_is_not_begun_again():
    queue = ready("Hello.")
    queue.receive(SpeechArrived("t0", b"QQ=="), 1.2)
    queue.receive(SpeechFailed("quota_exceeded", "…"), 1.3)
    assert queue.receive(SpeechLost("1008"), 1.4)[0] == ReportSpeechFailed("Hello.", "quota_exceeded")


def test_an_unreachable_vendor_is_reported_to_the_clients_and_tried_by_the_next_text():
    queue = ready("Hello.")
    commands = []
    for _ in range(4):
        commands = queue.receive(SpeechLost("refused"), 2.0)
    assert commands == [ReportSpeechFailed("Hello.", "refused")]
    assert queue.receive(SpeakRequested("Again."), 9.0) == [OpenSpeech(RACHEL)]


def test_another_voice_gets_a_socket_of_its_own_when_nothing_is_being_made():
    queue = ready("Hello.")
    assert queue.receive(VoiceChangeRequested("ada", VoiceSettings(stability=0.9)), 1.5) == []
    wanted = VoiceChoice("ada", VoiceSettings(stability=0.9))
    assert queue.receive(SpeechFinished("t0"), 2.0) == [MarkCaller("text-0")]
    assert queue.receive(SpeakRequested("Next."), 3.0) == [OpenSpeech(wanted)]
    assert BeginText("t1", wanted) in queue.receive(SpeechOpened(wanted), 3.2)


def test_other_settings_of_the_same_voice_need_no_other_socket():
    queue = ready()
    assert queue.receive(VoiceChangeRequested("", VoiceSettings(stability=0.9)), 1.5) == []
    louder = VoiceChoice("rachel", VoiceSettings(stability=0.9))
    assert BeginText("t0", louder) in queue.receive(SpeakRequested("Next."), 2.0)


def test_a_quiet_socket_is_kept_alive():
    queue = ready()
    assert queue.tick(30.0) == []
    assert queue.tick(61.0) == [KeepSpeechAlive()]
    assert queue.tick(62.0) == []


def test_too_many_texts_and_texts_of_nothing_are_refused():
    queue = ready(*["x."] * TEXTS_AT_MOST)
    assert queue.receive(SpeakRequested("one more"), 2.0) == [
        ReportSpeechFailed("one more", "too many texts are waiting")
    ]
    assert ready().receive(SpeakRequested("<break/>"), 2.0) == [ReportSpeechFailed("<break/>", "nothing to say")]


class TestPauses:
    WORDS = "Hello! How are you? Fine."

    def test_are_silence_between_parts_that_are_made_one_by_one(self):
        queue = ready()
        assert queue.receive(SpeakRequested(self.WORDS, pauses=True), 1.0) == [
            ReportSpeechStarted(self.WORDS),
            BeginText("t0", RACHEL),
            SayText("t0", "Hello! ", is_last=True),
            FinishText("t0"),
        ]
        silence, *made = queue.receive(SpeechFinished("t0"), 1.1)
        assert silence == PlaySpeech(b2a_base64(b"\xff" * 3200, newline=False))
        assert made == [BeginText("t0-1", RACHEL), SayText("t0-1", "How are you? ", is_last=True), FinishText("t0-1")]
        assert queue.receive(SpeechFinished("t0-1"), 1.2)[1] == BeginText("t0-2", RACHEL)
        assert queue.receive(SpeechFinished("t0-2"), 1.3) == [MarkCaller("text-0")]
        assert (queue.spoken_count, queue.characters) == (1, len("Hello!How are you?Fine."))

    def test_of_a_stopped_text_make_no_further_part(self):
        queue = ready()
        queue.receive(SpeakRequested(self.WORDS, pauses=True), 1.0)
        assert queue.stop() == [ClearCaller(), FinishText("t0")]
        assert queue.receive(SpeechFinished("t0"), 1.1) == []
        assert queue.queue_size == 0

    def test_a_part_that_was_lost_unheard_is_made_again_without_the_parts_before_it(self):
        queue = ready()
        queue.receive(SpeakRequested(self.WORDS, pauses=True), 1.0)
        queue.receive(SpeechArrived("t0", b"QQ=="), 1.1)
        queue.receive(SpeechFinished("t0"), 1.2)
        queue.receive(SpeechLost("1006"), 1.3)
        commands = queue.receive(SpeechOpened(RACHEL), 1.4)
        assert commands[0] == BeginText("t0-1", RACHEL)

    def test_do_not_mark_up_what_the_vendor_gets(self):
        commands = ready().receive(SpeakRequested("5 < 6 & 7. Yes.", pauses=True), 1.0)
        assert SayText("t0", "5 < 6 & 7. ", is_last=True) in commands


class TestKindsOfInquiry:
    def queue(self) -> TtsQueue:
        queue = TtsQueue(RACHEL, 0.0, by_inquiry={"sales": ADA})
        queue.open()
        queue.receive(SpeechOpened(RACHEL), 0.1)
        return queue

    def test_a_text_is_spoken_in_the_voice_for_its_kind_and_the_next_in_the_calls(self):
        queue = self.queue()
        assert queue.receive(SpeakRequested("Buy.", inquiry_type="sales"), 1.0) == [OpenSpeech(ADA)]
        queue.receive(SpeakRequested("Thanks."), 1.0)
        assert queue.receive(SpeechOpened(ADA), 1.1)[1] == BeginText("t0", ADA)
        assert queue.receive(SpeechFinished("t0"), 1.2) == [MarkCaller("text-0"), OpenSpeech(RACHEL)]
        assert queue.receive(SpeechOpened(RACHEL), 1.3)[1] == BeginText("t1", RACHEL)

    def test_a_kind_without_a_voice_is_spoken_in_the_calls(self):
        assert BeginText("t0", RACHEL) in self.queue().receive(SpeakRequested("Pay.", inquiry_type="billing"), 1.0)

    def test_a_voice_that_cannot_be_had_is_replaced_by_the_calls_for_this_text(self):
        queue = self.queue()
        queue.receive(SpeakRequested("Buy.", inquiry_type="sales"), 1.0)
        queue.receive(SpeechFailed("voice_not_found", ""), 1.1)
        assert queue.receive(SpeechLost("1008"), 1.2) == [VoiceReplaced("rachel"), OpenSpeech(RACHEL)]
        assert BeginText("t0", RACHEL) in queue.receive(SpeechOpened(RACHEL), 1.3)
        assert queue.voice == RACHEL


class TestPrompts:
    NAME = prompt_id("Hello.", RACHEL)

    def queue(self, *, is_open: bool = True) -> TtsQueue:
        queue = TtsQueue(RACHEL, 0.0, prompts=frozenset({self.NAME}))
        queue.open()
        if is_open:
            queue.receive(SpeechOpened(RACHEL), 0.1)
        return queue

    def test_are_fetched_without_waiting_for_the_vendors_socket(self):
        queue = self.queue(is_open=False)
        assert queue.receive(SpeakRequested("Hello."), 1.0) == [
            ReportSpeechStarted("Hello."),
            FetchPrompt("t0", self.NAME),
        ]
        played = queue.receive(PromptFetched("t0", (b"QQ==", b"Qg==")), 1.1)
        assert played == [PlaySpeech(b"QQ=="), PlaySpeech(b"Qg=="), MarkCaller("text-0")]
        assert (queue.spoken_count, queue.characters, queue.credits) == (1, 0, 0)

    def test_of_a_stopped_text_are_not_played(self):
        queue = self.queue()
        queue.receive(SpeakRequested("Hello."), 1.0)
        queue.stop()
        assert queue.receive(PromptFetched("t0", (b"QQ==",)), 1.1) == []

    def test_that_cannot_be_had_are_made_by_the_vendor_for_the_rest_of_the_call(self):
        queue = self.queue()
        queue.receive(SpeakRequested("Hello."), 1.0)
        assert BeginText("t0", RACHEL) in queue.receive(PromptFetched("t0", ()), 1.1)
        queue.receive(SpeechFinished("t0"), 1.2)
        assert BeginText("t1", RACHEL) in queue.receive(SpeakRequested("Hello."), 1.3)

    def test_are_of_one_voice_and_its_settings(self):
        queue = self.queue()
        queue.receive(VoiceChangeRequested("", VoiceSettings(stability=0.9)), 1.0)
        assert not any(isinstance(command, FetchPrompt) for command in queue.receive(SpeakRequested("Hello."), 1.1))

    def test_are_not_for_calls_of_which_no_record_is_kept(self):
        silent = replace(RACHEL, keep_no_record=True)
        queue = TtsQueue(silent, 0.0, prompts=frozenset({self.NAME}))
        queue.open()
        queue.receive(SpeechOpened(silent), 0.1)
        assert BeginText("t0", silent) in queue.receive(SpeakRequested("Hello."), 1.0)

    def test_may_be_a_sentence_of_a_text_with_pauses(self):
        queue = self.queue()
        commands = queue.receive(SpeakRequested("Hello. How are you?", pauses=True), 1.0)
        assert commands[1:] == [FetchPrompt("t0", self.NAME)]
        piece, silence, *made = queue.receive(PromptFetched("t0", (b"QQ==",)), 1.1)
        assert (piece, silence) == (PlaySpeech(b"QQ=="), PlaySpeech(b2a_base64(b"\xff" * 4000, newline=False)))
        assert made[0] == BeginText("t0-1", RACHEL)
