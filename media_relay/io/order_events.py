"""Orders from outside a call, as events of its session."""

from media_relay.session.messages import ToldToHangUp, ToldToSay, ToldToStopSpeaking, ToldToTransfer
from media_relay.session.speech_messages import ToldToChangeVoice, ToldToCollect, ToldToSpeak
from trunkline.domain.errors import BadRequest
from trunkline.domain.orders import Order
from trunkline.domain.voices import VoiceSettings

OrderEvent = (
    ToldToHangUp | ToldToSay | ToldToStopSpeaking | ToldToTransfer | ToldToChangeVoice | ToldToSpeak | ToldToCollect
)


def event_of(order: Order) -> OrderEvent | None:
    """None for a query, which changes nothing. Raises BadRequest."""
    match order.kind:
        case "say_context":
            return ToldToSay(order.text)
        case "stop_speaking":
            return ToldToStopSpeaking()
        case "transfer":
            return ToldToTransfer(order.text, order.summary)
        case "change_voice":
            return ToldToChangeVoice(order.text, _settings(order))
        case "collect_texts":
            return ToldToCollect()
        case "speak":
            return ToldToSpeak(order.text)
        case "hang_up":
            return ToldToHangUp()
    return None


def _settings(order: Order) -> VoiceSettings:
    try:
        return VoiceSettings(**order.settings)  # type: ignore[arg-type]
    except TypeError as error:
        raise BadRequest("unknown voice settings") from error
