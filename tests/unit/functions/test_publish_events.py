"""The function's answers to batches of a stream."""

from typing import Any

from publish_events import respond


class Bus:
    def __init__(self, *refused: int) -> None:
        self.refused, self.types = set(refused), []

    def publish(self, events):
        self.types += [event.type.value for event in events]
        return self.refused


def record(number: int, image: dict[str, Any]) -> dict[str, Any]:
    keys = {"pk": {"S": "CAMPAIGN#c1"}, "sk": {"S": "CAMPAIGN"}}
    written = {
        "Keys": keys,
        "NewImage": image,
        "SequenceNumber": str(number),
        "ApproximateCreationDateTime": 1795893918,
    }
    return {"eventName": "MODIFY", "dynamodb": written}


def campaign(state: str) -> dict[str, Any]:
    values = {"campaign_id": "c1", "company_id": "acme", "state": state, "moved_at": "2026-11-28T11:00:00+00:00"}
    return {name: {"S": value} for name, value in values.items()}


def test_the_batch_comes_again_from_the_first_refused_write():
    bus = Bus(1)
    event = {"Records": [record(7, campaign("running")), record(8, campaign("paused")), record(9, campaign("running"))]}
    assert respond(event, bus) == {"batchItemFailures": [{"itemIdentifier": "8"}]}
    assert bus.types == ["campaign.started", "campaign.paused", "campaign.started"]


def test_an_item_that_cannot_be_read_is_counted_and_holds_up_no_other(capsys):
    bus = Bus()
    event = {"Records": [record(7, campaign("no state there is")), record(8, {}), record(9, campaign("paused"))]}
    assert respond(event, bus) == {"batchItemFailures": []}
    assert bus.types == ["campaign.paused"]
    assert '"EventUnreadable"' in capsys.readouterr().out


def test_an_empty_batch_asks_the_bus_for_nothing():
    assert respond({"Records": []}, None) == {"batchItemFailures": []}
