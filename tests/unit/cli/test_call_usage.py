"""Costs of a call by its mode: checked by hand, and against the costs that are recorded."""

from collections import Counter
from decimal import Decimal
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.costs import call_usage as usage_of
from cli.costs import stage_shape
from cli.costs.stage_month import minute, task_minute
from cli.costs.unit_prices import HOURS, PRICES
from trunkline.calls.domain.call_search import CallSummary
from trunkline.costs.domain.costs import breakdown_of
from trunkline.costs.domain.prices import TABLES
from trunkline.ids import CallId

shape_of = cache(stage_shape.shape_of)

DAY = TABLES[-1].effective
STAGES = ("dev", "staging", "prod")


def total(mode: str, minutes: float = 3.0) -> float:
    return sum(line.usd for line in usage_of.call_minute(mode, DAY, minutes))


def test_a_cost_is_price_times_usage():
    assert usage_of.usd(Counter({"alb.hour": HOURS, "secrets.secret_month": 2})) == pytest.approx(0.0225 * 730 + 0.8)


@pytest.mark.parametrize("mode", usage_of.MODES)
def test_everything_a_call_uses_has_a_price_and_no_use_is_negative(mode):
    need = usage_of.usage(mode)
    assert set(need) <= set(PRICES)
    assert min(need.values()) >= 0


@pytest.mark.parametrize("mode", usage_of.MODES)
def test_a_longer_call_uses_at_least_as_much_of_each_unit(mode):
    short, long = usage_of.usage(mode, 1), usage_of.usage(mode, 60)
    assert all(long[unit] >= short[unit] for unit in short)
    assert (long == short) == (mode not in usage_of.RELAYED)


def test_an_hour_on_the_relay_is_audio_out_and_a_gigabyte_an_hour_is_a_unit_of_the_load_balancer():
    need = usage_of.usage("relay", 60)
    assert need["alb.lcu_hour"] == pytest.approx((20.5 + 5.5) * 3600 / 1e6)
    assert need["transfer_out.gb"] == pytest.approx((15.0 + 5.5) * 3600 / 1e6)


def test_the_frames_are_as_large_as_they_are_taken_to_be():
    """160 bytes of audio in base64, fifty times a second, inside the shortest message that carries them."""
    shortest = len('{"user_audio_chunk":""}') + 4 * -(-160 // 3)
    assert shortest * 50 / 1000 <= usage_of.KB_A_SECOND["to_agent"] <= shortest * 50 / 1000 + 4


def test_a_mode_adds_its_own_usage():
    assert total("relay") - total("register") == pytest.approx(0.0040, abs=0.0003)  # the media stream, and our share
    assert total("forward") - total("voicemail") == pytest.approx(0.0140, abs=0.0001)  # the other phone
    assert total("voicemail") == pytest.approx(0.0085, abs=0.0001)


def test_vendors_are_priced_from_the_table_that_calls_are_priced_with():
    assert usage_of.call_minute("relay", DAY)[0].usd == float(TABLES[-1].prices["twilio.inbound.minute"])


def ledgers_aws(mode: str, minutes: int) -> float:
    facts = {"status": "completed", "progress": 4, "mode": mode, "direction": "inbound", "duration_s": minutes * 60}
    call = CallSummary(CallId("CA1"), "acme", f"{DAY.isoformat()}T12:00:00+00:00", facts)
    lines = {line.part: line.usd for line in breakdown_of(call).lines}
    return float((lines["aws"] or 0) + (lines.get("relay") or Decimal(0)))


@pytest.mark.parametrize("stage", STAGES)
@given(mode=st.sampled_from(usage_of.MODES), minutes=st.integers(1, 240))
def test_recorded_costs_match_this_table_within_a_fifth(stage, mode, minutes):
    relayed = task_minute(shape_of(stage).relay) * minutes if mode in usage_of.RELAYED else 0.0
    assert ledgers_aws(mode, minutes) == pytest.approx(usage_of.usd(usage_of.usage(mode, minutes)) + relayed, rel=0.2)


@pytest.mark.parametrize("stage", STAGES)
def test_the_ledgers_minute_is_that_of_a_stage_whose_tasks_are_full(stage):
    full = minute(shape_of(stage), 1000)
    assert ledgers_aws("relay", 3) / 3 == pytest.approx(full.usd, rel=0.2)
