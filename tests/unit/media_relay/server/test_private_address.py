"""A relay has a private address by setting, on Fargate, or when it listens on one."""

import httpx
import pytest

from media_relay.server import private_address
from media_relay.server.private_address import first_address, private_host

TASK = {"Containers": [{"Networks": [{"NetworkMode": "awsvpc", "IPv4Addresses": ["10.60.0.17"]}]}]}
METADATA = {"ECS_CONTAINER_METADATA_URI_V4": "http://169.254.170.2/v4/abc"}


def answering(monkeypatch: pytest.MonkeyPatch, answer: httpx.Response | Exception) -> list[str]:
    asked: list[str] = []

    def handle(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        if isinstance(answer, Exception):
            raise answer
        return answer

    client = httpx.AsyncClient
    monkeypatch.setattr(private_address.httpx, "AsyncClient", lambda **_: client(transport=httpx.MockTransport(handle)))
    return asked


async def test_the_setting_counts_first():
    assert await private_host({"RELAY_PRIVATE_ADDRESS": "10.0.0.9", **METADATA}, "0.0.0.0") == "10.0.0.9"


async def test_on_fargate_the_task_says(monkeypatch):
    asked = answering(monkeypatch, httpx.Response(200, json=TASK))
    assert await private_host(METADATA, "0.0.0.0") == "10.60.0.17"
    assert asked == ["http://169.254.170.2/v4/abc/task"]


@pytest.mark.parametrize(
    "answer", [httpx.Response(200, text="<html>"), httpx.Response(200, json={}), httpx.ConnectError("no")], ids=str
)
async def test_metadata_that_says_nothing_leaves_the_address_unknown(monkeypatch, answer):
    answering(monkeypatch, answer)
    assert await private_host(METADATA, "0.0.0.0") == ""


@pytest.mark.parametrize(("listens_on", "host"), [("127.0.0.1", "127.0.0.1"), ("0.0.0.0", ""), ("::", "")])
async def test_elsewhere_it_is_where_we_listen_unless_that_is_everywhere(listens_on, host):
    assert await private_host({}, listens_on) == host


@pytest.mark.parametrize("task", [[], {"Containers": [{}]}, {"Containers": None}, {"Containers": [{"Networks": [{}]}]}])
def test_metadata_without_an_address_is_an_error_of_its_own(task):
    with pytest.raises(ValueError, match="no address"):
        first_address(task)
