"""A call handed to Retell: its agent asks for a tool of the company's, and puts the caller on the stop list."""

from local.elevenlabs import ClientTool, Exchange
from local.retell import Agent, CustomFunction
from local.scenarios import CALLER_VOICE, Scenario
from local.twilio import Caller

FUNCTIONS = "https://voice.trunkline.test/webhooks/retell/functions"
CALLER = "+14155550144"  # no other scenario's: the number is on the stop list afterwards
GREETING = "Acme, how can I help?"
ASKS = "When are you open on Friday?"
ANSWERS = "On Friday we are open from {tool_result}."
WANTS = "Please do not call me again."
NOTED = "We will not call you again. Goodbye!"

AGENT = Agent(
    "agent_with_functions",
    GREETING,
    (
        Exchange(ASKS, ANSWERS, tool=ClientTool("opening_hours", {"day": "Friday"})),
        Exchange(WANTS, NOTED, tool=ClientTool("stop_calling"), then="end_call"),
    ),
    caller_voices=(CALLER_VOICE,),
    functions=(
        CustomFunction("opening_hours", f"{FUNCTIONS}/opening_hours", max_retry=2),
        CustomFunction("stop_calling", f"{FUNCTIONS}/stop_calling", max_retry=2),
    ),
)


async def play(caller: Caller) -> None:
    await caller.agent_finishes()
    await caller.says(ASKS, CALLER_VOICE)
    await caller.agent_finishes()
    await caller.says(WANTS, CALLER_VOICE)
    await caller.agent_finishes()
    await caller.line_drops()


SCENARIO = Scenario(
    "a caller whose agent at Retell uses our tools",
    "+15005550020",
    play,
    (
        ("agent", GREETING),
        ("caller", ASKS),
        ("agent", ANSWERS.replace("{tool_result}", "nine to four")),
        ("caller", WANTS),
        ("agent", NOTED),
    ),
    on_file={"mode": "register", "provider": "retell", "end_reason": "agent_hangup"},
    caller_number=CALLER,
)
