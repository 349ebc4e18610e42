"""Campaigns in requests and answers."""

from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, Field, StringConstraints

from api.errors import refused_value
from api.models.carrier_speech import DisclosuresShape
from api.models.fields import AgentId, Metadata, Number, OwnNames, Shape, Speakable, VoiceId, zulu
from api.models.providers import ProviderName
from api.models.voices import VoiceSettingsShape
from trunkline.campaigns.domain.attempts import AnsweredBy, Outcome
from trunkline.campaigns.domain.campaigns import (
    POLICIES,
    RETRIES,
    Breaker,
    Campaign,
    Channel,
    FrequencyCap,
    MachinePolicy,
    Pacing,
    RetryRule,
    Window,
)
from trunkline.campaigns.use_cases.manage_campaigns import CampaignProgress
from trunkline.ids import DEFAULT_PROVIDER
from trunkline.numbering.regions import is_region, why_no_region
from trunkline.speech.domain.voices import VoiceChoice


def _real(region: str) -> str:
    if not is_region(region):
        raise refused_value(why_no_region(region))
    return region


Region = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}(-[A-Z0-9]{1,3})?$"), AfterValidator(_real)]
PhoneNumberId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
Dollars = Annotated[Decimal, Field(gt=0, le=1_000_000, max_digits=9, decimal_places=2)]
Spoken = Annotated[Speakable, StringConstraints(max_length=5000)]
HourMinute = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class WindowShape(Shape):
    """In the contact's own time. It only narrows what the law allows there."""

    opens: HourMinute = "09:00"
    closes: HourMinute = "20:00"
    weekdays: Annotated[list[Weekday], Field(min_length=1, max_length=7, description="all when left out")] = Field(
        default_factory=lambda: list(WEEKDAYS)
    )


class PacingShape(Shape):
    """`calls_per_second` may be below one."""

    calls_per_second: Annotated[Decimal, Field(ge=Decimal("0.01"), le=50, max_digits=4, decimal_places=2)] = Decimal(1)
    live_calls: Annotated[int, Field(ge=1, le=5000)] = 10


class CapShape(Shape):
    """The limit of calls to one person in so many days, by all of your campaigns."""

    calls: Annotated[int, Field(ge=1, le=50)] = 3
    days: Annotated[int, Field(ge=1, le=30)] = 7


class RetryShape(Shape):
    attempts: Annotated[int, Field(ge=1, le=10)]
    wait_minutes: Annotated[int, Field(ge=1, le=60 * 24 * 30)]


class NewCampaign(Shape):
    """`channel` says who places the call: the voice provider, or the carrier with the media by our relay, taken by the
    provider (register), or a text spoken in a voice. `destinations` are the regions that may be called at all."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=100), Field(description="for people")]
    channel: Annotated[Channel, Field(description="who places the call, who speaks")]
    from_number: Annotated[Number, Field(description="the number people see; the company's own")]
    agent_id: Annotated[AgentId | None, Field(description="who speaks; not with `voice`")] = None
    phone_number_id: Annotated[PhoneNumberId | None, Field(description="the number's id at the provider")] = None
    voice_id: Annotated[VoiceId | None, Field(description="`voice` alone: who speaks `text`")] = None
    voice_settings: Annotated[VoiceSettingsShape, Field(description="how that voice speaks")] = VoiceSettingsShape()
    text: Annotated[Spoken, Field(description="`voice` alone: what is spoken, then the call ends")] = ""
    voicemail_text: Annotated[Spoken, Field(description="spoken to a machine that `machines` leaves a message")] = ""
    opt_out_key: Annotated[
        str,
        StringConstraints(pattern=r"^[0-9*]?$"),
        Field(description="the key that ends calls to this person for good"),
    ] = ""
    dynamic_variables: Annotated[
        Metadata, OwnNames, Field(description="for every call; a column of the list counts more")
    ] = Field(default_factory=dict)
    window: Annotated[WindowShape, Field(description="hours and days, in the contact's own time")] = WindowShape()
    pacing: Annotated[PacingShape, Field(description="how fast, and how many at once")] = PacingShape()
    cap: Annotated[CapShape, Field(description="how often one person is dialled, by all campaigns together")] = (
        CapShape()
    )
    retries: Annotated[
        dict[Literal["busy", "no-answer", "machine", "failed", "callback"], RetryShape],
        Field(description="after which outcome a person is dialled again, how often, and after what wait"),
    ] = Field(default_factory=dict)
    machines: Annotated[
        dict[AnsweredBy, MachinePolicy], Field(description="what is done once it is known who answered")
    ] = Field(default_factory=dict)
    destinations: Annotated[
        list[Region],
        Field(
            min_length=1,
            max_length=50,
            description="countries and states that may be called; `US` and `CA` when left out",
        ),
    ] = Field(default_factory=lambda: ["US", "CA"])
    needs_consent: Annotated[bool, Field(description="false: call people of whom no consent is on file, too")] = True
    budget_usd: Annotated[Dollars | None, Field(description="it pauses once this is spent; none: no limit")] = None
    ring_s: Annotated[int, Field(ge=5, le=120, description="seconds a phone rings")] = 40
    max_duration_s: Annotated[int, Field(ge=10, le=14400, description="seconds a call may last")] = 3600
    starts_at: Annotated[AwareDatetime | None, Field(description="no call before")] = None
    ends_at: Annotated[AwareDatetime | None, Field(description="no call after")] = None
    provider: Annotated[ProviderName, Field(description="the voice provider of the agent")] = DEFAULT_PROVIDER
    disclosures: Annotated[DisclosuresShape, Field(description="said first; those of the number's route otherwise")] = (
        DisclosuresShape()
    )
    clinical: Annotated[bool, Field(description="its calls are patients': what was said takes a clinical key")] = False


class CampaignShape(BaseModel):
    """`reason` says why it is paused: asked for, or the breaker, or the budget."""

    campaign_id: str
    name: str
    channel: str
    state: Literal["draft", "running", "paused", "cancelled", "finished"]
    reason: str
    from_number: str
    agent_id: str
    destinations: list[str]
    needs_consent: bool
    calls_per_second: str
    live_calls: int
    budget_usd: str | None
    created_at: str
    starts_at: str | None
    ends_at: str | None
    provider: str
    clinical: bool
    disclosures: DisclosuresShape


class ProgressShape(BaseModel):
    campaign_id: str
    state: str
    reason: str
    contacts: int
    done: int
    dialled: int
    live: int
    outcomes: dict[str, int]
    spent_usd: str | None
    contacts_per_minute: float | None
    seconds_left: int | None


def ordered(body: NewCampaign, campaign_id: str, company_id: str, now: datetime) -> Campaign:
    retries = {
        Outcome(name): RetryRule(item.attempts, timedelta(minutes=item.wait_minutes))
        for name, item in body.retries.items()
    }
    return Campaign(
        campaign_id=campaign_id,
        company_id=company_id,
        name=body.name,
        channel=body.channel,
        from_number=body.from_number,
        created_at=now,
        agent_id=body.agent_id or "",
        phone_number_id=body.phone_number_id or "",
        voice=VoiceChoice(body.voice_id, body.voice_settings.domain()) if body.voice_id else None,
        text=body.text,
        voicemail_text=body.voicemail_text,
        opt_out_key=body.opt_out_key,
        dynamic_variables=dict(body.dynamic_variables),
        window=_window(body.window),
        pacing=Pacing(body.pacing.calls_per_second, body.pacing.live_calls),
        cap=FrequencyCap(body.cap.calls, body.cap.days),
        breaker=Breaker(),
        retries=RETRIES | retries,
        machines=POLICIES | body.machines,
        destinations=tuple(body.destinations),
        needs_consent=body.needs_consent,
        budget_usd=body.budget_usd,
        ring_s=body.ring_s,
        max_duration_s=body.max_duration_s,
        starts_at=body.starts_at,
        ends_at=body.ends_at,
        provider=body.provider,
        clinical=body.clinical,
        disclosures=body.disclosures.domain(),
    )


def _window(body: WindowShape) -> Window:
    weekdays = frozenset(WEEKDAYS.index(day) for day in body.weekdays)
    return Window(time.fromisoformat(body.opens), time.fromisoformat(body.closes), weekdays)


def campaign_to_response(campaign: Campaign) -> dict[str, Any]:
    return {
        "campaign_id": campaign.campaign_id,
        "name": campaign.name,
        "channel": campaign.channel.value,
        "state": campaign.state.value,
        "reason": campaign.state_reason,
        "from_number": campaign.from_number,
        "agent_id": campaign.agent_id,
        "destinations": list(campaign.destinations),
        "needs_consent": campaign.needs_consent,
        "calls_per_second": str(campaign.pacing.calls_per_second),
        "live_calls": campaign.pacing.live_calls,
        "budget_usd": None if campaign.budget_usd is None else str(campaign.budget_usd),
        "created_at": zulu(campaign.created_at),
        "starts_at": zulu(campaign.starts_at) if campaign.starts_at else None,
        "ends_at": zulu(campaign.ends_at) if campaign.ends_at else None,
        "provider": campaign.provider,
        "clinical": campaign.clinical,
        "disclosures": campaign.disclosures.values(),
    }


def progress_to_response(progress: CampaignProgress) -> dict[str, Any]:
    rate, spent = progress.contacts_per_minute, progress.spent_usd
    return {
        "campaign_id": progress.campaign.campaign_id,
        "state": progress.campaign.state.value,
        "reason": progress.campaign.state_reason,
        "contacts": progress.contacts,
        "done": progress.done,
        "dialled": progress.dialled,
        "live": progress.live,
        "outcomes": progress.outcomes,
        "spent_usd": None if spent is None else f"{spent:.4f}",
        "contacts_per_minute": None if rate is None else round(float(rate), 2),
        "seconds_left": progress.seconds_left,
    }
