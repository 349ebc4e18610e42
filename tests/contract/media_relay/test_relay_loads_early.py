"""Libraries are loaded before the relay's sockets open, so that the first call does not wait for them."""

import subprocess
import sys
from pathlib import Path

FIRST_REQUEST = """
import asyncio, sys
import httpx
from tests.fakes.relays import relay_to

async def main():
    async with relay_to("http://127.0.0.1:9") as relay, httpx.AsyncClient() as client:
        before = set(sys.modules)
        answer = await client.get(f"http://127.0.0.1:{relay.server.private_port}/health")
        assert answer.status_code == 200
        print(*sorted(set(sys.modules) - before), file=sys.stderr)

asyncio.run(main())
"""


def test_the_first_request_loads_no_library():
    """In a process of its own: here others have loaded everything already."""
    words = [sys.executable, "-c", FIRST_REQUEST]
    done = subprocess.run(words, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[3])
    late = [name for name in done.stderr.split() if name.split(".")[0] in {"anyio", "httpx", "ssl"}]
    assert not late
