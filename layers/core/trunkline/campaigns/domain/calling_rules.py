"""Calling rules of the law, or of stricter custom: by country and, where it differs inside one, by state.

Data and nothing else. Each rule names the law it stands for. It is a floor and no legal advice: a campaign's window can
only narrow it. Where a law knows exceptions (an existing customer, a debt, a survey) the rule here is the one without
them. The table was put together without the laws' own texts at hand: have your states and countries checked before you
rely on it, and narrow the window where you are not sure.
"""

from dataclasses import dataclass
from datetime import date, time, timedelta

from trunkline.numbering.regions import is_region

WRITTEN_ON = date(2026, 11, 21)  # they have not been checked by a lawyer


@dataclass(frozen=True, slots=True)
class Span:
    """Hours of one day, in the person's own time: open at `opens`, closed at `closes`."""

    opens: time
    closes: time

    def holds(self, at: time) -> bool:
        return self.opens <= at < self.closes


@dataclass(frozen=True, slots=True)
class Cap:
    """At most so many calls to one person within a time."""

    calls: int
    within: timedelta


@dataclass(frozen=True, slots=True)
class CallingRule:
    """Spans for Monday to Friday, Saturday and Sunday; a public holiday is like a day without any, unless allowed."""

    weekdays: tuple[Span, ...]
    saturday: tuple[Span, ...]
    sunday: tuple[Span, ...]
    source: str
    holidays_too: bool = False
    cap: Cap | None = None

    def spans(self, weekday: int) -> tuple[Span, ...]:
        return {5: self.saturday, 6: self.sunday}.get(weekday, self.weekdays)


def hours(opens: float, closes: float) -> tuple[Span, ...]:
    return (Span(_clock(opens), _clock(closes)),)


def _clock(hour: float) -> time:
    return time(int(hour), round(hour % 1 * 60))


def daily(opens: float, closes: float, source: str, cap: Cap | None = None) -> CallingRule:
    """Every day alike, holidays too."""
    spans = hours(opens, closes)
    return CallingRule(spans, spans, spans, source, holidays_too=True, cap=cap)


CLOSED: tuple[Span, ...] = ()
EVERY_8_HOURS = Cap(1, timedelta(hours=8))
THREE_A_DAY = Cap(3, timedelta(hours=24))
FOUR_A_MONTH = Cap(4, timedelta(days=30))
LONGEST_CAP = timedelta(days=30)  # how far back calls to one person have to be remembered

RULES: dict[str, CallingRule] = {
    "US": daily(8, 21, "47 CFR 64.1200(c)(1)"),
    "US-AL": CallingRule(hours(8, 20), hours(8, 20), CLOSED, "Ala. Code 8-19A-14; no Sunday, no holiday"),
    "US-CT": daily(9, 20, "Conn. Gen. Stat. 42-288a, as of 2023-10-01"),
    "US-FL": daily(8, 20, "Fla. Stat. 501.616(6)", THREE_A_DAY),
    "US-GA": daily(8, 20, "O.C.G.A. 46-5-23, automatic dialling"),
    "US-IL": daily(9, 21, "815 ILCS 305/15, automatic dialling"),
    "US-KY": daily(10, 21, "KRS 367.46955(16)"),
    "US-LA": CallingRule(hours(8, 20), hours(8, 20), CLOSED, "La. R.S. 45:811; no Sunday, no holiday"),
    "US-MA": daily(8, 20, "M.G.L. c. 159C s. 3"),
    "US-MD": daily(8, 20, "Md. Code, Com. Law 14-4502", THREE_A_DAY),
    "US-ME": CallingRule(hours(9, 17), CLOSED, CLOSED, "10 M.R.S. 1498", holidays_too=True, cap=EVERY_8_HOURS),
    "US-MI": daily(9, 21, "MCL 445.111a, the narrower reading"),
    "US-MN": daily(9, 21, "Minn. Stat. 325E.30"),
    "US-MS": CallingRule(hours(8, 20), hours(8, 20), CLOSED, "Miss. Code 77-3-723; no Sunday, no holiday"),
    "US-NM": daily(9, 21, "NMSA 57-12-22(B)"),
    "US-NV": daily(9, 20, "NRS 597.814"),
    "US-OK": daily(8, 20, "Okla. Stat. tit. 15 s. 775C.4", THREE_A_DAY),
    "US-PA": CallingRule(hours(8, 21), hours(8, 21), hours(8, 21), "73 P.S. 2245 and Act 75 of 2019; no holiday"),
    "US-RI": CallingRule(hours(9, 18), hours(10, 17), CLOSED, "R.I. Gen. Laws 5-61-3.6; no Sunday, no holiday"),
    "US-SD": CallingRule(hours(9, 21), hours(9, 21), CLOSED, "SDCL 37-30A-3; no Sunday", holidays_too=True),
    "US-TX": CallingRule(hours(9, 21), hours(9, 21), hours(12, 21), "Tex. Bus. & Com. Code 301.051", holidays_too=True),
    "US-UT": CallingRule(hours(8, 21), hours(8, 21), CLOSED, "Utah Code 13-25a-103; no Sunday, no holiday"),
    "US-WA": daily(8, 20, "RCW 80.36.390, as of 2022-06-09"),
    "US-WY": CallingRule(hours(8, 20), CLOSED, CLOSED, "Wyo. Stat. 6-6-104, automatic dialling", holidays_too=True),
    "CA": CallingRule(
        hours(9, 21.5),
        hours(10, 18),
        hours(10, 18),
        "CRTC Unsolicited Telecommunications Rules III.23",
        holidays_too=True,
    ),
    "GB": CallingRule(
        hours(8, 21), hours(9, 21), CLOSED, "no statute; DMA code, made stricter on Sundays and holidays"
    ),
    "IE": CallingRule(hours(9, 21), hours(10, 18), CLOSED, "no statute; custom"),
    "DE": CallingRule(hours(9, 20), hours(10, 16), CLOSED, "no statute (UWG 7 asks consent); DDV code of honour"),
    "AT": CallingRule(hours(9, 20), hours(10, 16), CLOSED, "no statute (TKG 174 asks consent); as in DE"),
    "FR": CallingRule(
        (*hours(10, 13), *hours(14, 20)),
        CLOSED,
        CLOSED,
        "Code de la consommation D223-9 (decret 2022-1313)",
        cap=FOUR_A_MONTH,
    ),
    "ES": CallingRule(hours(9, 21), CLOSED, CLOSED, "RDL 1/2007 art. 96.2"),
    "IT": CallingRule(hours(9, 20), hours(10, 19), CLOSED, "Codice di condotta telemarketing, 2023"),
    "AU": CallingRule(hours(9, 20), hours(9, 17), CLOSED, "Telecommunications (Telemarketing) Industry Standard 2017"),
    "IN": CallingRule(
        hours(10, 21), hours(10, 21), hours(10, 21), "TRAI TCCCPR 2018, default bands", holidays_too=True
    ),
}
# For countries without rules here, and for numbers without a state in a country with states.
STRICTEST = CallingRule(
    (*hours(10, 13), *hours(14, 17)), CLOSED, CLOSED, "none known: what every rule here allows", cap=FOUR_A_MONTH
)


def rule_of(region: str) -> CallingRule:
    """The state's rule, else its country's; without a state there is, where states differ, the strictest there is."""
    country, _, state = region.partition("-")
    if state and country in RULES and is_region(region):
        return RULES.get(region, RULES[country])
    return STRICTEST if _has_states(country) else RULES.get(country, STRICTEST)


def _has_states(country: str) -> bool:
    return any(region.startswith(f"{country}-") for region in RULES)
