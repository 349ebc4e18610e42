"""A patient's check-in: consent, red flags, the questions of HeartVoice Monitor, an "Ahh" and a count for the voice."""

from local.audio.vowel import vowel
from local.elevenlabs import Agent, Exchange
from local.scenarios import CALLER_VOICE, Patient, Scenario
from local.twilio import Caller

TONE = "Ahhhh"
UNINTELLIGIBLE = "..."  # what recognition makes of a tone
TONE_S = 4.0
NUMBERS = (
    "One, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve, thirteen, fourteen, fifteen, sixteen, "
    "seventeen, eighteen, nineteen, twenty."
)
GREETING = "Hello, this is your automated heart health check. I am a machine, and I record. Do you agree?"
RED_FLAGS = "First, do you have chest pain, or have you fainted?"
FEELING = "How are you feeling today?"
BREATH = "Can you tell me about any shortness of breath you've experienced?"
SWELLING = "Have you noticed any swelling in your legs, ankles, or feet?"
COUNT = "Please count from 1 to 20 at a normal pace for our voice analysis."
AHH = "Can you take a deep breath and say 'Ahhhh' for as long as comfortable?"
WEIGHT = "Has your weight changed significantly in the past few days?"
MEDICATION = "Are you taking your heart medications as prescribed?"
PILLOWS = "Do you sleep on more pillows than usual?"
GOODBYE = "Thank you. In an emergency call your emergency number. Goodbye!"

AGREES, WELL = "Yes, I agree.", "No, none of these."
SAME, STAIRS = "About the same.", "I get out of breath on the stairs, more than last week."
ANKLES, POUNDS = "My ankles are a bit thick since Monday.", "No, one hundred eighty two pounds."
PILLS, SLEEPS = "I took all of them.", "Two pillows as always."


def _answer(name: str, value: object, words: str) -> dict[str, object]:
    return {name: value, f"{name}_words": words}


AGENT = Agent(
    agent_id="agent_check_in",
    name="Check-in",
    first_message=GREETING,
    dialogue=[
        Exchange(AGREES, RED_FLAGS),
        Exchange(WELL, FEELING, collects=_answer("red_flags", "none", WELL)),
        Exchange(SAME, BREATH, collects=_answer("feeling", "same", SAME)),
        Exchange(STAIRS, SWELLING, collects=_answer("dyspnea", "worse", STAIRS)),
        Exchange(ANKLES, COUNT, collects=_answer("edema", "mild", ANKLES) | {"edema_is_new": True}),
        Exchange(NUMBERS, AHH),
        Exchange(UNINTELLIGIBLE, WEIGHT),
        Exchange(POUNDS, MEDICATION, collects=_answer("weight", 182, POUNDS) | {"weight_unit": "lb"}),
        Exchange(PILLS, PILLOWS, collects=_answer("adherence", "all", PILLS)),
        Exchange(SLEEPS, GOODBYE, then="end_call", collects=_answer("orthopnea", "usual", SLEEPS)),
    ],
    caller_voices=(CALLER_VOICE,),
    turn_timeout_s=30.0,
    enable_auth=True,
)


async def play(caller: Caller) -> None:
    for answer in (AGREES, WELL, SAME, STAIRS, ANKLES, NUMBERS):
        await caller.agent_finishes()
        await caller.says(answer, CALLER_VOICE)
    await caller.agent_finishes()
    await caller.sounds(TONE, vowel(TONE_S))
    for answer in (POUNDS, PILLS, SLEEPS):
        await caller.agent_finishes()
        await caller.says(answer, CALLER_VOICE)
    await caller.agent_finishes()
    await caller.line_drops()


SAID_BY_AGENT = (GREETING, *(exchange.says for exchange in AGENT.dialogue))
SAID_BY_PATIENT = tuple(exchange.hears for exchange in AGENT.dialogue)
PATIENT = Patient("Ada Example", "+14155550140", "America/New_York")
SCENARIO = Scenario(
    "a check-in of a patient",
    "+15005550023",
    play,
    tuple(
        line
        for agent, patient in zip(SAID_BY_AGENT, (*SAID_BY_PATIENT, ""), strict=True)
        for line in (("agent", agent), ("caller", patient))
        if line[1]
    ),
    on_file={"mode": "relay", "stream_outcome": "agent-ended"},
    caller_number=PATIENT.phone,
    patient=PATIENT,
)
