"""A program at the wheel of a voice call that this relay carries."""

from media_relay.calls.voice_call import VoiceCall
from media_relay.clients.client_messages import ClientMessages, utc_now
from media_relay.clients.message_order import OrderedMessages
from media_relay.session.messages import StopSpeakingRequested
from media_relay.session.speech_messages import SpeakRequested, VoiceChangeRequested
from trunkline.json_frames import InvalidFrame
from trunkline.relay_api import client_socket as wire
from trunkline.relay_api.client_socket import (
    GetCallInfo,
    Ping,
    ProgramMessage,
    SpeakText,
    StopSynthesis,
    TalkToAgent,
    UpdateVoice,
)

HAS_A_CALLER = "this call has a caller of its own; audio is for peers without a call"


class CallControl:
    """Any number of programs may steer a call, and each hears all of it."""

    def __init__(self, call: VoiceCall, program: ClientMessages) -> None:
        self._call = call
        self._program = program
        self._messages = OrderedMessages(self.obey, self._refuse_voice, call.voice_refusal)
        call.listeners.add(program)

    def program_said(self, frame: bytes) -> None:
        self._messages.take(wire.read(frame))

    def program_left(self) -> None:
        """The call goes on: a program that comes back under the same name finds it again."""
        self._messages.close()
        self._call.listeners.discard(self._program)

    def _refuse_voice(self, reason: str) -> None:
        self._program.answered("update_voice", success=False, error=reason, **self._voice())

    def obey(self, message: ProgramMessage) -> None:
        match message:
            case SpeakText(text, remove_pii):
                self._call.deliver(SpeakRequested(text, remove_pii))
            case StopSynthesis():
                self._call.deliver(StopSpeakingRequested())
                self._program.answered("stop_synthesis", success=True)
            case UpdateVoice(voice_id, settings):
                self._call.deliver(VoiceChangeRequested(voice_id, settings))
                self._program.answered("update_voice", success=True, **self._voice())
            case GetCallInfo():
                self._program.answered("get_call_info", success=True, call_info=self._call.snapshot())
            case Ping():
                self._program.send(wire.pong(utc_now()))
            case InvalidFrame(reason):
                self._program.complain(reason)
            case TalkToAgent():
                self._program.complain(HAS_A_CALLER)

    def _voice(self) -> dict[str, object]:
        voice = self._call.session.speaker.voice
        return {"voice_id": voice.voice_id, "voice_settings": voice.settings.given()}
