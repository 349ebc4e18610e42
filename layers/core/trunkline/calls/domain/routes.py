"""Routes: how a dialled number is answered."""

from dataclasses import dataclass, field
from enum import StrEnum

from trunkline.calls.domain.carrier_speech import (
    NO_DISCLOSURES,
    USUAL_SPEECH,
    CarrierSpeech,
    Disclosures,
    SayVoice,
    spoken,
)
from trunkline.calls.domain.client_tools import HttpTool
from trunkline.calls.domain.dtmf import Keypad
from trunkline.calls.domain.transfers import NoAnswerAction, TransferAcceptance, TransferMode
from trunkline.ids import BRAIN, DEFAULT_PROVIDER
from trunkline.numbering.e164 import is_e164
from trunkline.speech.domain.voices import VoiceChoice

DEFAULT_APOLOGY = "We are sorry, we cannot take your call right now. Please call again later."
DEFAULT_MAX_DURATION_S = 3600


class Mode(StrEnum):
    """The mode in which a number answers calls."""

    REGISTER = "register"  # the voice provider takes the media itself
    RELAY = "relay"  # the media passes through our relay
    VOICE = "voice"  # … and speaks texts of programs in the voice they choose
    CONVERSE = "converse"  # the carrier makes and recognises the speech, an agent of the brain finds the words
    FORWARD = "forward"  # another phone rings
    VOICEMAIL = "voicemail"  # a message is recorded
    REJECT = "reject"  # the call is not answered, and not billed


NEEDS_RELAY = frozenset({Mode.RELAY, Mode.VOICE, Mode.CONVERSE})
WITH_PROVIDER = frozenset({Mode.REGISTER, Mode.RELAY, Mode.VOICE})  # modes in which a voice provider speaks
WITH_AGENT = frozenset({Mode.REGISTER, Mode.RELAY, Mode.CONVERSE})


@dataclass(frozen=True, slots=True)
class Route:
    """A number and the settings that answer it."""

    number: str
    mode: Mode
    company_id: str
    agent_id: str = ""
    forward_to: str = ""
    greeting: str = "Please leave a message after the tone."
    apology: str = DEFAULT_APOLOGY
    fallback: Mode | None = None  # FORWARD or VOICEMAIL when the agent cannot be had; None apologises and hangs up
    agent_speaks_first: bool = True  # False for an agent that waits for the caller: silence is then no alarm
    transfer_targets: dict[str, str] = field(default_factory=dict)  # who may be asked for, and their numbers
    transfer: TransferMode = TransferMode.COLD
    transfer_accept: TransferAcceptance = (
        TransferAcceptance.KEY
    )  # how a colleague who hears the whisper of a warm one takes the call
    transfer_untaken: NoAnswerAction = NoAnswerAction.FALLBACK
    resume_message: str = ""  # what an agent says first when a cut call goes on; needs the agent's permission
    return_message: str = ""  # … and when a call comes back to it that no colleague took
    tools: dict[str, HttpTool] = field(default_factory=dict)  # what the agent may ask the relay to call
    keypad: Keypad = Keypad.MESSAGE
    keypad_on_file: bool = False  # digits are sensitive: not stored unless the route says so
    record: bool = False  # the relay keeps a dual-channel recording
    max_duration_s: int = DEFAULT_MAX_DURATION_S
    reject_reason: str = "rejected"
    dynamic_variables: dict[str, str] = field(default_factory=dict)
    voice: VoiceChoice | None = None  # who speaks in mode VOICE
    remove_pii: bool = False  # what points to a person is taken out of each text before that voice gets it
    opening: str = ""  # what that voice says by itself, and then hangs up: a call of a campaign without an agent
    opt_out_key: str = ""  # the key a person presses to opt out of further calls
    destinations: str = ""  # countries its company may call, by commas, as they were set last; empty: the stage's
    campaign_id: str = ""  # of a call that a campaign places; such a route is the plan of that one call
    contact_id: str = ""
    attempt_id: str = ""
    provider: str = DEFAULT_PROVIDER  # whose agent or voice it is
    voicemail_transcript: bool = False  # the carrier writes down what a voicemail says; billed by the minute
    user_id: str = ""  # the company's own name for the person of a single call; the provider repeats it in its report
    overrides: dict[str, str] = field(default_factory=dict)  # of the agent, for a single call
    welcome: str = ""  # what the carrier says before the agent, the voice or another phone
    say_voice: str = ""  # of the carrier, for each text it says itself
    say_language: str = ""
    carrier_speech: CarrierSpeech = USUAL_SPEECH  # in mode CONVERSE
    disclosures: Disclosures = NO_DISCLOSURES
    clinical: bool = False  # its calls are patients': what was said in them opens to clinical keys alone

    def number_of(self, whom: str) -> str:
        """The number of a transfer target; empty for any other target, so that an agent cannot dial freely."""
        return self.transfer_targets.get(whom, "") if whom else self.forward_to

    @property
    def spoken_by(self) -> str:
        """The voice provider, or the brain; empty where no agent and no voice speaks."""
        if self.mode is Mode.CONVERSE:
            return BRAIN
        return self.provider if self.mode in WITH_PROVIDER else ""

    @property
    def said_first(self) -> str:
        """What the carrier says before the agent, the voice or another phone: disclosures, then the welcome."""
        ai = self.disclosures.ai if self.spoken_by else ""
        return spoken(ai, self.disclosures.recording, self.welcome)

    @property
    def voicemail_greeting(self) -> str:
        return spoken(self.disclosures.recording, self.greeting)

    @property
    def missing_disclosures(self) -> list[str]:
        """The texts that are required and not there, in the words of the API."""
        known = self.disclosures
        records = self.spoken_by or Mode.VOICEMAIL in {self.mode, self.fallback}
        missing = ["disclosures.ai"] if self.spoken_by and not known.ai else []
        missing += ["disclosures.recording"] if records and not known.recording else []
        return missing if known.required else []

    @property
    def say(self) -> SayVoice:
        return SayVoice(self.say_voice, self.say_language)

    @property
    def is_complete(self) -> bool:
        """Whether the route can answer a call: an agent needs an id, a forward a number, a demand its disclosures."""
        if self.missing_disclosures:
            return False
        match self.mode:
            case Mode.RELAY | Mode.REGISTER | Mode.CONVERSE:
                return bool(self.agent_id)
            case Mode.VOICE:
                return self.voice is not None
            case Mode.FORWARD:
                return is_e164(self.forward_to)
        return True
