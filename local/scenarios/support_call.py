"""An ordinary call: the caller moves an appointment, the agent books it and says goodbye."""

from local.elevenlabs import Agent, Exchange
from local.retell import Agent as RetellAgent
from local.scenarios import CALLER_VOICE, Scenario
from local.twilio import Caller

LLM_SOCKET_SECRET = "local-llm-socket-secret"
LLM_SOCKET_URL = f"wss://relay.trunkline.test/llm-websocket/{LLM_SOCKET_SECRET}"
GREETING = "Hello {{first_name}}, this is the front desk. How can I help?"
ASKS = "I need to move my appointment to Friday."
OFFERS = "Friday at ten is free. Shall I book it?"
ACCEPTS = "Yes please."
GOODBYE = "Done. See you on Friday at ten. Goodbye!"

AGENT = Agent(
    agent_id="agent_front_desk",
    name="Front desk",
    first_message=GREETING,
    dialogue=[Exchange(ASKS, OFFERS), Exchange(ACCEPTS, GOODBYE, then="end_call")],
    placeholders={"first_name": "there"},
    caller_voices=(CALLER_VOICE,),
    enable_auth=True,
)
RETELL_AGENT = RetellAgent(
    "agent_at_retell",
    GREETING,
    tuple(AGENT.dialogue),
    settings={"webhook_events": ["call_started", "call_ended", "call_analyzed", "transcript_updated"]},
    caller_voices=(CALLER_VOICE,),
)


ALSO_HEARD = ("A colleague, please.", "Tell me everything.", "Stop please.")
RETELL_AGENT_WITH_BRAIN = RetellAgent(
    "agent_with_brain",
    dialogue=(*AGENT.dialogue, *(Exchange(line, "") for line in ALSO_HEARD)),  # to be recognised; the brain answers
    settings={
        "webhook_events": ["call_started", "call_ended", "call_analyzed", "transfer_started", "transfer_bridged"],
        "response_engine": {"type": "custom-llm", "llm_websocket_url": LLM_SOCKET_URL},
    },
    caller_voices=(CALLER_VOICE,),
)


async def play(caller: Caller) -> None:
    await caller.agent_finishes()
    await caller.says(ASKS, CALLER_VOICE)
    await caller.agent_finishes()
    await caller.says(ACCEPTS, CALLER_VOICE)
    await caller.agent_finishes()
    await caller.line_drops()


LINES = (
    ("agent", GREETING.replace("{{first_name}}", "Ana")),
    ("caller", ASKS),
    ("agent", OFFERS),
    ("caller", ACCEPTS),
    ("agent", GOODBYE),
)
RELAYED = Scenario(
    "a support call through the relay",
    "+15005550006",
    play,
    LINES,
    on_file={"mode": "relay", "stream_outcome": "agent-ended"},
)
REGISTERED = Scenario(
    "a support call handed to the provider", "+15005550007", play, LINES, on_file={"mode": "register"}
)
AT_RETELL = Scenario(
    "a support call handed to Retell",
    "+15005550019",
    play,
    LINES,
    on_file={"mode": "register", "provider": "retell", "end_reason": "agent_hangup"},
)
BY_BRAIN = Scenario(
    "a support call held by our own brain in the carrier's voice",
    "+15005550022",
    play,
    LINES,
    on_file={"mode": "converse", "provider": "brain", "stream_outcome": "agent-ended"},
)
BY_BRAIN_AT_RETELL = Scenario(
    "a support call at Retell whose words our own brain finds",
    "+15005550021",
    play,
    LINES,
    on_file={"mode": "register", "provider": "retell", "end_reason": "agent_hangup"},
)
