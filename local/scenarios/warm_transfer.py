"""A colleague hears what the call is about before taking it: one presses the key, the other does not."""

from local.elevenlabs import Agent, ClientTool, Exchange
from local.elevenlabs.agents.agent import DEFAULT_CLIENT_EVENTS
from local.scenarios import CALLER_VOICE, Scenario
from local.twilio import Caller

GREETING = "Acme, good morning. What is it about?"
ASKS = "I would like my money back."
SUMMARY = "The caller wants a refund for the order of May."
CONNECTS = "One moment, I will find a colleague for you."
COLLEAGUE_SAYS = "Hello, I have your order here."
COMES_BACK = "I am sorry, they are all busy. Shall we call you back?"
ACCEPTS = "Yes please."
GOODBYE = "We will call you back today. Goodbye!"
SPECIALIST, BUSY_SPECIALIST = "+14155550188", "+14155550166"


def agent(agent_id: str) -> Agent:
    tool = ClientTool("transfer_to_human", {"whom": "refunds", "summary": SUMMARY})
    return Agent(
        agent_id=agent_id,
        name="Reception with refunds",
        first_message=GREETING,
        dialogue=[Exchange(ASKS, CONNECTS, tool=tool), Exchange(ACCEPTS, GOODBYE, then="end_call")],
        client_events=(*DEFAULT_CLIENT_EVENTS, "client_tool_call"),
        override_permissions={"agent": {"first_message": True}},
        caller_voices=(CALLER_VOICE,),
        enable_auth=True,
    )


AGENT = agent("agent_refunds")


async def takes_the_call(colleague: Caller) -> None:
    await colleague.agent_finishes(timeout_s=30)  # the whisper and the question
    await colleague.presses("1")
    await colleague.hears_for(1.5)  # until they are put through
    await colleague.says(COLLEAGUE_SAYS)
    await colleague.line_drops(timeout_s=30)


async def declines(colleague: Caller) -> None:
    await colleague.agent_starts()
    await colleague.presses("2")
    await colleague.line_drops(timeout_s=30)


async def play(caller: Caller) -> None:
    await caller.agent_finishes()
    await caller.says(ASKS, CALLER_VOICE)
    await caller.agent_finishes()
    await caller.learns_of("bridged")
    await caller.agent_finishes(timeout_s=30)  # the colleague
    await caller.hangs_up()


async def play_and_come_back(caller: Caller) -> None:
    await caller.agent_finishes()
    await caller.says(ASKS, CALLER_VOICE)
    await caller.agent_finishes()
    await caller.learns_of("dialled")
    await caller.agent_finishes(timeout_s=30)  # the agent, again
    await caller.says(ACCEPTS, CALLER_VOICE)
    await caller.agent_finishes()
    await caller.line_drops()


TAKEN = Scenario(
    "a colleague who gets the call's context",
    "+15005550015",
    play,
    (("agent", GREETING), ("caller", ASKS), ("agent", CONNECTS)),
    on_file={"mode": "relay", "stream_outcome": "transferred"},
)
DECLINED = Scenario(
    "a colleague who does not take the call",
    "+15005550016",
    play_and_come_back,
    (
        ("agent", COMES_BACK),
        ("caller", ACCEPTS),
        ("agent", GOODBYE),
    ),  # of the second conversation, which is the one on file
    on_file={"mode": "relay", "stream_outcome": "agent-ended"},
)
