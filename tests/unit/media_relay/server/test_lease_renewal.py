"""Leases are taken when the agent is there, renewed by a heartbeat, and never in the way of a call."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from media_relay.server.lease_renewal import HEARTBEAT, LeaseKeeper
from tests.fakes.tables import InMemoryLeases, InMemoryTables
from tests.fakes.webhooks import NOW
from trunkline.calls.domain.leases import LEASE
from trunkline.calls.domain.stream_tickets import StreamTicket
from trunkline.ids import CallId

TICKET = StreamTicket(CallId("CA1"), "acme", "agent_1", NOW + timedelta(minutes=2), max_duration_s=600)


@dataclass(eq=False)
class Call:
    call_id: CallId = TICKET.call_id
    stream_sid: str = "MZ1"
    ticket: StreamTicket = TICKET
    has_agent: bool = True


@dataclass
class Renewal:
    tables: InMemoryTables = field(default_factory=InMemoryTables)
    now: datetime = NOW

    def __post_init__(self) -> None:
        self.leases = InMemoryLeases(self.tables)
        self.keeper = LeaseKeeper(self.leases, "10.0.0.7:8081", lambda: self.now)

    async def look(self, *calls: Call, after: timedelta = timedelta(0)) -> None:
        self.now = NOW + after
        self.keeper.look(list(calls))
        await self.keeper.settled()


@pytest.fixture
def renewal() -> Renewal:
    return Renewal()


async def test_a_call_with_an_agent_is_leased_to_this_relay_until_its_last_allowed_second(renewal):
    await renewal.look(Call())
    [lease] = renewal.leases.live()
    assert (lease.relay, lease.until, lease.ends_by) == ("10.0.0.7:8081", NOW + LEASE, NOW + timedelta(seconds=600))


async def test_a_call_without_an_agent_is_not_leased_yet(renewal):
    await renewal.look(Call(has_agent=False))
    assert renewal.leases.live() == []


async def test_heartbeats_keep_it_and_come_no_more_often_than_needed(renewal):
    call = Call()
    for tenths in range(0, 301, 5):
        await renewal.look(call, after=HEARTBEAT * tenths / 100)
    [lease] = renewal.leases.live()
    assert lease.until == NOW + HEARTBEAT * 3 + LEASE


async def test_a_call_that_a_newer_stream_took_is_left_to_it_and_counted(renewal, capsys):
    old, new = Call(), Call(stream_sid="MZ2")
    await renewal.look(old)
    await renewal.look(old, new, after=timedelta(seconds=1))
    await renewal.look(old, after=HEARTBEAT)
    [lease] = renewal.leases.live()
    assert lease.stream_sid == "MZ2"
    assert '"step":"lost"' in capsys.readouterr().out


async def test_a_lease_that_could_not_be_taken_is_taken_at_the_next_look(renewal, monkeypatch, capsys):
    call, take = Call(), renewal.leases.take
    monkeypatch.setattr(renewal.leases, "take", lambda lease: (_ for _ in ()).throw(OSError))
    await renewal.look(call)
    monkeypatch.setattr(renewal.leases, "take", take)
    await renewal.look(call)
    assert len(renewal.leases.live()) == 1
    assert '"step":"take"' in capsys.readouterr().out


async def test_a_missed_heartbeat_is_made_up_by_the_next(renewal, monkeypatch, capsys):
    call, renew = Call(), renewal.leases.renew
    await renewal.look(call)
    monkeypatch.setattr(renewal.leases, "renew", lambda *_: (_ for _ in ()).throw(OSError))
    await renewal.look(call, after=HEARTBEAT)
    monkeypatch.setattr(renewal.leases, "renew", renew)
    await renewal.look(call, after=HEARTBEAT * 2)
    [lease] = renewal.leases.live()
    assert lease.until == NOW + HEARTBEAT * 2 + LEASE
    assert '"step":"renew"' in capsys.readouterr().out


async def test_a_call_that_is_gone_is_forgotten(renewal):
    await renewal.look(Call())
    await renewal.look(after=timedelta(seconds=1))
    assert renewal.keeper._due == {}
    await renewal.keeper.stop()
