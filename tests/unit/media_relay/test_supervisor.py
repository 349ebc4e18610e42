"""Ports, environments and what ECS hears; that real processes die and come back is played in tests/end_to_end."""

import httpx
import pytest

from media_relay.server.task_protection import TaskProtection
from media_relay.settings import RelaySettings
from media_relay.supervisor import Supervisor, Worker, private_ports, worker_environment


def test_private_ports_count_up_from_the_first():
    assert private_ports(8081, 3) == [8081, 8082, 8083]


def test_a_port_of_zero_is_a_free_one_for_each():
    found = private_ports(0, 3)
    assert len(set(found)) == 3
    assert all(found)


def test_a_worker_shares_the_port_and_leaves_ecs_to_the_supervisor():
    payload = worker_environment({"STAGE": "dev", "ECS_AGENT_URI": "http://ecs", "RELAY_PROCESSES": "4"}, 8080, 8082)
    settings = RelaySettings.from_environment(payload)
    assert (settings.port, settings.private_port, settings.processes, settings.shares_port) == (8080, 8082, 1, True)
    assert payload["STAGE"] == "dev"
    assert "ECS_AGENT_URI" not in payload


class Machine:
    """Two workers' private doors, and the ECS agent."""

    def __init__(self) -> None:
        self.health: dict[int, dict | None] = {8081: {"calls": 0}, 8082: {"calls": 0}}
        self.protected: list[bool] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.method == "PUT":
            self.protected.append(b'"ProtectionEnabled":true' in request.content)
            return httpx.Response(200, json={"protection": {"ProtectionEnabled": self.protected[-1]}})
        payload = self.health[request.url.port]
        if payload is None:
            raise httpx.ReadTimeout("busy")
        return httpx.Response(200, json=payload)


@pytest.fixture
def machine() -> Machine:
    return Machine()


@pytest.fixture
def supervisor(machine) -> Supervisor:
    client = httpx.AsyncClient(transport=httpx.MockTransport(machine))
    ecs = TaskProtection(httpx.AsyncClient(base_url="http://ecs", transport=httpx.MockTransport(machine)))
    made = Supervisor(RelaySettings(processes=2), {}, client, ecs)
    made.workers = [Worker(0, 8081), Worker(1, 8082)]
    return made


async def test_an_idle_worker_does_not_give_up_the_task_another_one_talks_on(machine, supervisor):
    for first, second in ((0, 0), (0, 3), (2, 3), (2, 0), (0, 0)):
        machine.health = {8081: {"calls": first}, 8082: {"calls": second}}
        await supervisor.look(0.0)
    assert machine.protected == [True, False]


async def test_a_worker_too_busy_to_answer_still_has_its_calls(machine, supervisor):
    machine.health[8082] = {"calls": 3}
    await supervisor.look(0.0)
    machine.health[8082] = None
    await supervisor.look(1.0)
    assert machine.protected == [True]


@pytest.mark.parametrize("answer", [{}, {"calls": "many"}])
async def test_an_answer_that_tells_no_calls_changes_nothing(machine, supervisor, answer):
    supervisor.workers[1].calls = 2
    machine.health[8082] = answer
    await supervisor.look(0.0)
    assert supervisor.workers[1].calls == 2
