"""Streams without `start`: `python -m local.chaos.flood SECONDS PORT…` prints what became of them as JSON.

They hold a good signature, as a replayed upgrade would, and never send a `start`.
"""

import asyncio
import json
import sys
import time
from collections import Counter

import aiohttp

from local.twilio.signing import handshake_url, signature
from local.world.world import AUTH_TOKEN, RELAY_BASE_URL, RELAY_HOST

URL = f"{RELAY_BASE_URL}/twilio/media-stream"
SILENT_SOCKETS, LOUD_SOCKETS = 20, 2  # per relay
FRAMES_PER_S, BATCHES_PER_S = 1000, 50
FRAME = json.dumps({"event": "media", "streamSid": "MZ" + "0" * 32, "media": {"payload": "/" * 216}})


class Flood:
    def __init__(self, seconds: float) -> None:
        self._until_s = time.monotonic() + seconds
        self.opened = self.frames = 0
        self.ends: Counter[str] = Counter()
        self.lives_s: dict[str, list[float]] = {"silent": [], "loud": []}

    async def strain(self, ports: list[int]) -> None:
        async with aiohttp.ClientSession() as http:
            silent = [self._comes_again(http, port, "silent") for port in ports for _ in range(SILENT_SOCKETS)]
            loud = [self._comes_again(http, port, "loud") for port in ports for _ in range(LOUD_SOCKETS)]
            await asyncio.gather(*silent, *loud)

    async def _comes_again(self, http: aiohttp.ClientSession, port: int, kind: str) -> None:
        while time.monotonic() < self._until_s:
            try:
                await self._stay(http, port, kind)
            except (aiohttp.ClientError, ConnectionError) as problem:
                self.ends[f"{kind} {type(problem).__name__}"] += 1
                await asyncio.sleep(0.1)

    async def _stay(self, http: aiohttp.ClientSession, port: int, kind: str) -> None:
        headers = {"Host": RELAY_HOST, "X-Twilio-Signature": signature(handshake_url(URL), [], AUTH_TOKEN)}
        address = f"http://127.0.0.1:{port}/twilio/media-stream"
        async with http.ws_connect(address, headers=headers) as socket:
            self.opened, came_s = self.opened + 1, time.monotonic()
            talking = asyncio.create_task(self._talk(socket)) if kind == "loud" else None
            try:
                async with asyncio.timeout(max(self._until_s - time.monotonic(), 0.1)):
                    await socket.receive()
            except TimeoutError:
                self.ends[f"{kind} until the end"] += 1
                return
            finally:
                if talking is not None:
                    talking.cancel()
                    await asyncio.wait({talking})
            self.lives_s[kind].append(time.monotonic() - came_s)
            self.ends[f"{kind} closed {socket.close_code}"] += 1

    async def _talk(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        """At a steady rate: late batches are made up for, so that the rate is what it says."""
        began_s, batch = time.monotonic(), 0
        while True:
            for _ in range(FRAMES_PER_S // BATCHES_PER_S):
                await socket.send_str(FRAME)
                self.frames += 1
            batch += 1
            await asyncio.sleep(max(began_s + batch / BATCHES_PER_S - time.monotonic(), 0))

    def to_dict(self) -> dict[str, object]:
        longest = {kind: round(max(lives), 1) for kind, lives in self.lives_s.items() if lives}
        sent = {"sockets opened": self.opened, "frames sent": self.frames}
        return sent | {"ends": dict(self.ends), "longest, s": longest}


def main() -> None:
    seconds, *ports = sys.argv[1:]
    flood = Flood(float(seconds))
    asyncio.run(flood.strain([int(port) for port in ports]))
    print(json.dumps(flood.to_dict()))


if __name__ == "__main__":
    main()
