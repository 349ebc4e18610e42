"""The caller asks for a colleague: the agent says goodbye first, then another phone rings."""

from local.elevenlabs import Agent, ClientTool, Exchange
from local.elevenlabs.agents.agent import DEFAULT_CLIENT_EVENTS
from local.scenarios import CALLER_VOICE, Scenario
from local.twilio import Caller

GREETING = "Acme, good morning. What is it about?"
ASKS = "I have a question about my bill."
CONNECTS = "I will connect you with our billing department."

AGENT = Agent(
    agent_id="agent_reception",
    name="Reception",
    first_message=GREETING,
    dialogue=[Exchange(ASKS, CONNECTS, tool=ClientTool("transfer_to_human", {"whom": "billing"}))],
    client_events=(*DEFAULT_CLIENT_EVENTS, "client_tool_call"),
    caller_voices=(CALLER_VOICE,),
    enable_auth=True,
)


async def play(caller: Caller) -> None:
    await caller.agent_finishes()
    await caller.says(ASKS, CALLER_VOICE)
    await caller.agent_finishes()
    await caller.learns_of("bridged")
    await caller.hears_for(0.5)
    await caller.hangs_up()


SCENARIO = Scenario(
    "a caller who asks for a colleague",
    "+15005550014",
    play,
    (("agent", GREETING), ("caller", ASKS), ("agent", CONNECTS)),
    on_file={"mode": "relay", "stream_outcome": "transferred"},
)
