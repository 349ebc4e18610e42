"""Pure: connection overrides in the fragment of a webhook URL."""

from local.twilio.overrides import Overrides, split_overrides


def test_without_a_fragment_the_documented_defaults_hold():
    assert split_overrides("https://v.test/x?a=1") == ("https://v.test/x?a=1", Overrides())
    assert Overrides().retries_after("ct")
    assert not Overrides().retries_after("5xx")


def test_the_fragment_is_read_and_removed():
    url, rules = split_overrides("https://v.test/x#ct=2000&rt=5000&rc=2&rp=ct,rt,5xx")
    assert url == "https://v.test/x"
    assert (rules.connect_ms, rules.read_ms, rules.retries) == (2000, 5000, 2)
    assert rules.retries_after("rt")
    assert not rules.retries_after("4xx")


def test_values_out_of_range_are_ignored():
    _, rules = split_overrides("https://v.test/x#rt=99999&rc=9&tt=abc")
    assert rules == Overrides()
