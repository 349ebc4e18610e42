"""What a call costs on paper is arithmetic that can be held, and the document says what the arithmetic does."""

from collections import Counter
from datetime import date

import pytest

from bench import costs
from bench.unit_prices import HOURS, PRICES, READ_ON
from trunkline.costs.domain.prices import TABLES

DAY = date.fromisoformat(READ_ON)


def total(mode: str, minutes: float = 3.0) -> float:
    return sum(line.usd for line in costs.call_minute(mode, DAY, minutes))


def test_a_unit_is_paid_as_often_as_it_is_used():
    assert costs.usd(Counter({"alb.hour": HOURS, "secrets.secret_month": 2})) == pytest.approx(0.0225 * 730 + 0.8)


@pytest.mark.parametrize("mode", costs.MODES)
def test_everything_a_call_uses_has_a_price_and_no_use_is_negative(mode):
    need = costs.usage(mode)
    assert set(need) <= set(PRICES)
    assert min(need.values()) >= 0


@pytest.mark.parametrize("mode", costs.MODES)
def test_a_longer_call_needs_no_less_of_anything(mode):
    short, long = costs.usage(mode, 1), costs.usage(mode, 60)
    assert all(long[unit] >= short[unit] for unit in short)
    assert (long == short) == (mode not in costs.RELAYED)


def test_an_hour_on_the_relay_is_its_share_of_a_task_and_a_gigabyte_an_hour_is_a_unit_of_the_load_balancer():
    need = costs.usage("relay", 60)
    assert need["fargate.vcpu_hour"] == pytest.approx(1 / 120)
    assert need["fargate.gb_hour"] == pytest.approx(2 / 120)
    assert need["alb.lcu_hour"] == pytest.approx((20.5 + 5.5) * 3600 / 1e6)
    assert need["transfer_out.gb"] == pytest.approx((15.0 + 5.5) * 3600 / 1e6)


def test_the_frames_are_as_large_as_they_are_taken_to_be():
    """160 bytes of audio in base64, fifty times a second, inside the shortest message that carries them."""
    shortest = len('{"user_audio_chunk":""}') + 4 * -(-160 // 3)
    assert shortest * 50 / 1000 <= costs.KB_A_SECOND["to_agent"] <= shortest * 50 / 1000 + 4


def test_what_a_mode_adds_is_what_it_uses():
    assert total("relay") - total("register") == pytest.approx(0.0040, abs=0.0003)  # the media stream, and our share
    assert total("forward") - total("voicemail") == pytest.approx(0.0140, abs=0.0001)  # the other phone
    assert total("voicemail") == pytest.approx(0.0085, abs=0.0001)


def test_vendors_are_priced_from_the_table_that_calls_are_priced_with():
    minute = TABLES[0].prices["twilio.inbound.minute"]
    assert costs.call_minute("relay", DAY)[0].usd == float(minute)


def test_without_a_relay_a_month_costs_no_machine():
    without, with_one = (sum(line.usd for line in costs.idle_month(has)) for has in (False, True))
    assert without < 10 < with_one
    assert not [line for line in costs.idle_month(False) if "task" in line.what or "address" in line.what]


def test_what_stands_in_the_template_is_counted_there():
    text = (costs.ROOT / "template.yaml").read_text()
    assert costs.template_counts("DynamoDB::Table") == text.count("Type: AWS::DynamoDB::Table\n")


def test_the_document_quotes_this_output():
    text = costs.DOCUMENT.read_text()
    assert text.count("```text\n") == 2
    assert costs.with_output(text) == text, "python -m bench.costs --write"
