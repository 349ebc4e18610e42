"""An agent set up for a browser answers a telephone: it must be refused loudly, and the caller led to voicemail."""

from local.elevenlabs import Agent
from local.scenarios import CALLER_VOICE, Scenario
from local.twilio import Caller

AGENT = Agent(
    agent_id="agent_wrong_format",
    name="Browser agent",
    first_message="You will not understand me.",
    input_format="pcm_16000",
    output_format="pcm_16000",
    enable_auth=True,
)
MESSAGE = "Please call me back this afternoon, it is about my order."


async def play(caller: Caller) -> None:
    await caller.agent_finishes(timeout_s=30)
    await caller.says(MESSAGE, CALLER_VOICE)
    await caller.presses("#")
    await caller.line_drops(timeout_s=30)


SCENARIO = Scenario(
    "an agent of the wrong format",
    "+15005550013",
    play,
    on_file={"mode": "relay", "stream_outcome": "agent-misconfigured"},
)
