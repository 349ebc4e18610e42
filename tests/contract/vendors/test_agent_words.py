"""What agents say and speak with, compared and changed at each provider: the same questions to all of them."""

import asyncio
from dataclasses import dataclass
from typing import Any

import pytest

from local.elevenlabs import Agent as ElevenLabsAgent
from local.elevenlabs import FakeElevenLabs
from local.retell import Agent as RetellAgent
from local.retell import FakeRetell
from local.world.addresses import AddressBook
from trunkline.aws.secrets import ProviderSecrets
from trunkline.errors import ProviderError
from trunkline.speech.domain.agent_words import AgentWords, WordsPlan
from trunkline.speech.ports import AgentWordsBook
from trunkline.vendors.elevenlabs.provider import ElevenLabsProvider
from trunkline.vendors.retell.provider import RetellProvider

pytestmark = pytest.mark.enable_socket
KEY, SCOPES = "key_local", {"convai_read", "convai_write"}
WORDS = AgentWords("You sell flowers.", "Flowers, hello?", "es-ES", "11labs-Lily", "gpt-5-mini")


@dataclass
class Here:
    fake: Any
    book: AgentWordsBook
    stranger: AgentWordsBook  # with a wrong key

    async def plan(self, words: AgentWords, agent_id: str = "agent_1") -> WordsPlan | None:
        return await asyncio.to_thread(self.book.plan, agent_id, words)

    async def apply(self, words: AgentWords) -> None:
        await asyncio.to_thread(self.book.apply, await self.plan(words))


@pytest.fixture(params=["elevenlabs", "retell"])
async def here(request):
    if request.param == "retell":
        fake, build = FakeRetell({KEY}, AddressBook()), RetellProvider
        fake.add_agent(RetellAgent("agent_1", settings={"volume": 1.5}))
    else:
        fake, build = FakeElevenLabs({KEY: SCOPES}, AddressBook(), "api.elevenlabs.test"), ElevenLabsProvider
        fake.add_agent(ElevenLabsAgent("agent_1", tools=[{"name": "book"}]))
    await fake.start()
    books = [build(fake.base_url, lambda key=key: ProviderSecrets(key)).agent_words() for key in (KEY, "key_wrong")]
    yield Here(fake, *books)
    await fake.stop()


async def test_a_plan_names_what_differs_and_changes_nothing(here):
    plan = await here.plan(WORDS)
    assert [change.name for change in plan.changes] == ["prompt", "greeting", "language", "voice", "model"]
    assert await here.plan(WORDS) == plan


async def test_what_was_applied_does_not_differ_any_more(here):
    await here.apply(WORDS)
    assert (await here.plan(WORDS)).changes == ()


async def test_one_word_is_changed_and_nothing_beside_it(here):
    before = await here.plan(WORDS)
    await here.apply(AgentWords(greeting="Good evening."))
    after = {item.name: item.before for item in (await here.plan(WORDS)).changes}
    assert after == {item.name: item.before for item in before.changes} | {"greeting": "Good evening."}


async def test_what_is_not_said_is_not_compared(here):
    assert (await here.plan(AgentWords())).changes == ()


async def test_an_unknown_agent_is_none_and_a_wrong_key_an_error(here):
    assert await here.plan(WORDS, "agent_9") is None
    with pytest.raises(ProviderError):
        await asyncio.to_thread(here.stranger.plan, "agent_1", WORDS)


async def test_an_agent_whose_words_are_found_elsewhere_has_a_remark_for_each_of_them():
    fake = FakeRetell({KEY}, AddressBook())
    engine = {"type": "custom-llm", "llm_websocket_url": "wss://relay.example.com/llm-websocket/s"}
    fake.add_agent(RetellAgent("agent_1", settings={"response_engine": engine}))
    await fake.start()
    book = RetellProvider(fake.base_url, lambda: ProviderSecrets(KEY)).agent_words()
    try:
        plan = await asyncio.to_thread(book.plan, "agent_1", WORDS)
    finally:
        await fake.stop()
    assert [change.name for change in plan.changes] == ["language", "voice"]
    assert [remark.partition(":")[0] for remark in plan.remarks] == ["prompt", "greeting", "model"]
