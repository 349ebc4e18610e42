"""Leases of live calls: the newest stream owns the call."""

from datetime import timedelta

from tests.contract.calls.call_tables import CALL, EVENT, lease
from tests.fakes.webhooks import NOW
from trunkline.ids import CallId


def test_a_call_has_an_owner_while_its_lease_is_current(tables):
    assert tables.leases.owner(CALL.call_id, NOW) == ""
    tables.leases.take(lease())
    assert tables.leases.owner(CALL.call_id, NOW) == "10.0.0.7:8081"
    assert tables.leases.owner(CALL.call_id, NOW + timedelta(seconds=30)) == ""
    assert tables.leases.renew(CALL.call_id, "MZ1", NOW + timedelta(seconds=60))
    assert tables.leases.owner(CALL.call_id, NOW + timedelta(seconds=30)) == "10.0.0.7:8081"


def test_the_newest_stream_owns_the_call_and_the_old_one_cannot_renew_or_drop_it(tables):
    tables.leases.take(lease("MZ1"))
    tables.leases.take(lease("MZ2", "10.0.0.8:8082"))
    assert not tables.leases.renew(CALL.call_id, "MZ1", NOW + timedelta(seconds=60))
    assert not tables.leases.drop(CALL.call_id, "MZ1")
    assert tables.leases.owner(CALL.call_id, NOW) == "10.0.0.8:8082"


def test_every_live_call_is_listed_until_its_stream_ends(tables):
    for number in range(9):
        tables.leases.take(lease(call=f"CA{number}"))
    assert {item.call_id for item in tables.leases.live()} == {f"CA{number}" for number in range(9)}
    assert tables.calls.end_stream(CallId("CA0"), "MZ1", EVENT, {"stream_outcome": "agent-ended"})
    assert tables.leases.drop(CallId("CA1"), "MZ1")
    assert {item.call_id for item in tables.leases.live()} == {f"CA{number}" for number in range(2, 9)}
    assert next(iter(tables.leases.live())).ends_by == lease().ends_by
    assert tables.record("CA0")["stream_outcome"] == "agent-ended"
    assert not {"relay", "lease_stream", "lease_until", "live"} & set(tables.record("CA0"))


def test_one_of_two_reapers_gets_the_call_and_a_living_relay_keeps_it(tables):
    tables.leases.take(lease())
    [seen] = tables.leases.live()
    assert tables.leases.claim(seen, NOW + timedelta(seconds=120))
    assert not tables.leases.claim(seen, NOW + timedelta(seconds=120))
    assert tables.leases.owner(CALL.call_id, NOW) == ""  # no command goes to a relay that was given up
    tables.leases.take(lease())
    assert tables.leases.renew(CALL.call_id, "MZ1", NOW + timedelta(seconds=60))
    assert not tables.leases.claim(seen, NOW + timedelta(seconds=120))
