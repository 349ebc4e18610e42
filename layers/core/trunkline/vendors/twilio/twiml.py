"""TwiML: call instructions in Twilio's markup, built with the official builder so that escaping is never ours."""

from xml.etree import ElementTree

from twilio.twiml import TwiML
from twilio.twiml.voice_response import Connect, VoiceResponse

from trunkline.calls.domain import call_instructions as instructions
from trunkline.calls.domain.call_instructions import CallInstruction
from trunkline.calls.domain.public_urls import Addresses
from trunkline.errors import ProviderError
from trunkline.web.xml_text import xml_text

AFTER_STREAM = "/twilio/voice/after-stream"
VENDOR_DOCUMENT_LIMIT_BYTES = 64 * 1024  # Twilio refuses more (error 11750)


VOICEMAIL_LIMIT_S = 180


RING_TIME_S = 25


KEY_TIME_S = 8  # how long a colleague may think about taking a call, twice


def render(instruction: CallInstruction, addresses: Addresses) -> str:
    """The document for this instruction."""
    match instruction:
        case instructions.ConnectStream(token, apology):
            return connect_stream(addresses, token, apology)
        case instructions.Forward(number, caller_id):
            return forward(addresses, number, caller_id)
        case instructions.Transfer(number, caller_id, is_warm):
            return transfer(addresses, number, caller_id, is_warm=is_warm)
        case instructions.Whisper(words, by_key):
            return whisper(addresses, words, by_key=by_key)
        case instructions.TakeVoicemail(greeting, is_transcribed):
            return take_voicemail(addresses, greeting, is_transcribed=is_transcribed)
        case instructions.PutThrough():
            return _document(VoiceResponse())
        case instructions.Reject(reason):
            return reject(reason)
        case instructions.RenderedDocument(markup):
            return markup
        case instructions.SayAndHangUp() | instructions.HangUp():
            return ending(instruction)


def ending(instruction: instructions.Ending) -> str:
    """The document for an instruction that ends the call, with a text or without."""
    response = VoiceResponse()
    if isinstance(instruction, instructions.SayAndHangUp):
        response.say(instruction.text)
    response.hangup()
    return _document(response)


def _document(response: TwiML) -> str:
    """Renders a document, without characters that XML forbids."""
    _clean(response)
    return str(response)


def _clean(verb: TwiML) -> None:
    verb.value = xml_text(verb.value) if isinstance(verb.value, str) else verb.value
    verb.attrs = {name: xml_text(value) if isinstance(value, str) else value for name, value in verb.attrs.items()}
    for inner in verb.verbs:
        _clean(inner)


def connect_stream(addresses: Addresses, token: str, apology: str) -> str:
    """Hands the call's audio to the relay. The token travels as a <Parameter>: Twilio drops a stream URL's query."""
    connect = Connect(action=addresses.public(AFTER_STREAM))
    stream = connect.stream(
        url=addresses.media_stream, name="agent", status_callback=addresses.public("/twilio/stream-status")
    )
    stream.parameter(name="token", value=token)
    response = VoiceResponse()
    response.append(connect)
    response.say(apology)  # reached only if Twilio walks past a failed <Connect>
    response.hangup()
    return _document(response)


def forward(addresses: Addresses, number: str, caller_id: str) -> str:
    response = VoiceResponse()
    dial = response.dial(
        action=addresses.public("/twilio/voice/after-dial"),
        timeout=RING_TIME_S,
        caller_id=caller_id or None,
        answer_on_bridge=True,
    )
    dial.number(number)
    return _document(response)


def transfer(addresses: Addresses, number: str, caller_id: str, *, is_warm: bool) -> str:
    """Rings a colleague, with a whisper first for a warm transfer: `DialBridged` then says whether it was taken."""
    response = VoiceResponse()
    dial = response.dial(
        action=addresses.public("/twilio/voice/after-transfer"), timeout=RING_TIME_S, caller_id=caller_id or None
    )
    dial.number(number, url=addresses.public("/twilio/voice/whisper") if is_warm else None)
    return _document(response)


def whisper(addresses: Addresses, words: str, *, by_key: bool) -> str:
    """Heard by the colleague alone. Running off its end puts the call through; <Hangup> declines it."""
    response = VoiceResponse()
    if not by_key:
        response.say(words)
        return _document(response)
    answer = addresses.public("/twilio/voice/whisper-answer")
    for prompt in (f"{words} Press 1 to take the call.", "Press 1 to take the call."):
        response.gather(action=answer, num_digits=1, timeout=KEY_TIME_S).say(prompt)
    response.hangup()
    return _document(response)


def take_voicemail(addresses: Addresses, greeting: str, *, is_transcribed: bool) -> str:
    response = VoiceResponse()
    response.say(greeting)
    response.record(
        action=addresses.public("/twilio/voice/voicemail"),
        max_length=VOICEMAIL_LIMIT_S,
        finish_on_key="#",
        recording_status_callback=addresses.public("/twilio/recording"),
        recording_status_callback_event="completed absent",
        transcribe=is_transcribed or None,
        transcribe_callback=addresses.public("/twilio/transcription") if is_transcribed else None,
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
