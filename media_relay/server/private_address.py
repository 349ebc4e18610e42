"""Private address: where other relays of this network reach our private API.

On Fargate it comes from the task metadata endpoint (version 4, read 2026-11): GET
$ECS_CONTAINER_METADATA_URI_V4/task lists the containers and their networks. Elsewhere it is a setting, or the address
we listen on.
"""

from collections.abc import Mapping
from typing import Any

import httpx

from trunkline.telemetry import log

ANY_HOST = {"", "0.0.0.0", "::"}  # noqa: S104 - names the addresses that are none
METADATA = "ECS_CONTAINER_METADATA_URI_V4"
PATIENCE_S = 2.0


async def private_host(environ: Mapping[str, str], listens_on: str) -> str:
    """Empty when it cannot be found: calls are then carried, and commands cannot be forwarded to them."""
    payload = environ.get("RELAY_PRIVATE_ADDRESS", "")
    if payload:
        return payload
    if environ.get(METADATA):
        return await _from_metadata(environ[METADATA])
    return "" if listens_on in ANY_HOST else listens_on


async def _from_metadata(base_url: str) -> str:
    try:
        async with httpx.AsyncClient(timeout=PATIENCE_S) as client:
            answer = await client.get(f"{base_url}/task")
        return first_address(answer.json())
    except (httpx.HTTPError, ValueError) as error:
        log.warning("private address unknown", reason=type(error).__name__)
        return ""


def first_address(task: Any) -> str:
    """Raises ValueError for metadata that names no address."""
    try:
        networks = [network for container in task["Containers"] for network in container.get("Networks", [])]
        return str(next(address for network in networks for address in network.get("IPv4Addresses", [])))
    except (KeyError, TypeError, AttributeError, StopIteration) as error:
        raise ValueError("no address in the task's metadata") from error
