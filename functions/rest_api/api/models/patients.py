"""Requests and answers about patients. Field names of `risk` are those clients of HeartVoice Monitor know."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from api.models.fields import Number, PersonsNumber, Shape, Speakable, zulu
from trunkline.campaigns.domain.consent import why_no_basis
from trunkline.patients.domain.alerts import Alert
from trunkline.patients.domain.patients import CareContact, Patient

Line = Annotated[Speakable, StringConstraints(min_length=1, max_length=200)]
CallReference = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,128}$")]
Question = Literal["feeling", "dyspnea", "orthopnea", "pnd", "edema", "adherence", "red_flags"]
LevelName = Literal["GREEN", "YELLOW", "ORANGE", "RED", "EMERGENCY"]
FiniteNumber = Annotated[float, Field(allow_inf_nan=False, ge=-1e6, le=1e6)]


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # a folder of the zones is none of them
        raise ValueError("a time zone as in Europe/Paris is expected") from None
    return name


TimeZone = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9_+/-]{1,64}$"),
    AfterValidator(_zone),
    Field(examples=["America/New_York"]),
]


class ContactBody(Shape):
    """Another way to reach the patient, tried in order when a call fails."""

    name: Line
    number: PersonsNumber
    relation: Annotated[Speakable, StringConstraints(max_length=64)] = ""

    def contact(self) -> CareContact:
        return CareContact(self.name, self.number, self.relation)


Contacts = Annotated[list[ContactBody], Field(max_length=10)]
EveryDays = Annotated[int, Field(ge=0, le=90, description="A call is due every so many days; 0: none is")]
CheckInRoute = Annotated[Number, Field(description="The number whose route calls the contacts")]


def _basis(text: str) -> str:
    if why := why_no_basis(text):
        raise ValueError(why)
    return text


Consent = Annotated[
    Speakable,
    StringConstraints(min_length=1, max_length=200),
    AfterValidator(_basis),
    Field(description="On what basis the patient is called", examples=["signed form"]),
]


class NewPatient(Shape):
    name: Line
    phone: PersonsNumber
    time_zone: TimeZone
    external_id: Annotated[Speakable, StringConstraints(max_length=128)] = ""
    contacts: Contacts = Field(default_factory=list)
    check_in_route: CheckInRoute | None = None
    calls_every_days: EveryDays = 1
    consent: Consent | None = None
    consent_at: AwareDatetime | None = None

    @model_validator(mode="after")
    def _consent_has_a_time(self) -> "NewPatient":
        if (self.consent is None) != (self.consent_at is None):
            raise ValueError("consent and consent_at come together")
        return self


class PatientChangeBody(Shape):
    """Fields that are left out stay as they are."""

    name: Line | None = None
    phone: PersonsNumber | None = None
    time_zone: TimeZone | None = None
    external_id: Annotated[Speakable, StringConstraints(max_length=128)] | None = None
    contacts: Contacts | None = None
    check_in_route: CheckInRoute | None = None
    calls_every_days: EveryDays | None = None
    consent: Consent | None = None
    consent_at: AwareDatetime | None = None

    @model_validator(mode="after")
    def _consent_has_a_time(self) -> "PatientChangeBody":
        if (self.consent is None) != (self.consent_at is None):
            raise ValueError("consent and consent_at come together")
        return self


class PatientSearch(Shape):
    """In the body, because a telephone number does not belong in an address."""

    phone: PersonsNumber


class ContactShape(BaseModel):
    name: str
    number: str
    relation: str


class PatientShape(BaseModel):
    """`patient_id` is random and stands for the person in addresses, events and logs."""

    patient_id: str
    name: str
    phone: str
    time_zone: str
    external_id: str
    contacts: list[ContactShape]
    check_in_route: str
    calls_every_days: int
    created_at: str
    consent: str
    consent_at: str | None

    @classmethod
    def of(cls, patient: Patient) -> "PatientShape":
        contacts = [
            ContactShape(name=item.name, number=item.number, relation=item.relation) for item in patient.contacts
        ]
        others = {"contacts", "created_at", "consent_at"}
        plain = {field: getattr(patient, field) for field in cls.model_fields if field not in others}
        consent_at = zulu(patient.consent_at) if patient.consent_at else None
        return cls(**plain, contacts=contacts, created_at=zulu(patient.created_at), consent_at=consent_at)


class PatientPage(BaseModel):
    """A page of patients. `next` is `after` of the next page, null on the last one."""

    patients: list[PatientShape]
    next: str | None


class Erased(BaseModel):
    items: int


class WeightBody(Shape):
    value: Annotated[Decimal, Field(gt=0, lt=2000, decimal_places=3)]
    unit: Literal["kg", "lb"]


class EnteredWeight(WeightBody):
    """`day` is a day of the patient's own clock; today if it is left out."""

    day: date | None = None


class WeightShape(BaseModel):
    day: date
    kg: float


class AnswerBody(Shape):
    """One of the question's values with the words it was taken from. Anything else counts as no answer."""

    value: (
        Annotated[str, StringConstraints(max_length=64)] | list[Annotated[str, StringConstraints(max_length=64)]] | None
    ) = None
    words: Annotated[Speakable, StringConstraints(max_length=500)] = ""
    is_new: bool | None = Field(default=None, description="Of edema: new or worse")


class QualityBody(BaseModel):
    model_config = ConfigDict(extra="ignore")

    gate: Annotated[str, StringConstraints(max_length=20)] = ""
    vowel_dbfs: FiniteNumber | None = None


class MeasureBody(BaseModel):
    model_config = ConfigDict(extra="ignore")

    value: FiniteNumber | None = None
    unit: Annotated[Speakable, StringConstraints(max_length=20)] = ""
    reason: Annotated[Speakable, StringConstraints(max_length=60)] = ""


MeasureName = Annotated[str, StringConstraints(min_length=1, max_length=40)]


class VoiceBody(BaseModel):
    """A report of the voice analysis. Without a quality gate it counts as failed."""

    model_config = ConfigDict(extra="ignore")

    engine: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9 ._+-]{1,64}$")]
    quality: QualityBody = Field(default_factory=QualityBody)
    measures: Annotated[dict[MeasureName, MeasureBody], Field(max_length=50)] = Field(default_factory=dict)


class NewCheckInBody(Shape):
    """What a call brought, or a part of it: answers and voice report may come in any order, each counts once."""

    call_id: CallReference
    at: AwareDatetime
    number: PersonsNumber
    answers: dict[Question, AnswerBody] | None = None
    weight: WeightBody | None = None
    voice: VoiceBody | None = None


class CheckInChange(Shape):
    """A clinician's word: an excluded call is no example of what is usual for the patient's voice."""

    excluded: bool


class BaselineShape(BaseModel):
    median: float
    n: int
    z: float


class FindingShape(BaseModel):
    rule_id: str
    item: str
    value: str | float | None
    baseline: BaselineShape | None
    points: float
    cap: int
    source: str


class RiskShape(BaseModel):
    overallRisk: int  # noqa: N815 - names of a contract
    fluidRetentionRisk: int | None  # noqa: N815
    breathingnessScore: int | None  # noqa: N815
    speechEffortScore: int | None  # noqa: N815
    recommendations: list[str]


class AssessmentShape(BaseModel):
    """An index from 0 to 100 that orders work. Investigational: `statement` belongs to it."""

    call_id: str
    at: str
    level: LevelName
    action: str
    risk: RiskShape
    recommendation_ids: list[str]
    recheck: bool
    score: int
    symptom_points: float
    voice_points: float
    floors: list[str]
    symptom_coverage: float
    voice_coverage: float
    voice_status: str
    measure_statuses: dict[str, str]
    findings: list[FindingShape]
    protocol: str
    protocol_sha256: str
    engine: str
    statement: str


class AssessmentAnswer(BaseModel):
    """`assessment` is null while the call's answers are missing."""

    assessment: AssessmentShape | None


class MeasurePoint(BaseModel):
    value: float
    z: float | None


class TrendPoint(BaseModel):
    call_id: str
    at: str
    level: LevelName
    overall_risk: int
    voice_points: float
    voice_status: str
    recheck: bool
    measures: dict[str, MeasurePoint]


class BandShape(BaseModel):
    """Within one spread of the median, in the measure's own unit; of `n` calls."""

    low: float
    median: float
    high: float
    n: int


class TrendShape(BaseModel):
    """`bands` are null while a baseline is built. Calls answered of calls due are an outcome themselves."""

    points: list[TrendPoint]
    bands: dict[str, BandShape | None]
    calls_due: int
    calls_answered: int
    statement: str


class AlertShape(BaseModel):
    """`notices` is how often it was sent. `acknowledged_by` is the label of a person's key."""

    alert_id: str
    patient_id: str
    call_id: str
    kind: Literal["assessment", "technical"]
    level: LevelName
    raised_at: str
    notices: int
    contacts_tried: int
    reached_by: str | None
    acknowledged_by: str | None
    acknowledged_at: str | None

    @classmethod
    def of(cls, alert: Alert) -> "AlertShape":
        return cls(
            alert_id=alert.alert_id,
            patient_id=alert.patient_id,
            call_id=alert.call_id,
            kind=alert.kind.value,
            level=_level(alert),
            raised_at=zulu(alert.raised_at),
            notices=alert.notices,
            contacts_tried=alert.contacts_tried,
            reached_by=alert.reached_by or None,
            acknowledged_by=alert.acknowledged_by or None,
            acknowledged_at=zulu(alert.acknowledged_at) if alert.acknowledged_at else None,
        )


def _level(alert: Alert) -> Any:
    return alert.level.name
