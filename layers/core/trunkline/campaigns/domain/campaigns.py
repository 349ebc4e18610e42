"""A campaign: whom to call from a list, how, how often, how fast, and when not."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum

from trunkline.calls.domain.carrier_speech import NO_DISCLOSURES, Disclosures
from trunkline.calls.domain.routes import DEFAULT_MAX_DURATION_S
from trunkline.campaigns.domain.attempts import AnsweredBy, Outcome
from trunkline.ids import DEFAULT_PROVIDER
from trunkline.speech.domain.voices import VoiceChoice


class CampaignState(StrEnum):
    """The state of a campaign. Only RUNNING dials; FINISHED and CANCELLED are final."""

    DRAFT = "draft"
    RUNNING = "running"
    PAUSED = "paused"
    CANCELLED = "cancelled"
    FINISHED = "finished"


class Channel(StrEnum):
    """The channel of a campaign: who places the call and how it is answered."""

    PROVIDER = "provider"  # the voice provider dials from a number imported there
    RELAY = "relay"  # the carrier dials; the media passes through our relay
    REGISTER = "register"  # the carrier dials; the voice provider takes the media
    VOICE = "voice"  # the carrier dials; a text is spoken in a voice
    CONVERSE = "converse"  # the carrier dials, speaks and listens; an agent of the brain finds the words


class MachinePolicy(StrEnum):
    """The handling of a call after the verdict on who answered."""

    CONTINUE = "continue"  # the agent goes on, as it does until a verdict comes
    HANG_UP = "hang_up"
    LEAVE_MESSAGE = "leave_message"  # after the beep, then hang up


POLICIES = {
    AnsweredBy.HUMAN: MachinePolicy.CONTINUE,
    AnsweredBy.UNKNOWN: MachinePolicy.CONTINUE,  # unknown counts as human: no person is cut off on a guess
    AnsweredBy.SCREENING: MachinePolicy.CONTINUE,
    AnsweredBy.IVR: MachinePolicy.HANG_UP,
    AnsweredBy.MACHINE: MachinePolicy.HANG_UP,
    AnsweredBy.FAX: MachinePolicy.HANG_UP,
}


@dataclass(frozen=True, slots=True)
class RetryRule:
    """The retry rule of an outcome: the limit of calls to a contact, and the wait between them."""

    attempts: int
    wait: timedelta


RETRIES = {
    Outcome.BUSY: RetryRule(3, timedelta(minutes=15)),
    Outcome.NO_ANSWER: RetryRule(3, timedelta(hours=4)),
    Outcome.MACHINE: RetryRule(2, timedelta(hours=24)),
    Outcome.FAILED: RetryRule(2, timedelta(hours=1)),
    Outcome.CALLBACK: RetryRule(2, timedelta(hours=4)),
}


@dataclass(frozen=True, slots=True)
class Window:
    """Hours a campaign keeps to, in the contact's own time. They only narrow what the law allows."""

    opens: time = time(9)
    closes: time = time(20)  # no call at or after it
    weekdays: frozenset[int] = frozenset(range(7))  # Monday is 0


@dataclass(frozen=True, slots=True)
class Pacing:
    """`calls_per_second` may be below one; `live_calls` counts every attempt that is not over."""

    calls_per_second: Decimal = Decimal(1)
    live_calls: int = 10


@dataclass(frozen=True, slots=True)
class FrequencyCap:
    """The limit of calls to one person in so many days, by all campaigns of a company."""

    calls: int = 3
    days: int = 7


@dataclass(frozen=True, slots=True)
class Breaker:
    """Stops a campaign that goes wrong: so many of the last calls failed."""

    of_last: int = 20
    failed: int = 10


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign's settings and state. The settings do not change once the campaign has started."""

    campaign_id: str
    company_id: str
    name: str
    channel: Channel
    from_number: str
    created_at: datetime
    agent_id: str = ""
    phone_number_id: str = ""  # of the number imported at the voice provider, for PROVIDER
    voice: VoiceChoice | None = None  # who speaks `text`, for VOICE
    text: str = ""
    voicemail_text: str = ""  # what LEAVE_MESSAGE says after the beep
    opt_out_key: str = ""  # pressing it opts out; for VOICE, which has no agent that hears an opt-out
    dynamic_variables: dict[str, str] = field(default_factory=dict)
    window: Window = Window()
    pacing: Pacing = Pacing()
    cap: FrequencyCap = FrequencyCap()
    breaker: Breaker = Breaker()
    retries: dict[Outcome, RetryRule] = field(default_factory=lambda: dict(RETRIES))
    machines: dict[AnsweredBy, MachinePolicy] = field(default_factory=lambda: dict(POLICIES))
    destinations: tuple[str, ...] = ("US", "CA")  # regions that may be called at all: the wall against toll fraud
    needs_consent: bool = True
    budget_usd: Decimal | None = None
    ring_s: int = 40
    max_duration_s: int = DEFAULT_MAX_DURATION_S
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    state: CampaignState = CampaignState.DRAFT
    state_reason: str = ""  # why it is paused: a person, the breaker, the budget
    moved_at: datetime | None = None  # when it came to this state; the breaker looks no further back
    provider: str = DEFAULT_PROVIDER  # the voice provider of its agent
    clinical: bool = False  # its calls are patients'
    disclosures: Disclosures = NO_DISCLOSURES

    @property
    def is_over(self) -> bool:
        return self.state in {CampaignState.CANCELLED, CampaignState.FINISHED}
