"""A patient's check-in held by our own brain in the carrier's voice: agents/check-in.yaml, by its own check."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from cli.agents.agent_files import AgentFile, read_agent_file
from local.commands.running import COMPANY_KEY
from local.scenarios import CALLER_VOICE, Patient, Scenario
from local.twilio import Caller
from local.world.world import SPARE_NUMBERS, World

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]
FILE = read_agent_file(Path(__file__).parents[2] / "agents" / "check-in.yaml")
[CHECK] = [check for check in FILE.checks if check.name.startswith("asks every question")]
SAID = [step.caller for step in CHECK.steps]
MODEL = FILE.models["brain"]
PATIENT = Patient("Bo Example", "+14155550141", "America/New_York")
NUMBER = SPARE_NUMBERS[0]
PASSAGES = [words for name, words in FILE.protected.items() if name != "emergency"]
QUESTIONS = ("adherence", "dyspnea", "edema", "feeling", "orthopnea", "pnd")
TASK_S = 60.0  # the longest that a caller is left alone, and some


@dataclass
class Held:
    record: dict[str, Any]
    turns: list[dict[str, Any]]
    found: dict[str, Any]

    def said_by(self, speaker: str) -> list[str]:
        return [turn["text"] for turn in self.turns if turn["speaker"] == speaker and turn["text"]]


async def answers_everything(caller: Caller) -> None:
    for words in SAID:
        await caller.agent_finishes(timeout_s=TASK_S)
        await caller.says(words, CALLER_VOICE)
    await caller.line_drops(timeout_s=TASK_S)


async def ordered(world: World, method: str, path: str, body: dict[str, Any]) -> dict[str, Any]:
    address, headers = f"{world.cloud.base_url}/api/v1/{path}", {"X-API-Key": COMPANY_KEY}
    async with aiohttp.ClientSession() as http, http.request(method, address, json=body, headers=headers) as answer:
        assert answer.status < 300, await answer.text()
        return dict(await answer.json())


def body_of(file: AgentFile) -> dict[str, Any]:
    return file.words() | {"model": MODEL, "tools": [tool.model_dump() for tool in file.tools]}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def held(tmp_path_factory: pytest.TempPathFactory) -> Held:
    """The whole call, and what came of it."""
    scripts = tmp_path_factory.mktemp("brain") / "scripts.json"
    scripts.write_text(json.dumps({MODEL: [reply.model_dump() for reply in FILE.script]}))
    world = World(say_speed=4.0, brain_scripts=scripts)
    await world.start()
    try:
        return await check_in(world)
    finally:
        await world.stop()


async def check_in(world: World) -> Held:
    agent = await ordered(world, "POST", "brain-agents", body_of(FILE))
    route = {"number": NUMBER, "mode": "converse", "agent_id": agent["agent_id"], "clinical": True}
    await ordered(world, "POST", "routes", route)
    await world.enrol(PATIENT)
    call = world.ring(Scenario("a check-in", NUMBER, answers_everything, caller_number=PATIENT.phone))
    await call.ended(240)
    await world.settled()
    record = await world.call_record(call.sid)
    turns = (await world.transcript(record))["turns"]
    return Held(record, turns, await world.check_in_of(PATIENT, call.sid))


async def test_the_agent_asks_all_its_questions_in_order_and_ends_the_call(held):
    assert (held.record["mode"], held.record["stream_outcome"]) == ("converse", "agent-ended")
    assert held.said_by("caller") == SAID
    asked = " ".join(held.said_by("agent"))
    places = [asked.find(words) for words in PASSAGES]
    assert "Thank you. First, an important question." in asked
    assert -1 not in places
    assert places == sorted(places)


async def test_each_answer_is_on_file_with_the_patients_own_words(held):
    expected: dict[str, Any] = {}
    for reply in FILE.script:
        if any(reply.hears.casefold() in words.casefold() for words in SAID):
            expected |= reply.arguments
    assert held.record["data_collection"] == expected
    assert len(expected) == 18


async def test_the_answers_reach_the_assessment_of_the_call(held):
    first, last = sorted(held.found["assessments"], key=lambda item: item["engine"])
    values = {finding["item"]: finding["value"] for finding in last["findings"]}
    assert {name: values[name] for name in QUESTIONS} == {
        "adherence": "all", "dyspnea": "worse", "edema": "mild_new", "feeling": "same",
        "orthopnea": "usual", "pnd": "no",
    }  # fmt: skip
    assert (last["level"], last["floors"], last["symptom_points"]) == ("ORANGE", ["F7"], 12)
    assert (first["voice_status"], last["voice_status"]) == ("pending", "failed")  # the carrier speaks: no recording
    assert (held.found["trend"]["calls_due"], held.found["trend"]["calls_answered"]) == (1, 1)


async def test_a_voice_task_leaves_the_patient_alone_for_its_time(held):
    """What the patient says meanwhile is answered when the time is over, or the last word of the count has come."""
    said = {turn["text"]: turn["at_s"] for turn in held.turns if turn["speaker"] == "caller"}
    first, second, count, story = (said[words] for words in SAID[9:13])
    assert second - first >= FILE.tasks["tone"].seconds
    assert count - second >= FILE.tasks["tone_again"].seconds
    assert story - count < FILE.tasks["count"].seconds / 2
