"""Control of a voice call on this relay by a client."""

from media_relay.calls.voice_call import VoiceCall
from media_relay.clients.client_messages import ClientMessages, utc_now
from media_relay.clients.message_order import OrderedMessages
from media_relay.session.messages import StopSpeakingRequested
from media_relay.session.speech.speech_messages import SpeakRequested, VoiceChangeRequested
from trunkline.json_frames import InvalidFrame
from trunkline.relay_api import client_socket as wire
from trunkline.relay_api.client_socket import (
    EndConversation,
    GetCallInfo,
    Ping,
    ProgramMessage,
    SpeakText,
    StopSynthesis,
    TalkToAgent,
    UpdateVoice,
)

HAS_A_CALLER = "this call has a caller of its own; audio is for peers without a call"
HAS_NO_AGENT = "end_conversation is for peers without a call; a call is ended over the API"


class CallControl:
    """Any number of clients may control a call; each gets all of its audio."""

    def __init__(self, call: VoiceCall, client: ClientMessages) -> None:
        self._call = call
        self._client = client
        self._messages = OrderedMessages(self.handle, self._refuse_voice, call.voice_refusal)
        call.listeners.add(client)

    def client_message(self, frame: bytes) -> None:
        self._messages.take(wire.read(frame))

    def client_gone(self) -> None:
        """The call goes on: a client that comes back under the same name finds it again."""
        self._messages.close()
        self._call.listeners.discard(self._client)

    def _refuse_voice(self, reason: str) -> None:
        self._client.answered("update_voice", success=False, error=reason, **self._voice())

    def handle(self, message: ProgramMessage) -> None:
        match message:
            case SpeakText(text, remove_pii, inquiry_type, pauses):
                self._call.deliver(SpeakRequested(text, remove_pii, inquiry_type, pauses))
            case StopSynthesis():
                self._call.deliver(StopSpeakingRequested())
                self._client.answered("stop_synthesis", success=True)
            case UpdateVoice(voice_id, settings):
                self._call.deliver(VoiceChangeRequested(voice_id, settings))
                self._client.answered("update_voice", success=True, **self._voice())
            case GetCallInfo():
                self._client.answered("get_call_info", success=True, call_info=self._call.snapshot())
            case Ping():
                self._client.send(wire.pong(utc_now()))
            case InvalidFrame(reason):
                self._client.complain(reason)
            case EndConversation():
                self._client.answered("end_conversation", success=False, error=HAS_NO_AGENT)
            case TalkToAgent():
                self._client.complain(HAS_A_CALLER)

    def _voice(self) -> dict[str, object]:
        voice = self._call.session.tts.voice
        return {"voice_id": voice.voice_id, "voice_settings": voice.settings.given()}
