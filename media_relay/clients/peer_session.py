"""Peer session: a browser or program without a call that uses a voice, or talks with an agent, on its own socket.

Its texts are spoken back to it in the company's usual voice or in one it brings; its microphone reaches the agent its
path names. Each part is opened when it is first needed. Nothing is filed: there is no call.
"""

import asyncio
from collections.abc import Callable

from picows import WSError

from media_relay.calls.audio_path import AudioPath
from media_relay.calls.relay_context import RelayContext
from media_relay.calls.tts_connection import TtsConnection
from media_relay.clients.client_messages import ClientMessages, utc_now
from media_relay.clients.client_socket import ClientSocket
from media_relay.clients.message_order import OrderedMessages
from media_relay.clients.peer_words import PeerWords
from media_relay.session.messages import ClearCaller, MarkCaller
from media_relay.session.speech.speech_messages import (
    PlaySpeech,
    ReportSpeechFailed,
    ReportSpeechStarted,
    SpeakRequested,
    VoiceChangeRequested,
)
from media_relay.session.speech.tts_queue import Command, Event, TtsQueue
from media_relay.sockets.agent_leg import AgentLeg
from media_relay.tasks import TaskSet
from trunkline.calls.domain.stream_tickets import StreamTicket
from trunkline.errors import ProviderError
from trunkline.ids import NO_CALL, CallId
from trunkline.json_frames import InvalidFrame
from trunkline.realtime.agent_events import (
    AgentAudio,
    AgentEvent,
    AgentFaulted,
    AgentPinged,
    CallerInterrupted,
    ToolRequested,
)
from trunkline.redaction import Redactor
from trunkline.relay_api import client_socket as wire
from trunkline.relay_api.client_socket import (
    ClientHandshake,
    EndConversation,
    GetCallInfo,
    Ping,
    ProgramMessage,
    SpeakText,
    StopSynthesis,
    TalkToAgent,
    UpdateVoice,
)
from trunkline.speech.domain.voice_profiles import VoiceProfiles
from trunkline.speech.domain.voices import VoiceChoice, VoiceSettings
from trunkline.telemetry import log

NO_VOICE = "no voice: send update_voice with a voice_id, or set the company's usual one under /api/v1/voice-profiles"
RESTS_S = 1.0  # after an agent has left: audio that was on its way to it begins no other conversation
STAYS_S = 30.0  # how long a voice waits for a peer that lost its socket
LONGEST_S = 3600


class PeerAudio(AudioPath):
    """An audio path without a call: what the agent says goes to the peer, and nothing is recorded or measured."""

    def __init__(self, on_sound: Callable[[bytes], None]) -> None:
        self._on_sound = on_sound

    def from_agent(self, payload: bytes, sound: bytes, event_id: int) -> None:  # noqa: ARG002 - a leg calls it so
        self._on_sound(payload)


class PeerSession:
    """Controlled by its own socket; found again under the same name for a while after that is lost."""

    def __init__(
        self, context: RelayContext, handshake: ClientHandshake, company_id: str, profiles: VoiceProfiles
    ) -> None:
        self.left_at_s: float | None = None
        self._context = context
        self._ticket = StreamTicket(
            CallId(f"peer-{handshake.peer_id}"),
            company_id,
            handshake.agent_id,
            expires_at=utc_now(),
            max_duration_s=LONGEST_S,
            dynamic_variables={"call_sid": NO_CALL},  # so that the provider's report is not filed
        )
        self._ends_by_s = context.clock() + LONGEST_S
        self._profiles = profiles
        self._tts = self._new_tts_queue(profiles.usual) if profiles.usual else None
        self._vendor = context.vendors[self._ticket.provider]
        self._messages = OrderedMessages(self._handle, self._refuse_voice, self._vendor.voice_refusal)
        self._agent: AgentLeg | None = None
        self._words, self._wants_turns = PeerWords(context.clock), False
        self._rests_until_s = 0.0
        self._client: ClientMessages | None = None
        self._tasks = TaskSet()
        self._speech = TtsConnection(
            self._ticket.call_id, self._vendor, self._on_tts_event, self._tasks.start, context.prompts, company_id
        )

    def attach(self, leg: ClientSocket) -> None:
        self._client, self.left_at_s = leg, None
        self._wants_turns = leg.handshake.wants_turns
        leg.welcome(None)
        leg.attach_to(self)

    # --- messages of the client -----------------------------------------------------------------------------------

    def client_message(self, frame: bytes) -> None:
        self._messages.take(wire.read(frame))

    def _handle(self, message: ProgramMessage) -> None:
        match message:
            case SpeakText(text, remove_pii, inquiry_type, pauses):
                if not self._to_tts(SpeakRequested(text, remove_pii, inquiry_type, pauses)):
                    self._notify(lambda client: client.failed(text, NO_VOICE))
            case UpdateVoice(voice_id, settings):
                self._change_voice(voice_id, settings)
            case StopSynthesis():
                self._stop()
            case TalkToAgent(payload, audio):
                self._talk(payload, audio)
            case EndConversation():
                self._end_conversation()
            case GetCallInfo():
                self._notify(lambda client: client.answered("get_call_info", success=True, call_info=self._info()))
            case Ping():
                self._notify(lambda client: client.send(wire.pong(utc_now())))
            case InvalidFrame(reason):
                self._notify(lambda client: client.complain(reason))

    def client_gone(self) -> None:
        self._messages.close()
        self._client, self.left_at_s = None, self._context.clock()

    def is_done(self) -> bool:
        now_s = self._context.clock()
        return now_s >= self._ends_by_s or (self.left_at_s is not None and now_s - self.left_at_s >= STAYS_S)

    def tick(self) -> None:
        if self._tts is not None:
            self._perform_all(self._tts.tick(self._context.clock()))

    async def close(self) -> None:
        self._speech.close()
        if self._agent is not None:
            self._agent.close()
        self._notify(lambda client: client.over())
        await self._tasks.cancel()

    # --- its voice -----------------------------------------------------------------------------------------------

    def _new_tts_queue(self, voice: VoiceChoice) -> TtsQueue:
        fallback = self._profiles.fallback
        return TtsQueue(
            self._profiles.with_retention(voice),
            self._context.clock(),
            self._profiles.with_retention(fallback) if fallback else None,
            Redactor.of(()) if self._profiles.remove_pii else None,
            self._profiles.retained_by_inquiry(),
            self._profiles.prompts,
        )

    def _change_voice(self, voice_id: str, settings: VoiceSettings) -> None:
        """A peer of a company without a usual voice brings its own."""
        if self._tts is None and voice_id:
            self._tts = self._new_tts_queue(VoiceChoice(voice_id, settings))
        elif not self._to_tts(VoiceChangeRequested(voice_id, settings)):
            self._refuse_voice(NO_VOICE)
            return
        self._notify(lambda client: client.answered("update_voice", success=True, **self._voice()))

    def _refuse_voice(self, reason: str) -> None:
        self._notify(lambda client: client.answered("update_voice", success=False, error=reason))

    def _to_tts(self, event: Event) -> bool:
        """False where there is none to speak with."""
        if self._tts is None:
            return False
        self._perform_all(self._tts.receive(event, self._context.clock()))
        return True

    def _on_tts_event(self, event: Event) -> None:
        self._to_tts(event)

    def _stop(self) -> None:
        if self._tts is not None:
            self._perform_all(self._tts.stop())
        self._notify(lambda client: client.answered("stop_synthesis", success=True))

    def _perform_all(self, commands: list[Command]) -> None:
        for command in commands:
            self._perform(command)

    def _perform(self, command: Command) -> None:
        match command:
            case PlaySpeech(payload):
                self._notify(lambda client: client.speech(payload))
            case ReportSpeechStarted(text, pii_removed):
                self._notify(lambda client: client.started(text, pii_removed=pii_removed))
            case ReportSpeechFailed(text, error):
                self._notify(lambda client: client.failed(text, error))
            case ClearCaller():
                self._notify(lambda client: client.silence())
            case MarkCaller(name):
                if self._tts is not None:
                    self._tts.heard(name)  # a browser does not report what it has played
            case _:
                self._speech.perform(command)

    # --- its agent -----------------------------------------------------------------------------------------------

    def _talk(self, payload: bytes, audio: bytes) -> None:
        if self._context.clock() < self._rests_until_s:
            return
        self._words.peer_spoke(audio)
        if self._agent is None:
            self._agent = AgentLeg(self, PeerAudio(self._on_agent_audio), self._vendor.agent_codec)
            self._tasks.start(self._open_agent(self._agent))
        self._agent.send(self._vendor.agent_codec.caller_audio(payload))

    def _end_conversation(self) -> None:
        if self._agent is not None:
            self._agent.close()
            self._let_agent_go()
        self._notify(lambda client: client.answered("end_conversation", success=True))

    def _let_agent_go(self) -> None:
        self._agent, self._rests_until_s = None, self._context.clock() + RESTS_S

    async def _open_agent(self, leg: AgentLeg) -> None:
        """Another company's agent cannot be reached, as one that does not exist."""
        if not await self._owns_agent():
            self._agent_away("not an agent of this company")
            return
        try:
            await leg.open(self._vendor.signed_url(self._ticket.agent_id), self._ticket)
        except (ProviderError, WSError, OSError, TimeoutError) as error:
            self._agent_away(str(error) or type(error).__name__)

    def _agent_away(self, reason: str) -> None:
        log.warning("agent not reached", call_id=self._ticket.call_id, reason=reason)
        self._let_agent_go()
        self._notify(lambda client: client.complain(f"agent {self._ticket.agent_id} cannot be reached"))

    async def _owns_agent(self) -> bool:
        try:
            return await asyncio.to_thread(self._context.owns_agent, self._ticket.agent_id, self._ticket.company_id)
        except Exception:  # noqa: BLE001 - a table that does not answer keeps the agent away, and the peer stays
            log.exception("owner of an agent not looked up", call_id=self._ticket.call_id)
            return False

    def _on_agent_audio(self, payload: bytes) -> None:
        self._tell(self._words.answer_begins())
        self._notify(lambda client: client.speech(payload))

    def agent_message(self, message: AgentEvent) -> None:
        match message:
            case AgentAudio(payload):  # of an unusual shape, but as good as any other
                self._on_agent_audio(payload)
            case AgentPinged(event_id):
                self._to_agent(self._vendor.agent_codec.pong(event_id))
            case CallerInterrupted():
                self._notify(lambda client: client.silence())
            case ToolRequested(_, tool_call_id):
                answer = self._vendor.agent_codec.tool_result(tool_call_id, "no tools without a call", is_error=True)
                self._to_agent(answer)
            case AgentFaulted(_, kind):
                log.warning("agent error", call_id=self._ticket.call_id, kind=kind)
            case _:
                self._tell(self._words.said(message))

    def agent_gone(self, code: int) -> None:
        self._let_agent_go()
        self._notify(lambda client: client.complain(f"the agent has left ({code})"))

    def _to_agent(self, frame: bytes) -> None:
        if self._agent is not None:
            self._agent.send(frame)

    # --- small things --------------------------------------------------------------------------------------------

    def _tell(self, frames: list[bytes]) -> None:
        if self._wants_turns and self._client is not None:
            for frame in frames:
                self._client.send(frame)

    def _notify(self, what: Callable[[ClientMessages], None]) -> None:
        if self._client is not None:
            what(self._client)

    def _voice(self) -> dict[str, object]:
        assert self._tts is not None
        return {"voice_id": self._tts.voice.voice_id, "voice_settings": self._tts.voice.settings.given()}

    def _info(self) -> dict[str, object]:
        voice = self._voice() if self._tts else None
        return {
            "call_id": None,
            "agent_id": self._ticket.agent_id,
            "voice": voice,
            "has_agent": self._agent is not None,
        }
