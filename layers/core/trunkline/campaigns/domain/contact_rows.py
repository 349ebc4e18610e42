"""A list of people as a table: which column means what, and each row either a contact or a reason why not."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from trunkline.calls.domain.variables import name_of_column, refuse_reserved
from trunkline.campaigns.domain.calling_hours import is_zone
from trunkline.campaigns.domain.consent import why_no_basis
from trunkline.campaigns.domain.contacts import Consent, Contact, contact_id
from trunkline.errors import BadRequest, TrunklineError
from trunkline.numbering.regions import is_region, why_no_region
from trunkline.web.xml_text import xml_text

COLUMNS_AT_MOST = 60
VALUE_CHARACTERS = 2000
ROW_BYTES = 64 * 1024

# What lists call these columns. A name of any other column is a dynamic variable's.
PHONE, ZONE, REGION, CONSENT, CONSENT_AT = "phone", "time_zone", "region", "consent", "consent_at"
ALIASES = {
    "phone": PHONE, "phone_number": PHONE, "phonenumber": PHONE, "telephone": PHONE, "mobile": PHONE, "number": PHONE,
    "time_zone": ZONE, "timezone": ZONE, "tz": ZONE,
    "region": REGION,
    "consent": CONSENT, "consent_basis": CONSENT,
    "consent_at": CONSENT_AT, "consent_date": CONSENT_AT, "consent_timestamp": CONSENT_AT,
}  # fmt: skip
VARIABLE = re.compile(r"[a-z_][a-z0-9_]{0,63}")
RESERVED = "system_"  # the voice provider's own variables
REGION_SHAPE = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")


class RowRefused(TrunklineError):
    """A row that is no contact. The message is the reason in the report."""


@dataclass(frozen=True, slots=True)
class ContactLocation:
    """Facts in a number: its region and time zones."""

    phone: str
    region: str
    zones: tuple[str, ...]


ReadNumber = Callable[[str, str], ContactLocation]


@dataclass(frozen=True, slots=True)
class Header:
    """Each column's meaning, in order: one of ours, or a variable's name."""

    columns: tuple[str, ...]

    @classmethod
    def of(cls, names: Iterable[str]) -> "Header":
        columns = tuple(map(_meaning, _without_empty_end(names)))
        if len(columns) > COLUMNS_AT_MOST:
            raise BadRequest(f"more than {COLUMNS_AT_MOST} columns")
        if twice := sorted({name for name in columns if columns.count(name) > 1}):
            raise BadRequest(f"two columns mean the same: {', '.join(twice)}")
        if PHONE not in columns:
            raise BadRequest("no column `phone`")
        return cls(columns)

    @staticmethod
    def has_phone(names: Iterable[str]) -> bool:
        """Whether a column holds telephone numbers: without it the row is no header."""
        return any(ALIASES.get(name_of_column(name)) == PHONE for name in names)


def _without_empty_end(names: Iterable[str]) -> list[str]:
    """Spreadsheets leave separators behind for columns that were emptied."""
    columns = list(names)
    while columns and not columns[-1].strip():
        columns.pop()
    return columns


def _meaning(name: str) -> str:
    plain = name_of_column(name)
    if plain in ALIASES:
        return ALIASES[plain]
    if not VARIABLE.fullmatch(plain) or plain.startswith(RESERVED):
        raise BadRequest(f"a column's name is no name for a variable: {name[:40]!r}")
    refuse_reserved([name])
    return plain


@dataclass(frozen=True, slots=True)
class ListReader:
    """Reads the rows of one list."""

    campaign_id: str
    company_id: str
    header: Header
    default_region: str
    read_number: ReadNumber

    def contact(self, row: list[str], now: datetime) -> Contact:
        """RowRefused where the row is none."""
        values = self._values(row)
        where = self.read_number(values.pop(PHONE, ""), self.default_region)
        zone, zones = _zones(values.pop(ZONE, ""), where)
        return Contact(
            contact_id=contact_id(self.campaign_id, where.phone),
            campaign_id=self.campaign_id,
            company_id=self.company_id,
            phone=where.phone,
            zone=zone,
            region=_region(values.pop(REGION, ""), where),
            zone_is_inferred=bool(zones),
            zones=zones,
            consent=_consent(values.pop(CONSENT, ""), values.pop(CONSENT_AT, "")),
            variables={name: value for name, value in values.items() if value},
            due_at=now,
        )

    def _values(self, row: list[str]) -> dict[str, str]:
        row = row[: len(self.header.columns)] + _without_empty_end(row[len(self.header.columns) :])
        if len(row) != len(self.header.columns):
            raise RowRefused(f"{len(row)} columns where the header has {len(self.header.columns)}")
        values = {name: xml_text(value).strip() for name, value in zip(self.header.columns, row, strict=True)}
        if any(len(value) > VALUE_CHARACTERS for value in values.values()):
            raise RowRefused(f"a value of more than {VALUE_CHARACTERS} characters")
        return values


def _zones(text: str, where: ContactLocation) -> tuple[str, tuple[str, ...]]:
    """The list's own zone, else all that the number may be in."""
    if text:
        if not is_zone(text):
            raise RowRefused("not a time zone of a place: its name in the IANA database, like America/New_York")
        return text, ()
    if not where.zones:
        raise RowRefused("the number has no single time zone; give one in a column `time_zone`")
    return where.zones[0], where.zones


def _region(text: str, where: ContactLocation) -> str:
    """A column may give the state, but no other country than the number's: the price of a call depends on it."""
    region = text.upper() or where.region
    if not REGION_SHAPE.fullmatch(region):
        raise RowRefused("not a region: a country like US, or a state like US-FL")
    if not is_region(region):
        raise RowRefused(why_no_region(region))
    if region[:2] != where.region[:2]:
        raise RowRefused("the region is not the number's country")
    return region if "-" in region else where.region


def _consent(basis: str, at: str) -> Consent | None:
    if not basis and not at:
        return None
    if basis and (problem := why_no_basis(basis)):
        raise RowRefused(problem)
    if not basis or not at:
        raise RowRefused("consent needs both its basis and its time")
    return Consent(basis, _moment(at))


def _moment(text: str) -> datetime:
    """A day alone begins at midnight UTC, and so does a time without a zone count."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as problem:
        raise RowRefused("the time of consent is not ISO 8601, like 2026-03-01T14:00:00Z") from problem
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Rejection:
    """A row that is no contact. `number` counts rows of the table, the header being 1, as spreadsheets do."""

    number: int
    reason: str
    text: str

    def as_row(self) -> Mapping[str, str | int]:
        return {"row": self.number, "reason": self.reason, "text": self.text}
