"""A campaign on this machine: a list, the real API, functions and relay, a fake carrier whose people answer or do not.

`python -m local campaign --people 200 --channel relay`. A minute of the campaign's clock lasts a second.
"""

import argparse
import asyncio
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any

import aiohttp

from local.commands.campaign_people import (
    AGENT_ID,
    OPT_OUT_KEY,
    TEXT,
    VOICE_ID,
    Audience,
    agent,
    agent_at_retell,
    utc_now,
)
from local.commands.progress import ProgressBar
from local.commands.running import COMPANY_KEY
from local.commands.terminal import Terminal
from local.twilio.calls.trunk import TERMINATING
from local.world.world import ACCOUNT_SID, AUTH_TOKEN, World

FROM_NUMBER = "+15005550006"
CHANNELS = ("relay", "voice", "register", "provider", "retell")
PLACED = {"outbound-api", TERMINATING}  # also by Retell, over its trunk
TICK_S = 1.0
LIVE, PER_SECOND, CARRIER_PER_SECOND = 16, 8, 50.0
PATIENCE_S = 1800.0


@dataclass
class Result:
    """The result of a campaign, by the API and by the carrier."""

    progress: dict[str, Any]
    preview: dict[str, Any]
    imported: dict[str, Any]
    rang: Counter[str] = field(default_factory=Counter)
    suppressed: set[str] = field(default_factory=set)
    table: str = ""
    records: list[dict[str, Any]] = field(default_factory=list)
    seconds: float = 0.0


class Office:
    """The company's program: everything it does, it asks of the API."""

    def __init__(self, http: aiohttp.ClientSession, base_url: str) -> None:
        self._http, self._base = http, f"{base_url}/api/v1"

    async def ask(self, method: str, path: str, body: dict | None = None) -> Any:
        async with self._http.request(method, self._base + path, json=body) as answer:
            payload = await answer.json() if answer.content_type == "application/json" else None
            if answer.status >= 400:
                raise RuntimeError(f"{method} {path}: {answer.status} {payload}")
            return payload

    async def put(self, url: str, content: bytes) -> None:
        """To an address that is signed: without our key."""
        async with (
            aiohttp.ClientSession() as http,
            http.put(url, data=content, headers={"Content-Type": "text/csv"}) as answer,
        ):
            answer.raise_for_status()

    async def get(self, url: str) -> str:
        async with aiohttp.ClientSession() as http, http.get(url) as answer:
            answer.raise_for_status()
            return await answer.text()

    async def until_done(self, path: str) -> dict[str, Any]:
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            answer = await self.ask("GET", path)
            if answer["status"] in {"done", "failed"}:
                return answer
            await asyncio.sleep(0.5)
        raise TimeoutError(path)


async def speaks(office: Office, channel: str) -> dict[str, Any]:
    """The fields of a campaign that say who speaks, by its channel."""
    if channel == "voice":
        return {"voice_id": VOICE_ID, "text": TEXT, "opt_out_key": OPT_OUT_KEY}
    if channel == "retell":
        return {"agent_id": AGENT_ID, "channel": "provider", "provider": "retell"}
    if channel != "provider":
        return {"agent_id": AGENT_ID}
    account = {"phone_number": FROM_NUMBER, "label": "Recall", "sid": ACCOUNT_SID, "token": AUTH_TOKEN}
    imported = await office.ask("POST", "/phone-numbers", account)
    return {"agent_id": AGENT_ID, "phone_number_id": imported["phone_number_id"]}


def order_of(play: "Play") -> dict[str, Any]:
    again = {"busy": {"attempts": 2 if play.retries else 1, "wait_minutes": 1}}
    once = {outcome: {"attempts": 1, "wait_minutes": 1} for outcome in ("no-answer", "machine", "failed")}
    return {
        "name": "Recall",
        "channel": play.channel,
        "from_number": FROM_NUMBER,
        "window": {"opens": "08:00", "closes": "21:00"},
        "pacing": {"calls_per_second": PER_SECOND, "live_calls": LIVE},
        "retries": again | once,
        "ring_s": 5,
        "max_duration_s": 60,
    }


@dataclass(frozen=True)
class Play:
    """Options of a run. With retries it lasts a minute longer: no rule waits for less."""

    people: int = 200
    retries: bool = True
    loses_an_answer: bool = True  # one dial request rings a phone, and its answer never arrives
    channel: str = "relay"


async def run(terminal: Terminal, play: Play) -> tuple[Result, Audience]:
    world = World(most={"PlaceCallFunction": 4}, carrier_pace=CARRIER_PER_SECOND)
    audience = Audience.of(play.people, utc_now(), play.channel)
    world.vendor.add_agent(agent(play.channel))
    world.retell.add_agent(agent_at_retell())
    world.retell.workspace.numbers[FROM_NUMBER] = {"phone_number": FROM_NUMBER}
    world.twilio.people.update(audience.persons())
    reports = {"transcript", "call_initiation_failure", "answering_machine_detection"}  # what `doctor` chooses
    try:
        terminal.line("Starting the telephone world: carrier, voice provider, cloud, relay …")
        await world.start()
        world.vendor.webhook = replace(world.vendor.webhook, events=reports)
        world.cloud.schedule_targets.minute_s = TICK_S
        async with aiohttp.ClientSession(headers={"X-API-Key": COMPANY_KEY}) as http:
            return await _campaign(world, Office(http, world.cloud.base_url), audience, terminal, play), audience
    finally:
        await world.stop()


async def _campaign(world: World, office: Office, audience: Audience, terminal: Terminal, play: Play) -> Result:
    order = order_of(play) | await speaks(office, play.channel)
    path = "/campaigns/" + (await office.ask("POST", "/campaigns", order))["campaign_id"]
    imported = await _filled(office, path, audience, terminal)
    preview = await _previewed(office, path, audience, terminal)
    if play.channel == "provider":
        world.vendor.faults.lose_outbound_answers = {audience.first_who("hears")} if play.loses_an_answer else set()
    elif play.channel == "retell":
        world.retell.faults.lose_answers["create_phone_call"] = int(play.loses_an_answer)
    else:
        world.twilio.faults.drop_create_responses = int(play.loses_an_answer)
    began = time.monotonic()
    await office.ask("POST", f"{path}/start")
    progress = await _watched(office, path, terminal)
    result = Result(progress, preview, imported, seconds=time.monotonic() - began)
    await world.settled()
    await _look(world, office, path, result)
    return result


async def _previewed(office: Office, path: str, audience: Audience, terminal: Terminal) -> dict[str, Any]:
    await office.ask("POST", "/suppressions", {"numbers": [audience.suppressed], "source": "letter"})
    await office.ask("POST", f"{path}/preview")
    preview = await office.until_done(f"{path}/preview")
    skips = ", ".join(f"{number} {why}" for why, number in preview["skipped"].items())
    terminal.fact(
        "preview", f"will dial {preview['will_dial']}, skips {skips}; about {preview['estimated_usd']} dollars"
    )
    return preview


async def _filled(office: Office, path: str, audience: Audience, terminal: Terminal) -> dict[str, Any]:
    order = await office.ask("POST", f"{path}/contacts", {})
    await office.put(order["upload_url"], audience.table())
    location = f"{path}/contacts/{order['import_id']}"
    await office.ask("POST", f"{location}/begin")
    payload = await office.until_done(location)
    counts = ", ".join(f"{payload[name]} {name}" for name in ("rows", "added", "merged", "rejected"))
    terminal.fact("list", f"{counts}; its people are in {audience.zone}")
    return payload


async def _watched(office: Office, path: str, terminal: Terminal) -> dict[str, Any]:
    bar, deadline = ProgressBar(terminal), time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        answer = await office.ask("GET", f"{path}/progress")
        bar.show(answer)
        if answer["state"] == "paused":
            raise RuntimeError(f"the campaign was paused: {answer['reason']}")
        if answer["done"] >= answer["contacts"] and answer["live"] == 0:
            bar.end()
            return answer
        await asyncio.sleep(1.0)
    raise TimeoutError("the campaign did not come to its end")


async def _look(world: World, office: Office, path: str, result: Result) -> None:
    """The carrier's own list against the API's word, and the table of results."""
    result.rang = Counter(call.to for call in world.twilio.calls.values() if call.direction in PLACED)
    result.records = [await world.call_record(name) for name in world.retell.calls or world.twilio.calls]
    listed = await office.ask("GET", "/suppressions")
    result.suppressed = {suppression["number"] for suppression in listed["suppressions"]}
    await office.ask("POST", f"{path}/results")
    result.table = await office.get((await office.until_done(f"{path}/results"))["url"])


def summary(terminal: Terminal, result: Result, audience: Audience) -> bool:
    """True when everything came out as it had to."""
    terminal.title("What came of it")
    for outcome, number in sorted(result.progress["outcomes"].items()):
        share = number / max(1, result.progress["dialled"])
        terminal.fact(outcome, f"{number:>5}   {'█' * max(1, round(40 * share))}")
    terminal.fact("calls placed", f"{sum(result.rang.values())} in {result.seconds:.0f} s")
    checks = verdicts(result, audience)
    for what, holds in checks.items():
        terminal.line(f"  {'✓' if holds else '✗'} {what}", "good" if holds else "bad")
    return all(checks.values())


def verdicts(result: Result, audience: Audience) -> dict[str, bool]:
    """A busy line may be tried again, so how often it was busy is not foreseen."""
    outcomes = result.progress["outcomes"]
    opted_out = {number for number, what in audience.does.items() if what in {"opts-out", "presses-key"}}
    expected = {name: number for name, number in audience.expected.items() if name != "busy"}
    rows = len(result.table.splitlines()) - 1
    return {
        "the preview said whom it would dial, and it dialled them": result.preview["will_dial"] == len(result.rang),
        "the carrier placed as many calls as were dialled": result.rang.total() == result.progress["dialled"],
        "no number rang without consent or after an opt-out": not audience.untouchable & set(result.rang),
        "who said no in a call is on the list": opted_out <= result.suppressed,
        "every contact has the outcome it chose": {name: outcomes.get(name, 0) for name in expected} == expected,
        "the table of results has a row for every contact": rows == result.progress["contacts"],
    }


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--people", type=int, default=200, help="how many are on the list (default: 200)")
    who = f"who speaks, and who places the calls (default: {CHANNELS[0]})"
    parser.add_argument("--channel", choices=CHANNELS, default=CHANNELS[0], help=who)


async def played(terminal: Terminal, play: Play) -> int:
    """The exit code: 0 when everything came out as it had to."""
    result, audience = await run(terminal, play)
    return 0 if summary(terminal, result, audience) else 1
