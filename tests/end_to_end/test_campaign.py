"""A campaign from its list to its results: through the API, the clock, the queue, the relay and a carrier that forgets
an answer."""

import io

import pytest
import pytest_asyncio

from local.commands.campaign import CHANNELS, Play, Result, run, verdicts
from local.commands.campaign_people import Audience
from local.commands.terminal import Terminal

PEOPLE = 9  # a call of each outcome

pytestmark = pytest.mark.slow


@pytest_asyncio.fixture(scope="module", loop_scope="session", params=CHANNELS)
async def campaign(request: pytest.FixtureRequest) -> tuple[Result, Audience]:
    if request.config.getoption("--stack"):
        pytest.skip("the campaign shortens the minute of its schedule, which only the local cloud does")
    return await run(Terminal(io.StringIO()), Play(PEOPLE, retries=False, channel=request.param))


async def test_everything_a_campaign_promises_holds(campaign):
    result, audience = campaign
    assert [what for what, holds in verdicts(result, audience).items() if not holds] == []


async def test_every_contact_has_the_outcome_it_chose_and_rings_once(campaign):
    result, audience = campaign
    assert result.progress["outcomes"] == audience.expected
    assert result.rang == dict.fromkeys(audience.does, 1), "also the one whose answer the carrier lost"


async def test_the_list_is_read_as_it_was_meant(campaign):
    result, _ = campaign
    values = {name: result.imported[name] for name in ("rows", "added", "merged", "rejected")}
    assert values == {"rows": PEOPLE + 4, "added": PEOPLE + 2, "merged": 1, "rejected": 1}
    assert result.preview["skipped"] == {"no-consent": 1, "suppressed": 1}


async def test_every_call_says_which_campaign_contact_and_attempt_it_was_for(campaign):
    """One may lack them: its order was lost and the call not answered, so that only the voice provider has it."""
    result, audience = campaign
    assert len(result.records) == PEOPLE
    named = [record for record in result.records if "attempt_id" in record]
    assert len(named) >= PEOPLE - (audience.channel in {"provider", "retell"})
    assert len({record["attempt_id"] for record in named}) == len(named)
    for record in named:
        assert record["attempt_id"] == f"{record['campaign_id']}-{record['contact_id']}-1"
        assert (record["company_id"], record["direction"]) == ("acme", "outbound")


async def test_the_results_have_every_contact_and_outcome(campaign):
    result, audience = campaign
    for number in audience.does:
        assert number in result.table
    for outcome in audience.expected:
        assert outcome in result.table
