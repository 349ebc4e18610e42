"""Before a call is placed that needs the relay: keep it awake, or wake it and place nothing yet."""

from dataclasses import replace
from datetime import datetime

from trunkline.calls.ports.relay_fleet import Fleets

TRIES = 3  # others write to the fleet's item at the same moment, though not for long


def hold_relay(fleets: Fleets, name: str, now: datetime) -> bool:
    """True: the relay takes calls, and will until one placed now has reached it. False: it was asked to wake."""
    for _ in range(TRIES):
        fleet = fleets.read()
        if fleet is None or fleet.is_held(now):
            return True
        if not fleet.takes_calls:
            break
        if fleets.write(fleet, replace(fleet, used_at=now)):
            return True
    fleets.ask(name, now)
    return False
