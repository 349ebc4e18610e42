"""A brain's call: words reach the line as they come, a stale generation is cancelled, time is kept."""

import asyncio

import pytest

from media_relay.brains.brain_call import BrainCall
from tests.fakes.brain_lines import SteeredModel, StoredLine, Tools
from trunkline.brain.adapters.scripted_model import ScriptedModel
from trunkline.brain.domain.agents import APOLOGY, BrainAgent, BrainTool, Patience
from trunkline.brain.domain.brain import Brain
from trunkline.brain.domain.conversation import Began, EndCall, Line, ResponseRequested, Speak, ToolReturned
from trunkline.brain.domain.model_events import StreamEnded, StreamFailed, TextArrived
from trunkline.brain.domain.scripts import ScriptedReply

AGENT = BrainAgent("desk", "p", "Hello.", tools=(BrainTool("hours", "Opening hours"),), model="front-desk")
SCRIPT = (
    ScriptedReply("open", "We are open from {result}.", tool="hours", arguments={"day": "Friday"}),
    ScriptedReply("bye", "Goodbye.", tool="end_call"),
)


def lines(text: str) -> tuple[Line, ...]:
    return (Line("caller", text),)


class Talk:
    def __init__(self, model=None, agent: BrainAgent = AGENT) -> None:
        self.line, self.tools, self.model = StoredLine(), Tools(), model or SteeredModel()
        clock = asyncio.get_running_loop().time
        self.call = BrainCall("CA1", Brain(agent), self.line, self.model, self.tools.run, clock)

    async def asked(self, request_id: int, text: str = "Hello") -> asyncio.Queue:
        """The queue of the answer."""
        self.call.handle(ResponseRequested(request_id, lines(text)))
        await settled()
        return self.model.queues[-1]


async def settled() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


async def test_words_reach_the_line_as_they_come():
    talk = Talk()
    talk.call.handle(Began())
    answer = await talk.asked(1)
    answer.put_nowait(TextArrived("We open"))
    await settled()
    assert talk.line.frames == [Speak(0, "Hello.", is_last=True), Speak(1, "We open")]
    answer.put_nowait(StreamEnded())
    await settled()
    assert talk.line.frames[-1] == Speak(1, "", is_last=True)


async def test_a_newer_request_cancels_the_models_answer_and_no_word_of_it_comes_through():
    talk = Talk()
    stale = await talk.asked(1)
    stale.put_nowait(TextArrived("We "))
    await settled()
    fresh = await talk.asked(2)
    stale.put_nowait(TextArrived("open at nine."))
    fresh.put_nowait(TextArrived("Yes?"))
    await settled()
    assert talk.model.cancelled == 1
    assert (talk.line.said(1), talk.line.said(2)) == ("We ", "Yes?")
    talk.call.close()
    await settled()


async def test_a_tool_of_the_script_runs_once_and_its_result_is_spoken():
    talk = Talk(ScriptedModel({"front-desk": SCRIPT}))
    talk.call.handle(ResponseRequested(1, lines("When are you open?")))
    await settled()
    talk.call.handle(ResponseRequested(2, lines("When are you open on Friday?")))
    await settled()
    [(tool, report)] = talk.tools.running
    report(ToolReturned(tool.key, "nine to four"))
    await settled()
    assert talk.line.said(2) == "We are open from nine to four."
    assert talk.line.is_complete(2)


async def test_the_last_word_comes_with_its_action():
    talk = Talk(ScriptedModel({"front-desk": SCRIPT}))
    talk.call.handle(ResponseRequested(1, lines("Bye")))
    await settled()
    assert talk.line.said(1) == "Goodbye."
    assert talk.line.frames[-1] == Speak(1, "", is_last=True, action=EndCall())


@pytest.mark.parametrize("event", [StreamFailed("http_500"), RuntimeError])
async def test_a_model_that_fails_costs_one_answer(event):
    class Broken(SteeredModel):
        async def stream(self, *_args):
            if event is RuntimeError:
                raise RuntimeError
            yield event

    talk = Talk(Broken())
    talk.call.handle(ResponseRequested(1, lines("Hello")))
    await settled()
    assert talk.line.frames == [Speak(1, APOLOGY, is_last=True)]


async def test_a_silent_model_is_filled_and_given_up_by_the_clock():
    agent = BrainAgent("a", "p", fillers=("One moment.",), patience=Patience(0.01, 0.02))
    talk = Talk(agent=agent)
    await talk.asked(1)
    await asyncio.sleep(0.1)
    assert talk.line.said(1) == "One moment. " + APOLOGY
    assert talk.model.cancelled == 1


async def test_after_the_end_nothing_is_spoken_and_nothing_is_left_running():
    talk = Talk()
    answer = await talk.asked(1)
    talk.call.close()
    answer.put_nowait(TextArrived("late"))
    talk.call.handle(ResponseRequested(2, lines("Hello")))
    await settled()
    assert talk.line.frames == []
    assert talk.model.cancelled == 1


class FailingModel:
    def __init__(self, code: str) -> None:
        self.code = code

    async def stream(self, *_):
        yield StreamFailed(self.code)


async def test_a_model_that_fails_is_counted_by_its_reason(monkeypatch):
    counted: list[dict] = []
    monkeypatch.setattr("media_relay.brains.brain_call.count", lambda name, **of: counted.append({"name": name} | of))
    talk = Talk(FailingModel("http_401"))
    talk.call.handle(ResponseRequested(1, (Line("caller", "Hello"),)))
    for _ in range(5):
        await asyncio.sleep(0)
    assert counted == [{"name": "ModelFailed", "reason": "http_401"}]
