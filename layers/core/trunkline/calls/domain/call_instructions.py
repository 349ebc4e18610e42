"""Call instructions: the carrier's next step with a call. Use cases return one; the carrier's package renders it."""

from dataclasses import dataclass

from trunkline.calls.domain.carrier_speech import USUAL_SPEECH, USUAL_VOICE, CarrierSpeech, SayVoice
from trunkline.calls.domain.routes import Mode, Route
from trunkline.ids import ConversationId
from trunkline.numbering.e164 import is_e164


@dataclass(frozen=True, slots=True)
class ConnectStream:
    """The call's audio goes to the relay. The apology is heard where the stream cannot be opened."""

    token: str
    apology: str
    welcome: str = ""
    say: SayVoice = USUAL_VOICE


@dataclass(frozen=True, slots=True)
class ConnectConversation:
    """The carrier speaks and listens, and the relay gets the words. The apology is heard where that cannot begin."""

    token: str
    apology: str
    welcome: str = ""
    say: SayVoice = USUAL_VOICE
    speech: CarrierSpeech = USUAL_SPEECH


@dataclass(frozen=True, slots=True)
class Forward:
    """Rings another phone."""

    number: str
    caller_id: str = ""
    welcome: str = ""
    say: SayVoice = USUAL_VOICE


@dataclass(frozen=True, slots=True)
class DialSip:
    """Rings a voice provider's SIP address; the call goes on in the route's fallback where it does not answer."""

    uri: str
    welcome: str = ""  # said before it rings
    say: SayVoice = USUAL_VOICE


@dataclass(frozen=True, slots=True)
class Transfer:
    """A colleague's phone rings. A warm transfer is introduced by a whisper first."""

    number: str
    caller_id: str
    is_warm: bool


@dataclass(frozen=True, slots=True)
class Whisper:
    """Words for the colleague alone; `by_key` asks for a key before the call is put through."""

    words: str
    by_key: bool
    say: SayVoice = USUAL_VOICE


@dataclass(frozen=True, slots=True)
class PutThrough:
    """The colleague's leg goes on to the caller."""


@dataclass(frozen=True, slots=True)
class TakeVoicemail:
    """Records a message after the greeting; the carrier may write down what was said."""

    greeting: str
    is_transcribed: bool = False
    say: SayVoice = USUAL_VOICE


@dataclass(frozen=True, slots=True)
class Reject:
    """`busy` or `rejected`; the caller is not charged."""

    reason: str


@dataclass(frozen=True, slots=True)
class SayAndHangUp:
    text: str
    say: SayVoice = USUAL_VOICE


@dataclass(frozen=True, slots=True)
class HangUp:
    pass


@dataclass(frozen=True, slots=True)
class RenderedDocument:
    """Markup that exists already: a voice provider's, or the answer to an earlier delivery of the same webhook."""

    markup: str
    welcome: str = ""
    say: SayVoice = USUAL_VOICE


@dataclass(frozen=True, slots=True)
class RegisteredCall:
    """A call that a voice provider is ready for: the carrier's document or the SIP address to ring, and the
    conversation it opens if known."""

    document: str = ""
    conversation_id: ConversationId | None = None
    sip_uri: str = ""


Ending = SayAndHangUp | HangUp
Dial = Forward | DialSip | Transfer
Connect = ConnectStream | ConnectConversation
CallInstruction = Connect | Dial | Whisper | PutThrough | TakeVoicemail | Reject | Ending | RenderedDocument


def connection(route: Route, token: str, welcome: str = "") -> Connect:
    """The instruction that hands the call to the relay."""
    if route.mode is Mode.CONVERSE:
        return ConnectConversation(token, route.apology, welcome, route.say, route.carrier_speech)
    return ConnectStream(token, route.apology, welcome, route.say)


def fallback(route: Route, caller_id: str = "") -> CallInstruction:
    """The fallback instead of an agent. It never leads back to the agent."""
    if route.fallback is Mode.FORWARD and is_e164(route.forward_to):
        return Forward(route.forward_to, caller_id)
    if route.fallback is Mode.VOICEMAIL and (route.disclosures.recording or not route.disclosures.required):
        return voicemail_of(route)
    return SayAndHangUp(route.apology, route.say)


def disclosed(instruction: CallInstruction, route: Route) -> dict[str, str]:
    """The disclosures that the caller hears with this instruction, by kind."""
    match instruction:
        case TakeVoicemail():
            kinds = {"recording": route.disclosures.recording}
        case ConnectStream() | ConnectConversation() | DialSip() | RenderedDocument() | Forward() if (
            instruction.welcome
        ):
            ai = route.disclosures.ai if route.spoken_by else ""
            kinds = {"ai": ai, "recording": route.disclosures.recording}
        case _:
            kinds = {}
    return {kind: text for kind, text in kinds.items() if text}


def voicemail_of(route: Route) -> TakeVoicemail:
    return TakeVoicemail(route.voicemail_greeting, route.voicemail_transcript, route.say)
