"""The caller hangs up in the middle of a word: everything still closes, and is still reported."""

from local.scenarios import CALLER_VOICE, Scenario
from local.scenarios.support_call import ASKS, LINES
from local.twilio import Caller


async def play(caller: Caller) -> None:
    await caller.agent_finishes()
    await caller.starts_saying(ASKS, CALLER_VOICE)
    await caller.hears_for(1.0)
    await caller.hangs_up()


SCENARIO = Scenario(
    "a caller who hangs up mid-sentence",
    "+15005550006",
    play,
    LINES[:1],
    on_file={"mode": "relay", "stream_outcome": "caller-hung-up"},
)
