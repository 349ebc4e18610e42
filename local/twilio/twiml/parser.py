"""TwiML text into verb objects, strictly: what the carrier would refuse or ignore is refused or ignored here."""

from dataclasses import dataclass, field
from xml.etree import ElementTree

CALLBACK = {"statusCallback", "statusCallbackEvent", "statusCallbackMethod"}
RECORDING_CALLBACK = {"recordingStatusCallback", "recordingStatusCallbackEvent", "recordingStatusCallbackMethod"}
AMD = {
    "machineDetection",
    "machineDetectionTimeout",
    "machineDetectionSpeechThreshold",
    "machineDetectionSpeechEndThreshold",
    "machineDetectionSilenceTimeout",
    "amdStatusCallback",
    "amdStatusCallbackMethod",
}
ACTION = {"action", "method"}

ATTRIBUTES: dict[str, set[str]] = {
    "Say": {"voice", "language", "loop"},
    "Play": {"loop", "digits"},
    "Pause": {"length"},
    "Gather": ACTION
    | {"input", "timeout", "numDigits", "finishOnKey", "speechTimeout", "maxSpeechTime", "hints", "speechModel"}
    | {"enhanced", "profanityFilter", "bargeIn", "partialResultCallback", "partialResultCallbackMethod"}
    | {"language", "actionOnEmptyResult"},
    "Record": ACTION
    | RECORDING_CALLBACK
    | {"timeout", "finishOnKey", "maxLength", "playBeep", "trim", "transcribe", "transcribeCallback"},
    "Dial": ACTION
    | RECORDING_CALLBACK
    | {"timeout", "timeLimit", "callerId", "answerOnBridge", "hangupOnStar", "record", "recordingTrack", "trim"}
    | {"sequential", "ringTone", "referUrl", "referMethod", "callReason"},
    "Number": CALLBACK | AMD | {"sendDigits", "url", "method", "byoc"},
    "Sip": CALLBACK | AMD | {"username", "password", "url", "method"},
    "Client": CALLBACK | {"url", "method"},
    "Conference": CALLBACK
    | RECORDING_CALLBACK
    | {"muted", "beep", "startConferenceOnEnter", "endConferenceOnExit", "waitUrl", "waitMethod"}
    | {"maxParticipants", "record", "coach", "region", "trim", "participantLabel", "jitterBufferSize"},
    "Connect": ACTION,
    "Start": ACTION,
    "Stop": set(),
    "Stream": {"url", "name", "track", "statusCallback", "statusCallbackMethod"},
    "ConversationRelay": {"url", "language", "ttsLanguage", "transcriptionLanguage", "ttsProvider", "voice"}
    | {"transcriptionProvider", "speechModel", "profanityFilter", "dtmfDetection", "welcomeGreeting", "hints"}
    | {"welcomeGreetingInterruptible", "interruptible", "preemptible", "partialPrompts", "debug", "intelligenceService"}
    | {"reportInputDuringAgentSpeech", "elevenlabsTextNormalization", "interruptSensitivity"},
    "Recording": RECORDING_CALLBACK | {"channels", "track", "trim"},
    "Parameter": {"name", "value"},
    "Redirect": {"method"},
    "Hangup": set(),
    "Reject": {"reason"},
    "Refer": ACTION,
}
INSIDE: dict[str, set[str]] = {
    "Response": {"Say", "Play", "Pause", "Gather", "Record", "Dial", "Connect", "Start", "Stop"}
    | {"Redirect", "Hangup", "Reject", "Refer"},
    "Gather": {"Say", "Play", "Pause"},
    "Dial": {"Number", "Sip", "Client", "Conference"},
    "Connect": {"Stream", "ConversationRelay"},
    "ConversationRelay": {"Parameter"},
    "Start": {"Stream", "Recording"},
    "Stop": {"Stream"},
    "Stream": {"Parameter"},
    "Refer": {"Sip"},
}
SPEAKS_MARKUP = {"Say"}  # its children are SSML, not verbs


class NotTwiml(Exception):
    """The document as a whole cannot be used: 12100."""


@dataclass(frozen=True)
class Verb:
    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    text: str = ""
    children: tuple["Verb", ...] = ()

    def get(self, name: str, default: str = "") -> str:
        return self.attributes.get(name, default)

    def number(self, name: str, default: float) -> float:
        try:
            return float(self.attributes[name])
        except (KeyError, ValueError):
            return default

    def inside(self, name: str) -> list["Verb"]:
        return [child for child in self.children if child.name == name]


@dataclass(frozen=True)
class Document:
    verbs: tuple[Verb, ...]
    warnings: tuple[str, ...] = ()  # each one is a 12200; the element or attribute was ignored


def parse(body: str | bytes) -> Document:
    data = body.encode() if isinstance(body, str) else body
    if b"<!DOCTYPE" in data:
        raise NotTwiml("a document type is not allowed")
    try:
        root = ElementTree.fromstring(data)
    except ElementTree.ParseError as problem:  # includes a declaration that is not at the first byte
        raise NotTwiml(str(problem)) from None
    if root.tag != "Response":
        raise NotTwiml(f"the root element is <{root.tag}>, not <Response>")
    warnings: list[str] = []
    return Document(_children(root, warnings), tuple(warnings))


def _children(parent: ElementTree.Element, warnings: list[str]) -> tuple[Verb, ...]:
    allowed = INSIDE.get(parent.tag, set())
    verbs = []
    for element in parent:
        if element.tag in allowed:
            verbs.append(_verb(element, warnings))
        else:
            warnings.append(f"<{element.tag}> is not allowed in <{parent.tag}>")
    return tuple(verbs)


def _verb(element: ElementTree.Element, warnings: list[str]) -> Verb:
    known = ATTRIBUTES[element.tag]
    warnings += [f"<{element.tag}> has no attribute {name!r}" for name in element.attrib if name not in known]
    attributes = {name: value for name, value in element.attrib.items() if name in known}
    if element.tag in SPEAKS_MARKUP:
        return Verb(element.tag, attributes, " ".join("".join(element.itertext()).split()))
    return Verb(element.tag, attributes, (element.text or "").strip(), _children(element, warnings))
