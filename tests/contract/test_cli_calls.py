"""`python -m cli calls`, `prompts` and `events` against the API in this process."""

import asyncio
import json
from datetime import timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient

from cli import prompts
from cli.__main__ import main
from cli.calls import ordering, placing, reading
from tests.contract.api.conftest import CALLEE, NOW, OURS, VOICE, ApiWorld, build_world, fresh_aws, vendors
from tests.contract.api.test_calls_while_the_relay_sleeps import relay_is, visited
from tests.contract.conftest import empty_aws
from trunkline.calls.domain.calls import TimelineEvent
from trunkline.calls.domain.relay_fleet import FleetState
from trunkline.events.domain.events import EventType
from trunkline.ids import CallId

NOON_IN_CALIFORNIA = timedelta(hours=8)
PLACE = ["calls", "place", CALLEE, "--agent", "agent_good", "--from", OURS]


@pytest.fixture
async def world(monkeypatch: pytest.MonkeyPatch) -> Any:
    with empty_aws():
        twilio, vendor = await vendors()
        made = build_world(fresh_aws(), twilio, vendor)
        made.clock.now = NOW + NOON_IN_CALIFORNIA
        headers = {"X-API-Key": made.keys["admin"]}
        for module in (reading, placing, ordering, prompts):
            monkeypatch.setattr(module, "client", lambda: TestClient(made.app, headers=headers))
        for module in (reading, placing):
            monkeypatch.setattr(module, "ASKED_EVERY_S", 0.0)
        yield made
        await twilio.stop()
        await vendor.stop()


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Any:
    """The command in a thread: the vendors run in this loop."""

    async def output(*words: str) -> str:
        status = await asyncio.to_thread(main, [*words])
        shown = capsys.readouterr()
        assert status == 0, shown.err
        lines = shown.out.splitlines(keepends=True)
        return "".join(line for line in lines if not line.startswith('{"_aws"'))  # metrics of the API beside us

    return output


@pytest.fixture
def refusal(capsys: pytest.CaptureFixture[str]) -> Any:
    async def sentence(*words: str) -> str:
        assert await asyncio.to_thread(main, [*words]) == 1
        shown = capsys.readouterr()
        assert (shown.out, shown.err.count("\n")) == ("", 1), shown
        return shown.err

    return sentence


def over(world: ApiWorld, call_sid: str) -> None:
    ended = TimelineEvent("status-completed", world.clock(), "completed")
    facts = {"status": "completed", "progress": 100, "duration_s": 12, "stream_outcome": "agent-ended"}
    world.services.calls.open(CallId(call_sid), ended, facts)


async def test_a_call_is_placed_listed_searched_and_shown(world, run):
    more = ("--variable", "first_name=Ana", "--metadata", "order=7=8", "--user-id", "u1")
    call_sid = (await run(*PLACE, *more, "--quiet")).strip()
    listed = await run("calls", "list", "--live", "--mode", "relay", "--agent", "agent_good")
    assert f"{call_sid}  " in listed
    assert f"{OURS} → {CALLEE}" in listed
    found = json.loads(await run("calls", "search", "--number", CALLEE[:6], "--limit", "1", "--json"))
    assert [(call["call_sid"], call["metadata"]) for call in found] == [(call_sid, {"order": "7=8"})]
    shown = await run("calls", "show", call_sid)
    assert "user_id      u1" in shown
    assert "placed" in shown
    assert await run("calls", "search", "--number", "+4930", "--quiet") == ""


async def test_a_repeated_key_places_one_call(world, run):
    placed = {await run(*PLACE, "--idempotency-key", "k1", "--quiet") for _ in range(2)}
    assert len(placed) == 1


async def test_waiting_follows_a_call_until_it_is_over(world, run, monkeypatch):
    """It is over at the third request for its turns."""
    asked = iter(range(100))
    real = reading.ask

    def ask(api: Any, method: str, path: str, **more: Any) -> Any:
        if path.endswith("/turns") and next(asked) == 2:
            over(world, path.split("/")[1])
        return real(api, method, path, **more)

    monkeypatch.setattr(reading, "ask", ask)
    monkeypatch.setattr(reading, "REPORT_WITHIN_S", 0.0)
    said = await run(*PLACE, "--wait")
    assert said.strip().endswith(": completed")
    assert next(asked) >= 3


async def test_an_order_while_the_relay_sleeps_is_waited_for(world, run, monkeypatch):
    relay_is(world, FleetState.ASLEEP)
    order_id = (await run(*PLACE, "--quiet")).strip()
    assert len(order_id) == 16
    relay_is(world, FleetState.AWAKE)
    assert await visited(world, order_id)
    [call] = json.loads(await run("calls", "list", "--json"))
    client = placing.client()
    assert await asyncio.to_thread(placing._rung, client, order_id) == call["call_sid"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([*PLACE[:2], "nonsense", *PLACE[3:]], "to_number"),
        ([*PLACE, "--variable", "first_name"], "NAME=VALUE"),
        ([*PLACE, "--webhook-url", "http://10.0.0.7/"], "webhook_url"),
        ([*PLACE[:4], "agent_of_others", *PLACE[5:]], "40"),
        (["calls", "show", "CAunknown"], "404"),
        (["calls", "turns", "CAunknown", "--follow"], "404"),
        (["calls", "recordings", "CA/../x"], "404"),
        (["calls", "context", "CAunknown", "x"], "404"),
        (["calls", "hang-up", "CAunknown"], "404"),
        (["calls", "stop", "CAunknown"], "404"),
        (["calls", "list", "--day", "yesterday"], "day"),
        (["calls", "counts", "--from", "2020-01-01"], "400"),
        (["prompts", "remove", "0" * 32], "404"),
        (["prompts", "make", "Hi", "--voice-id", "no/voice"], "voice_id"),
    ],
)
async def test_a_refusal_is_one_sentence(world, refusal, words, said):
    assert said in await refusal(*words)


@pytest.mark.parametrize(
    ("words", "path"),
    [
        (["context", "CA1", "Her case is 7."], "/context"),
        (["message", "CA1", "Hello"], "/message"),
        (["keys", "CA1", "1w2#"], "/keys"),
        (["transfer", "CA1", "--to", "sales", "--summary", "Urgent"], "/transfer"),
        (["hang-up", "CA1"], "/hang-up"),
    ],
)
async def test_an_order_is_one_request_with_a_key(world, run, monkeypatch, words, path):
    asked = []

    def ask(_api: Any, method: str, path: str, **more: Any) -> dict[str, str]:
        asked.append((method, path, more["headers"]["Idempotency-Key"]))
        return {"call_sid": "CA1", "status": "done"}

    monkeypatch.setattr(ordering, "ask", ask)
    assert await run("calls", *words) == "done\n"
    [(method, asked_path, key)] = asked
    assert (method, asked_path, len(key)) == ("POST", f"calls/CA1{path}", 32)


async def test_hanging_up_ends_the_call_at_the_carrier(world, run):
    call_sid = (await run(*PLACE, "--quiet")).strip()
    assert await run("calls", "hang-up", call_sid) == "ended\n"


async def test_a_day_is_counted(world, run):
    await run(*PLACE)
    assert "1 calls, 0 answered" in await run("calls", "counts")
    assert await run("calls", "recordings", json.loads(await run("calls", "list", "--json"))[0]["call_sid"]) == (
        "no recordings\n"
    )


async def test_prompts_are_made_listed_and_removed(world, run):
    assert "no prompts yet" in await run("prompts", "list")
    prompt_id = (await run("prompts", "make", "Welcome to Acme.", "--voice-id", VOICE, "--quiet")).strip()
    assert "Welcome to Acme." in await run("prompts", "list")
    assert "is removed" in await run("prompts", "remove", prompt_id)


async def test_the_types_of_events_are_those_of_the_api(run):
    assert (await run("events", "types", "--quiet")).split() == [type_.value for type_ in EventType]
