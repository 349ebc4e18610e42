"""The caller keys in a number, the agent looks something up with a tool of the company's and presses keys itself."""

from local.elevenlabs import Agent, ClientTool, Exchange
from local.elevenlabs.agents.agent import DEFAULT_CLIENT_EVENTS
from local.scenarios import CALLER_VOICE, Scenario
from local.twilio import Caller

GREETING = "Acme. Please key in your customer number, and end with the hash key."
NUMBER = "4711#"
AS_CONTEXT = f"The caller pressed these keys (private): {NUMBER}"
AS_FILED = "[keys pressed: 5]"
KNOWS = "Thank you. What can I do for you?"
ASKS = "When are you open on Friday?"
ANSWERS = "On Friday we are open from {tool_result}."
SAYS = "Now open the gate please."
OPENS = "The gate is open. Goodbye!"
GATE = "1D9"

AGENT = Agent(
    agent_id="agent_gatekeeper",
    name="Gatekeeper",
    first_message=GREETING,
    dialogue=[
        Exchange(AS_CONTEXT, KNOWS),
        Exchange(ASKS, ANSWERS, tool=ClientTool("opening_hours", {"day": "Friday"})),
        Exchange(SAYS, OPENS, tool=ClientTool("send_dtmf", {"digits": GATE}), then="end_call"),
    ],
    client_events=(*DEFAULT_CLIENT_EVENTS, "client_tool_call", "vad_score"),
    caller_voices=(CALLER_VOICE,),
    enable_auth=True,
)


async def play(caller: Caller) -> None:
    await caller.agent_finishes()
    await caller.presses(NUMBER)
    await caller.agent_finishes()
    await caller.says(ASKS, CALLER_VOICE)
    await caller.agent_finishes()
    await caller.says(SAYS, CALLER_VOICE)
    await caller.agent_finishes()
    await caller.line_drops()


SCENARIO = Scenario(
    "a caller who presses keys",
    "+15005550017",
    play,
    (
        ("agent", GREETING),
        ("caller", AS_FILED),
        ("agent", KNOWS),
        ("caller", ASKS),
        ("agent", ANSWERS.replace("{tool_result}", "nine to four")),
        ("caller", SAYS),
        ("agent", OPENS),
    ),
    on_file={"mode": "relay", "stream_outcome": "agent-ended"},
)
