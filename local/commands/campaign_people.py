"""The contacts of the local campaign, and the answer of each to a call."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from local.elevenlabs import Agent, ClientTool, Exchange
from local.elevenlabs.agents.agent import DEFAULT_CLIENT_EVENTS
from local.retell import Agent as RetellAgent
from local.scenarios import CALLER_VOICE
from local.twilio import Caller, Person

GREETING = "Hello {{first_name}}, your check-up is due. Goodbye."
LEAVE_ME_ALONE = "Please do not call me again."
NOTED = "You will not be called again. Goodbye."
AGENT_ID = "agent_recall"
VOICE_ID, TEXT, OPT_OUT_KEY = "IKne3meq5aSn9XLyUdCD", "Hello {{first_name}}, your check-up is due. Nine to stop.", "9"
AFTERNOON = range(10, 19)  # hours in which no rule anywhere keeps a telephone silent
ZONES = ("America/New_York", "America/Los_Angeles", "Pacific/Honolulu", "Asia/Tokyo", "Asia/Kolkata", "Europe/London")
CYCLE = ("hears", "hears", "busy", "hears", "machine", "hears", "no-answer", "hears", "hears", "machine")


def agent(channel: str) -> Agent:
    """Its tool is answered by our relay where there is one; elsewhere by no program, and the report names the tool."""
    stop_calling = ClientTool("stop_calling", timeout_s=20.0 if channel == "relay" else 0.5)
    return Agent(
        agent_id=AGENT_ID,
        name="Recall",
        first_message=GREETING,
        dialogue=[Exchange(LEAVE_ME_ALONE, NOTED, tool=stop_calling, then="end_call")],
        client_events=(*DEFAULT_CLIENT_EVENTS, "client_tool_call"),
        caller_voices=(CALLER_VOICE,),
        enable_auth=True,
    )


def agent_at_retell() -> RetellAgent:
    no_more_calls = Exchange(LEAVE_ME_ALONE, NOTED, then="user_requested_dnc")
    return RetellAgent(AGENT_ID, GREETING, (no_more_calls,), caller_voices=(CALLER_VOICE,))


async def _hears(caller: Caller) -> None:
    await caller.agent_finishes()


async def _opts_out(caller: Caller) -> None:
    await caller.agent_finishes()
    await caller.says(LEAVE_ME_ALONE, CALLER_VOICE)
    await caller.line_drops()


async def _presses_the_key(caller: Caller) -> None:
    await caller.agent_starts()
    await caller.presses(OPT_OUT_KEY)
    await caller.line_drops()


async def _is_a_machine(caller: Caller) -> None:
    await caller.line_drops(60)


PEOPLE: dict[str, Callable[[], Person]] = {
    "hears": lambda: Person(0.2, _hears),
    "opts-out": lambda: Person(0.2, _opts_out),
    "presses-key": lambda: Person(0.2, _presses_the_key),
    "busy": lambda: Person(busy=True),
    "no-answer": lambda: Person(answers=False),
    "machine": lambda: Person(0.2, _is_a_machine, answered_by="machine_start", detection_s=0.5),
    "fax": lambda: Person(0.2, _is_a_machine, answered_by="fax", detection_s=0.5),
    "unreachable": lambda: Person(unreachable=True),
}
OUTCOMES = {
    "hears": "human",
    "opts-out": "opted-out",
    "presses-key": "opted-out",
    "busy": "busy",
    "no-answer": "no-answer",
    "machine": "machine",
    "fax": "fax",
    "unreachable": "failed",
}


@dataclass
class Audience:
    """`does` says what each number on the list does; the others must not be rung at all."""

    does: dict[str, str] = field(default_factory=dict)
    without_consent: str = "+12125559001"
    suppressed: str = "+12125559002"
    zone: str = ZONES[0]
    channel: str = "relay"

    @classmethod
    def of(cls, people: int, now: datetime, channel: str = "relay") -> "Audience":
        """Where no agent listens, a key says no."""
        special = {0: "presses-key" if channel == "voice" else "opts-out", 3: "fax", 5: "unreachable"}
        does = {f"+1212555{n:04}": special.get(n, CYCLE[n % len(CYCLE)]) for n in range(people)}
        return cls(does, zone=where_it_is_afternoon(now), channel=channel)

    @property
    def untouchable(self) -> set[str]:
        return {self.without_consent, self.suppressed}

    @property
    def expected(self) -> dict[str, int]:
        """The outcomes that the campaign should have."""
        own = {"register": {"opts-out": "human"}, "retell": {"fax": "machine"}}  # a report after the end; one machine
        outcomes = [(OUTCOMES | own.get(self.channel, {}))[what] for what in self.does.values()]
        return {outcome: outcomes.count(outcome) for outcome in sorted(set(outcomes))}

    def first_who(self, what: str) -> str:
        return next(number for number, does in self.does.items() if does == what)

    def persons(self) -> dict[str, Person]:
        known = {number: PEOPLE[what]() for number, what in self.does.items()}
        return known | {self.without_consent: Person(), self.suppressed: Person()}

    def table(self) -> bytes:
        """The list as a company would have it: one named twice, one number that is none, one who never agreed."""
        rows = [[number, f"Person {n}", "form", "2026-01-05"] for n, number in enumerate(self.does)]
        rows += [rows[0], ["call me maybe", "Unknown", "form", "2026-01-05"]]
        rows += [[self.without_consent, "No Consent", "", ""], [self.suppressed, "Said No", "form", "2026-01-05"]]
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(["phone", "first_name", "consent", "consent_at", "time_zone", "region"])
        writer.writerows([*row, self.zone, "US"] for row in rows)
        return text.getvalue().encode()


def where_it_is_afternoon(now: datetime) -> str:
    """The campaign runs at any hour of ours: its people are where it is a decent hour."""
    return next(zone for zone in ZONES if now.astimezone(ZoneInfo(zone)).hour in AFTERNOON)


def utc_now() -> datetime:
    return datetime.now(UTC)
