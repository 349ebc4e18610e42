"""Calls whose relay was lost are handed on or found over, those that outlived their time are ended; each once."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from tests.fakes.orphans import CALL, ENDS_BY, PAST_LEASE, ScriptedCarrier
from tests.fakes.tables import InMemoryCalls, InMemoryLeases, InMemoryTables
from tests.fakes.webhooks import ADDRESSES, NOW
from trunkline.calls.domain.leases import LEASE, OVERDUE, Lease
from trunkline.calls.use_cases.reap_orphans import CLAIM, ReapOrphansDeps, reap_orphans
from trunkline.errors import CarrierError
from trunkline.ids import CallId


@dataclass
class Scene:
    tables: InMemoryTables = field(default_factory=InMemoryTables)
    carrier: ScriptedCarrier = field(default_factory=ScriptedCarrier)

    @property
    def leases(self) -> InMemoryLeases:
        return InMemoryLeases(self.tables)

    def reap(self, after: timedelta) -> list[tuple[str, str]]:
        deps = ReapOrphansDeps(self.leases, InMemoryCalls(self.tables), self.carrier, ADDRESSES, lambda: NOW)
        return [(orphan.reason, orphan.result) for orphan in reap_orphans(deps, NOW + after)]


@pytest.fixture
def scene() -> Scene:
    found = Scene()
    found.leases.take(Lease(CALL, "MZ1", "10.0.0.7:8081", NOW + LEASE, ENDS_BY))
    return found


PAST_ITS_TIME = timedelta(seconds=601) + OVERDUE


def test_a_call_whose_lease_is_renewed_is_left_alone(scene):
    assert scene.reap(LEASE - timedelta(seconds=1)) == []
    scene.leases.renew(CALL, "MZ1", NOW + LEASE * 2)
    assert scene.reap(PAST_LEASE) == []
    assert scene.carrier.done == []


def test_a_call_whose_relay_is_lost_comes_back_through_after_stream_once(scene):
    assert scene.reap(PAST_LEASE) == [("lease ran out", "handed on")]
    assert scene.reap(PAST_LEASE) == []
    assert scene.carrier.done == [(CALL, "https://voice.example.com/twilio/voice/after-stream")]
    assert [event.kind for event in scene.tables.events[CALL].values()] == ["reaped"]


@pytest.mark.parametrize(("status", "filed"), [("completed", "completed"), ("busy", "busy"), (None, "completed")])
def test_a_call_the_carrier_has_ended_gets_its_end_on_file_and_nothing_else(scene, status, filed):
    scene.carrier.statuses = {CALL: status}
    assert scene.reap(PAST_LEASE) == [("lease ran out", "was over")]
    assert scene.tables.records[CALL]["status"] == filed
    assert (scene.carrier.done, scene.leases.live()) == ([], [])


def test_an_end_that_is_already_on_file_stays_as_it_is(scene):
    scene.tables.flat[CALL] = {"status": "no-answer", "progress": 4}
    scene.carrier.statuses = {CALL: "completed"}
    scene.reap(PAST_LEASE)
    assert scene.tables.records[CALL]["status"] == "no-answer"


def test_an_overdue_call_is_ended_even_with_a_current_lease(scene):
    scene.leases.renew(CALL, "MZ1", NOW + PAST_ITS_TIME * 2)
    assert scene.reap(PAST_ITS_TIME) == [("overdue", "hung up")]
    [(_, document)] = scene.carrier.done
    assert document.endswith("<Hangup /></Response>")
    assert "time limit" in document


def test_a_call_that_ends_between_question_and_order_is_just_over(scene, monkeypatch):
    monkeypatch.setattr(ScriptedCarrier, "continue_with", lambda *_: False)
    assert scene.reap(PAST_LEASE) == [("lease ran out", "just over")]
    assert scene.leases.live() == []


def test_a_carrier_that_does_not_answer_is_asked_again_by_a_later_run(scene):
    scene.carrier.error = CarrierError("timeout", "no answer")
    assert scene.reap(PAST_LEASE) == [("lease ran out", "carrier error timeout")]
    assert scene.reap(PAST_LEASE) == []  # claimed: not in the same minute
    scene.carrier.error = None
    assert scene.reap(PAST_LEASE + CLAIM + timedelta(seconds=1)) == [("lease ran out", "handed on")]


def test_one_calls_trouble_is_not_anothers(scene):
    scene.leases.take(Lease(CallId("CA2"), "MZ2", "", NOW + LEASE, ENDS_BY))
    scene.carrier.statuses["CA2"] = "completed"
    assert sorted(scene.reap(PAST_LEASE)) == [("lease ran out", "handed on"), ("lease ran out", "was over")]


def test_two_reapers_at_once_hand_a_call_on_once(scene):
    seen = list(scene.leases.live())
    scene.reap(PAST_LEASE)

    class Late(InMemoryLeases):
        def live(self) -> list[Lease]:
            return seen

    deps = ReapOrphansDeps(Late(scene.tables), InMemoryCalls(scene.tables), scene.carrier, ADDRESSES, lambda: NOW)
    assert [orphan.result for orphan in reap_orphans(deps, NOW + PAST_LEASE)] == ["in good hands"]
    assert len(scene.carrier.done) == 1


def test_the_call_that_was_handed_on_is_its_new_streams_and_stays_so(scene):
    class HandsOnAtOnce(ScriptedCarrier):
        def continue_with(self, call_id: CallId, url: str) -> bool:
            later = NOW + PAST_LEASE + LEASE
            InMemoryLeases(scene.tables).take(Lease(call_id, "MZ2", "10.0.0.8:8081", later, ENDS_BY))
            return super().continue_with(call_id, url)

    scene.carrier = HandsOnAtOnce()
    scene.reap(PAST_LEASE)
    assert scene.leases.owner(CALL, NOW + PAST_LEASE) == "10.0.0.8:8081"
