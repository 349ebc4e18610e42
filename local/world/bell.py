"""A caller for a number of a world that runs in another terminal: `python -m local ring NUMBER`."""

import asyncio
import json
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import replace

from aiohttp import web

from local.scenarios import Scenario
from local.scenarios.catalogue import SCENARIOS
from local.twilio import CallState
from local.world.ports import VARIABLE

WAITS_S = 10


class NotRung(Exception):
    """Why, in a sentence."""


class Bell:
    """`POST /ring` with a number and, if it should be another than the number's usual one, a scenario."""

    def __init__(self, numbers: set[str], ring: Callable[[Scenario], CallState]) -> None:
        self._numbers = numbers
        self._ring = ring
        self._runner: web.AppRunner | None = None
        self.base_url = ""

    async def start(self, port: int = 0) -> None:
        app = web.Application()
        app.router.add_post("/ring", self._answer)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        self.base_url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        if self._runner:
            await self._runner.cleanup()

    async def _answer(self, request: web.Request) -> web.Response:
        try:
            payload = await request.json()
            scenario = scenario_for(str(payload["number"]), str(payload.get("scenario") or ""), self._numbers)
        except NotRung as reason:
            return web.json_response({"detail": str(reason)}, status=404)
        except (ValueError, KeyError, TypeError, AttributeError):
            return web.json_response({"detail": "a JSON object with a number is expected"}, status=400)
        call = self._ring(scenario)
        return web.json_response({"call_sid": call.sid, "title": scenario.title})


def scenario_for(number: str, name: str, numbers: set[str]) -> Scenario:
    """The one asked for; else the one that usually rings this number; else a caller who talks. Raises NotRung."""
    if number not in numbers:
        raise NotRung(f"no number {number}: there are {', '.join(sorted(numbers))}")
    if name and name not in SCENARIOS:
        raise NotRung(f"no scenario {name}: there are {', '.join(sorted(SCENARIOS))}")
    usual = next((scenario for scenario in SCENARIOS.values() if scenario.number == number), SCENARIOS["relayed"])
    return replace(SCENARIOS[name] if name else usual, number=number)


async def ring(base_url: str, number: str, scenario: str) -> str:
    """The id of the call. Raises NotRung."""
    return await asyncio.to_thread(_ask, base_url, json.dumps({"number": number, "scenario": scenario}).encode())


def _ask(base_url: str, body: bytes) -> str:
    request = urllib.request.Request(f"{base_url}/ring", body, {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=WAITS_S) as answer:
            return str(json.load(answer)["call_sid"])
    except urllib.error.HTTPError as error:
        raise NotRung(str(json.load(error)["detail"])) from error
    except OSError as error:
        how = f"start it with `make run` in another terminal; with {VARIABLE} there, set it here, too"
        raise NotRung(f"no world at {base_url}: {how}") from error
