"""A fake tunnel program: prints the lines of cloudflared, and forwards one local port to another.

Run as `cloudflared tunnel --no-autoupdate --url http://127.0.0.1:PORT`. Its own port is written beside it.
"""

import asyncio
import sys
from pathlib import Path

HOST = "four-quiet-words-ring.trycloudflare.com"
BANNER = f"""2026-11-19T19:57:55Z INF Requesting new quick Tunnel on trycloudflare.com...
2026-11-19T19:57:58Z INF +--------------------------------------------------------------------------------------------+
2026-11-19T19:57:58Z INF |  Your quick Tunnel has been created! Visit it at (it may take some time to be reachable):  |
2026-11-19T19:57:58Z INF |  https://{HOST}                                            |
2026-11-19T19:57:58Z INF +--------------------------------------------------------------------------------------------+
"""


async def copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(65536):
        writer.write(data)
        await writer.drain()
    if writer.can_write_eof():
        writer.write_eof()


async def main(port: int) -> None:
    async def lead(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", port)
        await asyncio.gather(copy(reader, back), copy(there, writer), return_exceptions=True)
        back.close()
        writer.close()

    server = await asyncio.start_server(lead, "127.0.0.1", 0)
    Path(__file__).with_name("port").write_text(str(server.sockets[0].getsockname()[1]))
    sys.stderr.write(BANNER)
    sys.stderr.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[sys.argv.index("--url") + 1].rsplit(":", 1)[1])))
