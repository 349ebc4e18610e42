"""What calls cost: every part with its price and its day, and nothing unknown passed off as free."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trunkline.calls.domain.call_search import CallSummary
from trunkline.costs.domain.costs import CostKey, CostSum, breakdown_of, day_of_costs, sum_of, used_pct
from trunkline.costs.domain.prices import TABLES, table_of
from trunkline.ids import CallId

OVER = {"status": "completed", "progress": 4}
RELAYED = OVER | {"mode": "relay", "direction": "inbound", "duration_s": 61, "conversation_duration_s": 58}


def call(started_at: str = "2026-11-20T12:00:00+00:00", **facts: object) -> CallSummary:
    return CallSummary(CallId("CA1"), "acme", started_at, facts)


def usd(view: CallSummary) -> dict[str, Decimal | None]:
    return {line.part: line.usd for line in breakdown_of(view).lines}


def test_a_relayed_call_is_carrier_stream_relay_agent_and_cloud():
    payload = usd(call(**RELAYED, cost_credits=1000))
    assert payload == {
        "carrier": Decimal("0.0170"),  # two begun minutes
        "media stream": Decimal("0.0040"),
        "relay": Decimal("0.0000033"),
        "voice provider": Decimal("0.22"),
        "aws": Decimal("0.00006"),
    }
    assert breakdown_of(call(**RELAYED, cost_credits=1000)).usd == sum(payload.values())


def test_a_call_of_the_brain_is_carrier_its_speech_and_cloud():
    payload = usd(call(**RELAYED | {"mode": "converse", "provider": "brain"}))
    expected = {"carrier": "0.0170", "conversation relay": "0.0700", "aws": "0.00006"}
    assert payload == {part: Decimal(each) for part, each in expected.items()}


@pytest.mark.parametrize(
    ("facts", "unknown"),
    [
        (RELAYED, "voice provider"),
        ({**OVER, "mode": "forward", "direction": "inbound"}, "carrier"),
        ({**RELAYED, "provider": "retell", "conversation_duration_s": None}, "voice provider"),
        ({**RELAYED, "provider": "parrot", "cost_credits": 5}, "voice provider"),
        ({**RELAYED, "provider": "parrot", "speech_credits": 5}, "speech"),
    ],
)
def test_what_is_not_known_is_none_and_so_is_the_whole(facts, unknown):
    ledger = breakdown_of(call(**facts))
    assert {line.part: line.usd for line in ledger.lines}[unknown] is None
    assert ledger.usd is None
    assert ledger.known_usd > 0


def test_a_vendors_own_dollars_beat_our_table():
    [line] = [
        item
        for item in breakdown_of(call(**RELAYED, cost_credits=5, cost_usd=Decimal("0.5"))).lines
        if item.source == "reported"
    ]
    assert (line.part, line.usd) == ("voice provider", Decimal("0.5"))


def test_retell_is_paid_by_the_begun_minute_and_outbound_costs_more():
    payload = usd(call(**{**RELAYED, "direction": "outbound"}, provider="retell"))
    assert (payload["voice provider"], payload["carrier"]) == (Decimal("0.07"), Decimal("0.0280"))


def test_an_unanswered_call_costs_nothing_at_the_carrier():
    assert usd(call(**OVER, mode="forward", duration_s=0))["carrier"] == 0


def test_a_call_that_still_runs_has_no_ledger_and_one_before_the_first_table_no_prices():
    assert breakdown_of(call(status="in-progress", progress=3, mode="relay")).lines == ()
    assert breakdown_of(call(status="in-progress", progress=3, mode="relay")).usd is None
    old = breakdown_of(call("2020-01-01T00:00:00+00:00", **RELAYED, cost_credits=7))
    assert {line.usd for line in old.lines} == {None}
    assert {line.source for line in old.lines} == {"no table"}


def test_a_table_counts_from_its_day_until_another_does():
    assert table_of(TABLES[0].effective) is TABLES[0]
    assert table_of(date(2000, 1, 1)) is None
    assert len({table.effective for table in TABLES}) == len(TABLES)
    for table in TABLES:
        assert {price.split(".")[0] for price in table.prices} == set(table.sources)
        assert all(price > 0 for price in table.prices.values())


SUMS = st.builds(
    CostSum,
    st.integers(0, 9),
    st.integers(0, 9),
    st.decimals(0, 9, places=3),
    st.dictionaries(st.sampled_from("ab"), st.decimals(0, 9, places=3)),
)


@given(st.lists(SUMS), st.randoms())
def test_sums_do_not_depend_on_the_order(sums, random):
    shuffled = random.sample(sums, len(sums))
    assert sum_of(sums) == sum_of(shuffled)


def test_costs_of_a_day_are_summed_by_agent_and_campaign():
    day = date(2026, 11, 20)
    calls = [
        call(**RELAYED, agent_id="a", cost_credits=1),
        call(**RELAYED, agent_id="a"),
        call(**RELAYED, campaign_id="c"),
    ]
    found = day_of_costs(day, calls)
    assert {key: (item.calls, item.calls_unknown) for key, item in found.items()} == {
        CostKey(day, "a", ""): (2, 1),
        CostKey(day, "", "c"): (1, 1),
    }
    assert used_pct(CostSum(known_usd=Decimal(15)), Decimal(10)) == Decimal(150)
