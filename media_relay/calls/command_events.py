"""Commands to a live call, as events of its session."""

from media_relay.session.messages import (
    HangUpRequested,
    KeysRequested,
    MessageRequested,
    SayRequested,
    StopSpeakingRequested,
    TransferRequested,
)
from media_relay.session.speech.speech_messages import BufferTextRequested, SpeakRequested, VoiceChangeRequested
from trunkline.calls.domain.live_commands import LiveCallCommand
from trunkline.errors import BadRequest
from trunkline.speech.domain.voices import VoiceSettings

CommandEvent = (
    HangUpRequested
    | SayRequested
    | MessageRequested
    | KeysRequested
    | StopSpeakingRequested
    | TransferRequested
    | VoiceChangeRequested
    | SpeakRequested
    | BufferTextRequested
)


def event_of(order: LiveCallCommand) -> CommandEvent | None:
    """None for a query, which changes nothing. Raises BadRequest."""
    match order.kind:
        case "say_context":
            return SayRequested(order.text)
        case "say_message":
            return MessageRequested(order.text)
        case "play_keys":
            return KeysRequested(order.text)
        case "stop_speaking":
            return StopSpeakingRequested()
        case "transfer":
            return TransferRequested(order.text, order.summary)
        case "change_voice":
            return VoiceChangeRequested(order.text, _settings(order))
        case "collect_texts":
            return BufferTextRequested()
        case "speak":
            return SpeakRequested(order.text, inquiry_type=order.inquiry_type, pauses=order.pauses)
        case "hang_up":
            return HangUpRequested()
    return None


def _settings(order: LiveCallCommand) -> VoiceSettings:
    try:
        return VoiceSettings(**order.settings)  # type: ignore[arg-type]
    except TypeError as error:
        raise BadRequest("unknown voice settings") from error
