"""Dead letters over the API: a company's own, by ids alone, and sent back."""

import json
from datetime import timedelta

import pytest

from tests.contract.api.conftest import ApiWorld
from trunkline.events.domain.deliveries import Delivery, DeliveryAttempt
from trunkline.operations.domain.dead_letters import DeadLetter

API = "/api/v1"
NUMBER = "+14155550199"


def fail(api: ApiWorld, queue: str, message_id: str, **job: str) -> None:
    letter = DeadLetter(message_id, json.dumps(job), "r", api.clock() - timedelta(minutes=2))
    api.services.dead_letters[queue].letters.append(letter)


async def test_a_company_sees_and_replays_its_own_letters_and_no_others(api):
    fail(api, "exports", "m1", company_id="acme", export_id="x1")
    fail(api, "exports", "m2", company_id="other", export_id="y1")
    fail(api, "exports", "m3", export_id="z1")
    listed = (await api.ask("GET", f"{API}/dead-letters")).json()["queues"]
    assert [(queue["queue"], queue["depth"]) for queue in listed] == [
        ("deliveries", 0), ("erasures", 0), ("exports", 1), ("lists", 0),
    ]  # fmt: skip
    letter = {
        "message_id": "m1", "kind": "export", "subject_id": "x1", "href": "/api/v1/exports/x1",
        "sent_at": "2026-11-20T11:58:00Z", "age_s": 120, "event_type": None,
        "error": None,
    }  # fmt: skip
    assert listed[2]["dead_letters"] == [letter]
    assert not api.services.dead_letters["exports"].hidden
    answer = await api.ask("POST", f"{API}/dead-letters/exports/replay")
    assert answer.json() == {"queue": "exports", "depth": 1, "is_complete": True, "dead_letters": [letter]}
    queue = api.services.dead_letters["exports"]
    assert [json.loads(body)["export_id"] for body in queue.sent] == ["x1"]
    assert [letter.message_id for letter in queue.letters] == ["m2", "m3"]
    assert (await api.ask("POST", f"{API}/dead-letters/exports/replay")).json()["depth"] == 0


async def test_no_answer_has_a_number_of_a_person(api):
    fail(api, "erasures", "m1", company_id="acme", erasure_id="e1", number=NUMBER)
    for answer in (
        await api.ask("GET", f"{API}/dead-letters"),
        await api.ask("POST", f"{API}/dead-letters/erasures/replay"),
    ):
        assert "e1" in answer.text
        assert NUMBER.removeprefix("+") not in answer.text


async def test_queues_of_the_operator_and_unknown_ones_are_refused(api):
    for queue in ("inbox", "recordings", "dial", "events", "unknown"):
        assert (await api.ask("POST", f"{API}/dead-letters/{queue}/replay")).status_code == 400


@pytest.mark.parametrize(
    ("attempts", "error"),
    [((), None), ((503, ""), "status 503"), ((None, "timeout"), "timeout"), ((200, ""), None)],
)
async def test_a_delivery_has_its_events_type_and_its_last_error(api, attempts, error):
    tried = (DeliveryAttempt(api.clock(), 5, *attempts),) if attempts else ()
    delivery = Delivery("d1", "p1", "acme", "ev1", "call.ended", "{}", api.clock(), attempts=tried)
    api.services.endpoints.deliveries.deliveries.add(delivery)
    fail(api, "deliveries", "m1", company_id="acme", endpoint_id="p1", delivery_id="d1")
    fail(api, "deliveries", "m2", company_id="acme", endpoint_id="p1", delivery_id="gone")
    [first, second] = (await api.ask("GET", f"{API}/dead-letters")).json()["queues"][0]["dead_letters"]
    assert (first["event_type"], first["error"]) == ("call.ended", error)
    assert (second["event_type"], second["error"]) == (None, None)
