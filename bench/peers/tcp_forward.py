"""A plain TCP forward: what it costs to carry the same bytes over the same sockets and look at none of them."""

import asyncio
from multiprocessing.connection import Connection
from typing import cast

import uvloop


class Half(asyncio.Protocol):
    """One of the two sockets of a call; copies what it receives into the other."""

    def __init__(self, other: "Half | None" = None) -> None:
        self.transport: asyncio.Transport | None = None
        self.other = other
        self._waiting: list[bytes] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)  # uvloop's own is no subclass
        for data in self._waiting:
            self.transport.write(data)
        self._waiting.clear()

    def data_received(self, data: bytes) -> None:
        assert self.other is not None
        self.other.send(data)

    def send(self, data: bytes) -> None:
        if self.transport is None:
            self._waiting.append(data)  # the other side is still being connected
        else:
            self.transport.write(data)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio calls it so
        if self.other is not None and self.other.transport is not None:
            self.other.transport.close()


class Front(Half):
    """The accepted socket: opens the second one."""

    def __init__(self, port: int) -> None:
        super().__init__()
        self._port = port

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self.other = back = Half(self)
        loop = asyncio.get_running_loop()
        self._connecting = loop.create_task(loop.create_connection(lambda: back, "127.0.0.1", self._port))


def run(parent: Connection, agents_port: int) -> None:
    """Sends its port, forwards until `finish` comes, reports nothing."""
    uvloop.run(_run(parent, agents_port))


async def _run(parent: Connection, agents_port: int) -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Front(agents_port), "127.0.0.1", 0)
    parent.send(server.sockets[0].getsockname()[1])
    await asyncio.to_thread(parent.recv)
    server.close()
    parent.send({})
