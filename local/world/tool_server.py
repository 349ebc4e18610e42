"""A company's own small server, as an agent's registered tool would find it: it knows the opening hours."""

import json
from typing import Any

from aiohttp import web

SECRET_NAME, SECRET = "opening_hours_key", "local-opening-hours-key"
HOURS = {"friday": "nine to four", "saturday": "ten to noon"}


class ToolServer:
    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.origin = ""
        self._runner: web.AppRunner | None = None

    async def start(self) -> int:
        app = web.Application()
        app.router.add_post("/opening-hours", self._opening_hours)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        port = int(self._runner.addresses[0][1])
        self.origin = f"http://127.0.0.1:{port}"
        return port

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    async def _opening_hours(self, request: web.Request) -> web.Response:
        if request.headers.get("Authorization") != SECRET:
            return web.Response(status=401)
        body = json.loads(await request.text())
        self.asked.append({**body, "call": request.headers.get("X-Trunkline-Call-Id")})
        return web.Response(text=HOURS.get(str(body["day"]).lower(), "closed"))
