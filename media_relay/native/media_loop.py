"""The relay's event loop: uvloop's own here. `make compile` puts `media_loop.pyx` in its place.

That one answers all sockets that are ready in one go, and fetches what the next will touch while one is worked on.
"""

import uvloop
from picows.picows import WSTransport

MediaLoop = uvloop.Loop


def look_ahead(socket: WSTransport, *things: object) -> None:
    """To what the frames from this socket will touch: here there is nothing to look ahead with."""
