"""The switch for the relay's hand-tuned code: event loop, prefetching, bulk writes, frame scanner."""

import os

# `off` leaves the work to uvloop, os.pwrite and the codecs, as where nothing was compiled.
IS_ON = os.environ.get("RELAY_NATIVE", "on") != "off"
