"""Lets containers in: the loopback ports of the local world, opened on the address that Docker gives this machine.

On Docker Desktop `host-gateway` leads to this machine's loopback and nothing is to do. On Linux it is the bridge's
address, which is not reached from outside this machine.
"""

import asyncio
import contextlib
import ipaddress
import json
import sys
from collections.abc import Iterable

HOST = "host.docker.internal"  # what containers call this machine; samconfig.toml says it to `sam local`


class NoDocker(Exception):
    """There is no engine that answers."""


async def gateway() -> str:
    """The bridge's address on this machine. Raises NoDocker."""
    command = ["docker", "network", "inspect", "bridge", "--format", "{{json (index .IPAM.Config 0)}}"]
    try:
        asking = await asyncio.create_subprocess_exec(*command, stdout=-1, stderr=-1)
    except FileNotFoundError:
        raise NoDocker("there is no docker command here") from None
    payload, trouble = await asking.communicate()
    if asking.returncode:
        raise NoDocker(trouble.decode().strip())
    return bridge_address(json.loads(payload))


def bridge_address(about: dict[str, str]) -> str:
    """Some engines leave it out; then it is the first address of the network."""
    return about.get("Gateway") or str(next(ipaddress.ip_network(about["Subnet"]).hosts()))


class DockerNetwork:
    """Forwards each port from the bridge's address to loopback, until it is closed."""

    def __init__(self) -> None:
        self._servers: list[asyncio.Server] = []

    async def open(self, ports: Iterable[int]) -> None:
        if sys.platform != "linux":
            return
        address = await gateway()
        for port in ports:
            self._servers.append(await asyncio.start_server(_lead_to(port), address, port))

    async def close(self) -> None:
        for server in self._servers:
            server.close()
        self._servers = []


def _lead_to(port: int):
    async def lead(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", port)
        await asyncio.gather(_copy(reader, back), _copy(there, writer))

    return lead


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(ConnectionError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    with contextlib.suppress(ConnectionError, OSError):
        writer.close()
