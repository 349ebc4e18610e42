"""The caller talks over the agent: what was queued must stop at once, and nothing stale may follow."""

from local.elevenlabs import Agent, Exchange
from local.scenarios import CALLER_VOICE, Scenario
from local.twilio import Caller

GREETING = "Acme clinic, what can I do for you?"
ASKS = "What are your opening hours?"
LONG_ANSWER = (
    "We are open from eight in the morning until six in the evening on Mondays, Tuesdays and Wednesdays, "
    "and from nine until four on Thursdays and Fridays, except on public holidays."
)
INTERRUPTS = "Just tell me about Friday please."
SHORT_ANSWER = "On Friday from nine to four. Goodbye!"

AGENT = Agent(
    agent_id="agent_talkative",
    name="Talkative",
    first_message=GREETING,
    dialogue=[Exchange(ASKS, LONG_ANSWER), Exchange(INTERRUPTS, SHORT_ANSWER, then="end_call")],
    caller_voices=(CALLER_VOICE,),
    enable_auth=True,
)


async def play(caller: Caller) -> None:
    await caller.agent_finishes()
    await caller.says(ASKS, CALLER_VOICE)
    await caller.agent_starts()
    await caller.hears_for(1.5)
    await caller.says(INTERRUPTS, CALLER_VOICE)
    await caller.agent_finishes()
    await caller.line_drops()


SCENARIO = Scenario(
    "a caller who interrupts",
    "+15005550008",
    play,
    (("agent", GREETING), ("caller", ASKS), ("agent", LONG_ANSWER), ("caller", INTERRUPTS), ("agent", SHORT_ANSWER)),
    interrupted=frozenset({LONG_ANSWER}),
    on_file={"mode": "relay", "stream_outcome": "agent-ended"},
)
