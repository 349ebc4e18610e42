from datetime import UTC, datetime

from trunkline.events.domain.events import Event, EventType
from trunkline.events.use_cases.publish_events import publish_events

AT = datetime(2026, 11, 28, tzinfo=UTC)


class Bus:
    def __init__(self, *refused: str) -> None:
        self.refused, self.published = set(refused), []

    def publish(self, events):
        self.published += [event.subject for event in events if event.subject not in self.refused]
        return {n for n, event in enumerate(events) if event.subject in self.refused}


def events(*subjects: str) -> list[Event]:
    return [Event(EventType.CALL_ENDED, "acme", subject, AT) for subject in subjects]


def test_events_of_all_writes_are_published_in_order():
    bus = Bus()
    result = publish_events([events("CA1", "CA2"), [], events("CA3")], bus)
    assert (bus.published, result.events, result.first_refused) == (["CA1", "CA2", "CA3"], 3, None)


def test_the_first_refused_write_is_named():
    result = publish_events([events("CA1"), [], events("CA2", "CA3"), events("CA4")], Bus("CA3", "CA4"))
    assert (result.events, result.first_refused) == (2, 2)


def test_writes_without_events_ask_the_bus_for_nothing():
    assert publish_events([[], []], None).events == 0
