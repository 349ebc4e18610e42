from trunkline.events.domain.call_webhooks import SHARED, call_of, webhook_id


def test_an_endpoint_id_names_the_call_of_a_webhook():
    assert call_of(webhook_id("CA1")) == "CA1"
    assert [call_of(name) for name in ("e1", SHARED)] == [None, None]
