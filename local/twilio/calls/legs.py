"""Dialling one leg: the phone at the other end rings, and is answered or not."""

import asyncio

from local.twilio.caller import Person
from local.twilio.calls.call_state import CallState

BUSY_AFTER_S = 0.05


async def ring(leg: CallState, person: Person | None, timeout_s: float) -> bool:
    """Takes a queued leg to in-progress, or to the final status it ended with. Returns whether it was answered."""
    leg.enter("initiated")
    if person is None or person.unreachable:
        leg.enter("failed")
        return False
    leg.enter("ringing")
    is_answering = person.answers and not person.busy and person.answers_after_s <= timeout_s
    wait_s = BUSY_AFTER_S if person.busy else min(person.answers_after_s if person.answers else timeout_s, timeout_s)
    if await _interrupted_within(leg, wait_s):
        leg.enter("canceled")
        return False
    leg.enter("in-progress" if is_answering else "busy" if person.busy else "no-answer")
    return is_answering


async def _interrupted_within(leg: CallState, wait_s: float) -> bool:
    """Only a hang-up matters here: a leg that is not yet answered has no document to replace."""
    try:
        await asyncio.wait_for(leg.interrupted.wait(), wait_s)
    except TimeoutError:
        return False
    return leg.hung_up_by is not None
