"""A relay that sleeps: many calls while it is asleep, and calls at the very moments at which it falls asleep."""

import asyncio
from collections import Counter
from datetime import timedelta

from local.audio.speech import speech
from local.chaos.environment import (
    AGENT,
    CALLER_VOICE,
    LAST_WORDS,
    LISTEN_STEP_S,
    MOST,
    NUMBER,
    PATIENCE_S,
    QUIET_S,
    WARM,
    Environment,
)
from local.chaos.figures import Figures
from local.twilio import Caller, CallState
from local.world.world import World

STARTS_IN_S = 3.0  # 40 in the cloud; here a long start would only lengthen the run
WAKES_WITHIN_S = 60.0
MORNING_S = 15.0  # longer than it takes to wake: the last calls find a relay
AFTER_S = (0.0, 0.05, 0.1, 0.2)  # a look takes about a fifth of a second: calls before its read, its write, its order
MOMENTS = 2 * len(AFTER_S)
AROUND_S = 0.3  # the calls of a moment are spread over so long
ON_ITS_WAY_S = 8.0  # what a call takes here to have its lease, in place of the three minutes that are allowed for it


class NightStage(Environment):
    """The same environment, with a relay that may sleep."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World(relays=1, warm=WARM, most=MOST, relay_starts_in_s=STARTS_IN_S)

    async def two_relays(self) -> None:
        """There are as many as its service wants."""


async def asleep(environment: NightStage, count: int) -> Figures:
    """A night without calls, and then all of them at once."""
    figures = Figures(f"asleep: {count} calls to a relay that sleeps")
    speech(LAST_WORDS[0], CALLER_VOICE)
    await environment.world.night.falls()
    calls = [await _ring(environment, f"+1415557{n:04}", MORNING_S / count) for n in range(count)]
    modes = await _look_back(environment, figures, calls)
    await environment.world.night.ends(WAKES_WITHIN_S)
    figures.goal("the first were answered without it", modes[0] == "register")
    figures.goal("the last were relayed", modes[-1] == "relay")
    return figures


async def falls_asleep(environment: NightStage, count: int) -> Figures:
    """Calls arrive while the relay is being made drowsy, and while it is being put to sleep."""
    figures = Figures(f"falls asleep: {count} calls at the moments at which the relay falls asleep")
    calls: list[CallState] = []
    states: Counter[str] = Counter()
    for after_s in AFTER_S:
        for becomes in ("drowsy", "asleep"):
            await environment.over(calls)
            await environment.world.night.ends(WAKES_WITHIN_S)
            if becomes == "asleep":
                await environment.world.night.passes(timedelta(hours=1))
                await asyncio.sleep(ON_ITS_WAY_S)
            look = asyncio.create_task(environment.world.night.passes(timedelta(hours=1)))
            await asyncio.sleep(after_s)
            calls += await _burst(environment, f"+1415558{len(calls):04}", count // MOMENTS)
            states[await look] += 1
            await _wake(environment)
    await _look_back(environment, figures, calls)
    figures.facts["what the relay became under them"] = dict(states)
    figures.goal("it became drowsy and fell asleep", states["drowsy"] > 0 and states["asleep"] > 0)
    return figures


async def _burst(environment: NightStage, caller: str, calls: int) -> list[CallState]:
    return [await _ring(environment, caller, AROUND_S / calls) for _ in range(calls)]


async def _wake(environment: NightStage) -> None:
    """One more call, should none of the others have woken it."""
    await _ring(environment, "+14155590000", 0)


async def _ring(environment: NightStage, caller: str, wait_s: float) -> CallState:
    await asyncio.sleep(wait_s)
    return environment.world.twilio.ring(NUMBER, caller, briefly)


async def briefly(caller: Caller) -> None:
    caller.listen_step_s = LISTEN_STEP_S
    await caller.agent_finishes(QUIET_S, PATIENCE_S)
    while True:  # LineDropped ends it
        await caller.says(LAST_WORDS[0], CALLER_VOICE)
        await caller.agent_finishes(QUIET_S, PATIENCE_S)


async def _look_back(environment: NightStage, figures: Figures, calls: list[CallState]) -> list[str]:
    """The ways in which they were answered, in the order in which they rang."""
    failed = await environment.over(calls)
    records = {call.sid: await environment.world.call_record(call.sid) for call in calls}
    talked = {conversation.agent.agent_id for conversation in environment.world.vendor.conversations.values()}
    lost = [sid for sid, record in records.items() if not _was_served(environment, record)]
    figures.facts["calls by the way they were answered"] = dict(
        Counter(record.get("mode") for record in records.values())
    )
    figures.facts["calls lost"] = len(lost)
    figures.goal("no call lost", not lost and not failed and len(records) == len(calls))
    figures.goal("every caller talked with the agent", talked == {AGENT.agent_id})
    figures.wrong([*failed, *(f"{sid}: {records[sid].get('mode')}, {records[sid].get('status')}" for sid in lost)])
    return [str(record.get("mode")) for record in records.values()]


def _was_served(environment: NightStage, record: dict) -> bool:
    """The agent heard the caller's last words and said goodbye: by one path, and once."""
    conversation = environment.world.vendor.conversations.get(record.get("conversation_id", ""))
    said = [turn.message for turn in conversation.transcript] if conversation else []
    return record.get("status") == "completed" and LAST_WORDS[1] in said and not record.get("resumes")


NIGHTS = {"asleep": asleep, "falls asleep": falls_asleep}
