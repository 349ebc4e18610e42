"""Nights of a relay that may sleep, passed in a moment: its item grows older, and the clock's function looks at it."""

import asyncio
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from local.cloud.cloud import LocalCloud
from local.stack import DeployedCloud
from local.world.relay_fleet import RelayFleet

STEP_S = 0.05
FLEET = {"pk": {"S": "RELAY#FLEET"}}


class RelayNight:
    def __init__(self, cloud: LocalCloud | DeployedCloud, fleet: RelayFleet) -> None:
        self._cloud, self._fleet = cloud, fleet

    async def state(self) -> str:
        """awake, drowsy, asleep or waking: what is on file."""
        return str((await self._item())["state"]["S"])

    async def look(self) -> str:
        """The clock's look at the relay, without waiting for its minute; what the relay is from now on."""
        return str((await self._cloud.invoke("TendRelayFunction", {}))["state"])

    async def passes(self, time_of_it: timedelta) -> str:
        """As if the relay had been used so much earlier, and had become what it is so much earlier; then a look."""
        item = await self._item()
        for name in ("since", "used_at"):
            item[name] = {"S": (datetime.fromisoformat(item[name]["S"]) - time_of_it).isoformat()}
        await asyncio.to_thread(self._forget_wakes)
        table, dynamodb = self._cloud.resource_name("DirectoryTable"), self._cloud.client("dynamodb")
        await asyncio.to_thread(dynamodb.put_item, TableName=table, Item=item)
        return await self.look()

    def _forget_wakes(self) -> None:
        """Requests of before are older than the last use, and so would they be here."""
        table, dynamodb = self._cloud.resource_name("DirectoryTable"), self._cloud.client("dynamodb")
        wakes = {"IndexName": "by_company", "KeyConditionExpression": "of_company = :wakes"}
        found = dynamodb.query(TableName=table, ExpressionAttributeValues={":wakes": {"S": "#wake"}}, **wakes)["Items"]
        for item in found:
            dynamodb.delete_item(TableName=table, Key={"pk": item["pk"]})

    async def falls(self) -> None:
        """An hour without a call, some minutes in which it is drowsy, and no task any more."""
        states = [await self.passes(timedelta(hours=1)) for _ in range(2)]
        if states != ["drowsy", "asleep"]:
            raise RuntimeError(f"the relay was {', then '.join(states)}: there are calls")
        await self.until(lambda: not self._fleet.tasks, 30.0)

    async def ends(self, limit_s: float) -> None:
        """Until the relay that was woken is awake. TimeoutError when it does not wake."""
        deadline_s = time.monotonic() + limit_s
        while await self.state() != "awake":
            if time.monotonic() > deadline_s:
                raise TimeoutError(f"the relay is {await self.state()} after {limit_s:.0f} s")
            await asyncio.sleep(STEP_S)

    async def until(self, condition: Callable[[], bool], limit_s: float) -> None:
        async with asyncio.timeout(limit_s):
            while not condition():  # noqa: ASYNC110 - a deadline is watched as well
                await asyncio.sleep(STEP_S)

    async def _item(self) -> dict[str, Any]:
        table, dynamodb = self._cloud.resource_name("DirectoryTable"), self._cloud.client("dynamodb")
        found = await asyncio.to_thread(dynamodb.get_item, TableName=table, Key=FLEET, ConsistentRead=True)
        return dict(found["Item"])
