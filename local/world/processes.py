"""Programs that were started here and have to end."""

import asyncio
import contextlib


async def end(process: asyncio.subprocess.Process, within_s: float) -> None:
    """Politely first. Does nothing to one that has gone already."""
    with contextlib.suppress(ProcessLookupError):
        process.terminate()
    try:
        await asyncio.wait_for(process.wait(), within_s)
    except TimeoutError:
        process.kill()
