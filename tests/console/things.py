"""What the console's screens show, made over the API; with words that would run if they were read as markup."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import httpx

from local.commands.campaign_people import AGENT_ID, Audience, agent
from local.commands.running import COMPANY_KEY
from local.world.world import World

HOSTILE = """<img src=x onerror="document.title='run'">"""
FROM_NUMBER = "+15005550006"
PEOPLE = 6
NURSE = "rn-12"
TICK_S = 1.0  # of the campaigns' clock, in the place of a minute


@dataclass
class Things:
    """The people on a list, and a clinical key."""

    http: httpx.AsyncClient
    audience: Audience
    nurse_key: str = ""
    made: dict[str, str] = field(default_factory=dict)

    async def ask(self, method: str, path: str, key: str = COMPANY_KEY, **body: Any) -> Any:
        """Raises AssertionError with the API's words."""
        answer = await self.http.request(method, path, headers={"X-API-Key": key}, json=body or None)
        assert answer.status_code < 300, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    async def order_campaign(self, name: str, **more: Any) -> str:
        order = {"name": name, "channel": "relay", "from_number": FROM_NUMBER, "agent_id": AGENT_ID, "ring_s": 5}
        paced = {"window": {"opens": "08:00", "closes": "21:00"}, "pacing": {"live_calls": 2}}
        return (await self.ask("POST", "/campaigns", **order, **paced, **more))["campaign_id"]

    async def add_list(self, campaign: str) -> None:
        """The people, read into a campaign."""
        order = await self.ask("POST", f"/campaigns/{campaign}/contacts", default_region="US")
        table = {"content": self.audience.table(), "headers": {"Content-Type": "text/csv"}}
        (await self.http.put(order["upload_url"], **table)).raise_for_status()
        where = f"/campaigns/{campaign}/contacts/{order['import_id']}"
        await self.ask("POST", f"{where}/begin")
        while (await self.ask("GET", where))["status"] != "done":  # noqa: ASYNC110 - of another process
            await asyncio.sleep(0.1)


async def fill(world: World) -> Things:
    world.cloud.schedule_targets.minute_s = TICK_S
    audience = Audience.of(PEOPLE, datetime.now(UTC))
    world.vendor.add_agent(agent("relay"))
    world.twilio.people.update(audience.persons())
    things = Things(httpx.AsyncClient(base_url=f"{world.cloud.base_url}/api/v1", timeout=60), audience)
    made = await things.ask("POST", "/keys", scope="admin", label=NURSE, clinical=True)
    things.nurse_key = made["api_key"]
    things.made["campaign"] = await things.order_campaign(HOSTILE)
    things.made["patient"] = await patient_with_calls(things)
    things.made["number"] = FROM_NUMBER.removeprefix("+")
    things.made["endpoint"] = await endpoint_with_a_delivery(things, world)
    return things


async def endpoint_with_a_delivery(things: Things, world: World) -> str:
    made = await things.ask("POST", "/event-endpoints", url=f"{world.customer.origin}/kept", types=["endpoint.test"])
    await things.ask("POST", f"/event-endpoints/{made['endpoint_id']}/test")
    return str(made["endpoint_id"])


PHONE, CALLS = "+14155550140", 8
AT_REST = {"dyspnea": {"value": "rest", "words": "even when I sit still"}}
USUAL = {"dyspnea": "none", "edema": "none", "orthopnea": "none", "pnd": "no", "adherence": "all", "feeling": "same"}
WELL = {question: {"value": value, "words": "as ever"} for question, value in USUAL.items()}
WELL["red_flags"] = {"value": [], "words": "no"}


async def patient_with_calls(things: Things) -> str:
    """Whose voice was measured on so many days, and who is short of breath today."""
    body = {"name": HOSTILE, "phone": PHONE, "time_zone": "America/New_York", "external_id": "MRN 7"}
    patient = (await things.ask("POST", "/patients", things.nurse_key, **body))["patient_id"]
    now, ids = datetime.now(UTC), count()
    for day in range(CALLS - 1, -1, -1):
        answers, vowel = (WELL, 14 + day % 3) if day else (AT_REST, 8)
        measures = {"mpt_s": {"value": vowel, "unit": "s"}, "hnr_db": {"value": 18 + day % 2, "unit": "dB"}}
        voice = {"engine": "test-1", "quality": {"gate": "ok", "vowel_dbfs": -20}, "measures": measures}
        check_in = {"call_id": f"CA{next(ids):032}", "at": (now - timedelta(days=day)).isoformat(), "number": PHONE}
        filed = {**check_in, "answers": answers, "voice": voice, "weight": {"value": 81, "unit": "kg"}}
        await things.ask("POST", f"/patients/{patient}/check-ins", things.nurse_key, **filed)
    return str(patient)
