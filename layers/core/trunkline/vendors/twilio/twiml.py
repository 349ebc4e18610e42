"""TwiML: call instructions in Twilio's markup, built with the official builder so that escaping is never ours."""

import re
from xml.etree import ElementTree

from twilio.twiml import TwiML
from twilio.twiml.voice_response import Connect, Gather, VoiceResponse

from trunkline.calls.domain import call_instructions as instructions
from trunkline.calls.domain.call_instructions import CallInstruction
from trunkline.calls.domain.carrier_speech import SayVoice
from trunkline.calls.domain.public_urls import Addresses
from trunkline.errors import ProviderError
from trunkline.web.xml_text import xml_text

AFTER_STREAM = "/twilio/voice/after-stream"
RESPONSE_BEGINS = re.compile(r"<Response(\s[^>]*[^/>]|\s*)>")
VENDOR_DOCUMENT_LIMIT_BYTES = 64 * 1024  # Twilio refuses more (error 11750)


VOICEMAIL_LIMIT_S = 180


RING_TIME_S = 25


KEY_TIME_S = 8  # how long a colleague may think about taking a call, twice


def render(instruction: CallInstruction, addresses: Addresses) -> str:
    """The document for this instruction."""
    match instruction:
        case instructions.ConnectStream():
            return connect_stream(addresses, instruction)
        case instructions.ConnectConversation():
            return connect_conversation(addresses, instruction)
        case instructions.Forward() | instructions.DialSip() | instructions.Transfer():
            return dial(instruction, addresses)
        case instructions.Whisper():
            return whisper(addresses, instruction)
        case instructions.TakeVoicemail():
            return take_voicemail(addresses, instruction)
        case instructions.PutThrough():
            return _document(VoiceResponse())
        case instructions.Reject(reason):
            return reject(reason)
        case instructions.RenderedDocument(markup, welcome, voice):
            return _welcomed(markup, welcome, voice)
        case instructions.SayAndHangUp() | instructions.HangUp():
            return ending(instruction)


def dial(instruction: instructions.Dial, addresses: Addresses) -> str:
    """The document that rings another phone or SIP address."""
    match instruction:
        case instructions.Forward():
            return forward(addresses, instruction)
        case instructions.DialSip():
            return dial_sip(addresses, instruction)
        case instructions.Transfer(number, caller_id, is_warm):
            return transfer(addresses, number, caller_id, is_warm=is_warm)


def ending(instruction: instructions.Ending) -> str:
    """The document for an instruction that ends the call, with a text or without."""
    response = VoiceResponse()
    if isinstance(instruction, instructions.SayAndHangUp):
        _say(response, instruction.text, instruction.say)
    response.hangup()
    return _document(response)


def _say(verb: VoiceResponse | Gather, text: str, voice: SayVoice) -> None:
    verb.say(text, voice=voice.name or None, language=voice.language or None)


def _welcomed(markup: str, welcome: str, voice: SayVoice) -> str:
    """A provider's document, checked before, with a text in front of its first verb."""
    if not welcome:
        return markup
    response = VoiceResponse()
    _say(response, welcome, voice)
    said = _document(response).partition("<Response>")[2].removesuffix("</Response>")
    return RESPONSE_BEGINS.sub(lambda begins: begins[0] + said, markup, count=1)


def _document(response: TwiML) -> str:
    """Renders a document, without characters that XML forbids."""
    _clean(response)
    return str(response)


def _clean(verb: TwiML) -> None:
    verb.value = xml_text(verb.value) if isinstance(verb.value, str) else verb.value
    verb.attrs = {name: xml_text(value) if isinstance(value, str) else value for name, value in verb.attrs.items()}
    for inner in verb.verbs:
        _clean(inner)


def connect_stream(addresses: Addresses, instruction: instructions.ConnectStream) -> str:
    """Hands the call's audio to the relay. The token travels as a <Parameter>: Twilio drops a stream URL's query."""
    connect = Connect(action=addresses.public(AFTER_STREAM))
    stream = connect.stream(
        url=addresses.media_stream, name="agent", status_callback=addresses.public("/twilio/stream-status")
    )
    stream.parameter(name="token", value=instruction.token)
    return _connected(instruction, connect)


def connect_conversation(addresses: Addresses, instruction: instructions.ConnectConversation) -> str:
    """Hands the call's words to the relay. The relay greets, so there is no `welcomeGreeting`."""
    connect, speech = Connect(action=addresses.public(AFTER_STREAM)), instruction.speech
    relay = connect.conversation_relay(
        url=addresses.conversation_relay,
        tts_provider=speech.tts_provider or None,
        voice=speech.voice or None,
        language=speech.language or None,
        transcription_provider=speech.transcription_provider or None,
        hints=speech.hints or None,
        interruptible=speech.interruptible.value,
        dtmf_detection=True,
    )
    relay.parameter(name="token", value=instruction.token)
    return _connected(instruction, connect)


def _connected(instruction: instructions.Connect, connect: Connect) -> str:
    response = _begun(instruction)
    response.append(connect)
    _say(response, instruction.apology, instruction.say)  # reached only if Twilio walks past a failed <Connect>
    response.hangup()
    return _document(response)


def _begun(instruction: instructions.Connect | instructions.Forward | instructions.DialSip) -> VoiceResponse:
    """A document that begins with the welcome, where there is one."""
    response = VoiceResponse()
    if instruction.welcome:
        _say(response, instruction.welcome, instruction.say)
    return response


def forward(addresses: Addresses, instruction: instructions.Forward) -> str:
    response = _begun(instruction)
    dial = response.dial(
        action=addresses.public("/twilio/voice/after-dial"),
        timeout=RING_TIME_S,
        caller_id=instruction.caller_id or None,
        answer_on_bridge=True,
    )
    dial.number(instruction.number)
    return _document(response)


def dial_sip(addresses: Addresses, instruction: instructions.DialSip) -> str:
    """The caller hears it ring until the agent answers: a <Dial> that fails leads on to the fallback."""
    response, after = _begun(instruction), addresses.public("/twilio/voice/after-dial")
    response.dial(action=after, timeout=RING_TIME_S, answer_on_bridge=True).sip(instruction.uri)
    return _document(response)


def transfer(addresses: Addresses, number: str, caller_id: str, *, is_warm: bool) -> str:
    """Rings a colleague, with a whisper first for a warm transfer: `DialBridged` then says whether it was taken."""
    response = VoiceResponse()
    dial = response.dial(
        action=addresses.public("/twilio/voice/after-transfer"), timeout=RING_TIME_S, caller_id=caller_id or None
    )
    dial.number(number, url=addresses.public("/twilio/voice/whisper") if is_warm else None)
    return _document(response)


def whisper(addresses: Addresses, instruction: instructions.Whisper) -> str:
    """Heard by the colleague alone. Running off its end puts the call through; <Hangup> declines it."""
    response = VoiceResponse()
    words, voice = instruction.words, instruction.say
    if not instruction.by_key:
        _say(response, words, voice)
        return _document(response)
    answer = addresses.public("/twilio/voice/whisper-answer")
    for prompt in (f"{words} Press 1 to take the call.", "Press 1 to take the call."):
        _say(response.gather(action=answer, num_digits=1, timeout=KEY_TIME_S), prompt, voice)
    response.hangup()
    return _document(response)


def take_voicemail(addresses: Addresses, voicemail: instructions.TakeVoicemail) -> str:
    response = VoiceResponse()
    _say(response, voicemail.greeting, voicemail.say)
    response.record(
        action=addresses.public("/twilio/voice/voicemail"),
        max_length=VOICEMAIL_LIMIT_S,
        finish_on_key="#",
        recording_status_callback=addresses.public("/twilio/recording"),
        recording_status_callback_event="completed absent",
        transcribe=voicemail.is_transcribed or None,
        transcribe_callback=addresses.public("/twilio/transcription") if voicemail.is_transcribed else None,
    )
    return _document(response)


def reject(reason: str) -> str:
    response = VoiceResponse()
    response.reject(reason="busy" if reason == "busy" else "rejected")
    return _document(response)


def check_vendor_document(text: str) -> str:
    """A provider's TwiML, checked before it is passed on. Raises ProviderError: a caller must not get an error page."""
    if not 0 < len(text.encode()) <= VENDOR_DOCUMENT_LIMIT_BYTES:
        raise ProviderError("twiml_size")
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise ProviderError("twiml_doctype")
    if _root_tag(text) != "Response":
        raise ProviderError("twiml_root")
    return text


def _root_tag(text: str) -> str:
    try:
        return ElementTree.fromstring(text.encode()).tag  # noqa: S314 - no DOCTYPE gets here, and 64 kB is the most
    except ElementTree.ParseError as error:
        raise ProviderError("twiml_malformed") from error
