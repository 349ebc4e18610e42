"""The relay's event loop: uvloop's own here. `make compile` puts `media_loop.pyx` in its place.

That one answers all sockets that are ready in one go.
"""

import uvloop

MediaLoop = uvloop.Loop
