"""The bench of the tick finds what it is there to find. tests/contract holds its table against moto."""

from bench.campaign_tick import measure


def test_a_long_list_takes_the_requests_of_a_short_one():
    found = measure((60, 600), 50, 1)
    assert found["60"]["requests"] == found["600"]["requests"]
    assert found["60"]["requests"]["TransactWriteItems"] == 50
