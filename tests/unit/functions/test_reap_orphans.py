"""The handler logs and counts each reaped call."""

import json

from reap_orphans import respond
from tests.fakes.orphans import CALL, ENDS_BY, PAST_LEASE, ScriptedCarrier
from tests.fakes.tables import InMemoryCalls, InMemoryLeases, InMemoryTables
from tests.fakes.webhooks import ADDRESSES, NOW
from trunkline.calls.domain.leases import Lease
from trunkline.calls.use_cases.reap_orphans import ReapOrphansDeps


def test_each_reaped_call_is_logged_and_counted_without_personal_data(capsys):
    tables = InMemoryTables()
    InMemoryLeases(tables).take(Lease(CALL, "MZ1", "10.0.0.7:8081", NOW, ENDS_BY))
    reaping = ReapOrphansDeps(
        InMemoryLeases(tables), InMemoryCalls(tables), ScriptedCarrier(), ADDRESSES, lambda: NOW + PAST_LEASE
    )
    assert respond(reaping) == {"reaped": 1}
    assert respond(reaping) == {"reaped": 0}
    counted = [json.loads(line) for line in capsys.readouterr().out.splitlines() if "CallReaped" in line]
    assert [(item["reason"], item["result"]) for item in counted] == [("lease ran out", "handed on")]
