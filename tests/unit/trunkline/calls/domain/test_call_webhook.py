import pytest

from trunkline.calls.domain.call_webhook import events_url

BASE = "https://voice.example.com"


@pytest.mark.parametrize("url", ["", f"{BASE}/api/v1/elevenlabs-twilio/webhook", f"{BASE}/webhook?v=1"])
def test_the_stage_that_answers_the_call_receives_no_events(url):
    assert events_url(url, BASE) is None


@pytest.mark.parametrize(
    "url", ["https://crm.example.com/", f"{BASE}.example.com/", "https://other.example.com/webhook"]
)
def test_every_other_address_receives_them(url):
    assert events_url(url, BASE) == url
