"""A telephone menu instead of a person: the agent listens to it, presses a key, and gets what it wanted."""

import asyncio

from local.audio.touch_tones import keys_in
from local.elevenlabs import Agent, ClientTool, Exchange
from local.elevenlabs.agents.agent import DEFAULT_CLIENT_EVENTS
from local.scenarios import CALLER_VOICE, Scenario
from local.twilio import Caller

GREETING = "Hello, this is the assistant of Acme."
MENU = "For sales press one. For opening hours press two."
CHOOSES = "I have chosen opening hours."
HOURS = "We are open from nine to five."
WRONG_KEY = "This is not a choice."
THANKS = "Thank you and goodbye."
CHOICE = "2"

AGENT = Agent(
    agent_id="agent_menu",
    name="Menu caller",
    first_message=GREETING,
    dialogue=[
        Exchange(MENU, CHOOSES, tool=ClientTool("send_dtmf", {"digits": CHOICE})),
        Exchange(HOURS, THANKS, then="end_call"),
    ],
    client_events=(*DEFAULT_CLIENT_EVENTS, "client_tool_call"),
    caller_voices=(CALLER_VOICE,),
    enable_auth=True,
)


async def play(caller: Caller) -> None:
    await caller.agent_finishes()
    await caller.says(MENU, CALLER_VOICE)
    await caller.agent_finishes()
    keys = await asyncio.to_thread(keys_in, bytes(caller.heard.tape))
    await caller.says(HOURS if keys == CHOICE else WRONG_KEY, CALLER_VOICE)
    await caller.line_drops()


SCENARIO = Scenario(
    "a menu that waits for a key",
    "+15005550018",
    play,
    (("agent", GREETING), ("caller", MENU), ("agent", CHOOSES), ("caller", HOURS), ("agent", THANKS)),
    on_file={"mode": "relay", "stream_outcome": "agent-ended"},
)
