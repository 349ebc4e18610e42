"""A silent caller: the agent asks again, then gives up politely."""

from local.elevenlabs import Agent
from local.scenarios import CALLER_VOICE, Scenario
from local.twilio import Caller

GREETING = "Hello, how can I help?"
STILL_THERE = "Are you still there?"
GOODBYE = "I cannot hear you. Please call again. Goodbye."

AGENT = Agent(
    agent_id="agent_patient",
    name="Patient",
    first_message=GREETING,
    reprompts=(STILL_THERE,),
    farewell=GOODBYE,
    turn_timeout_s=2,
    caller_voices=(CALLER_VOICE,),
    enable_auth=True,
)


async def play(caller: Caller) -> None:
    await caller.line_drops(timeout_s=40)


SCENARIO = Scenario(
    "a silent caller",
    "+15005550009",
    play,
    (("agent", GREETING), ("agent", STILL_THERE), ("agent", GOODBYE)),
    on_file={"mode": "relay", "stream_outcome": "agent-ended"},
)
