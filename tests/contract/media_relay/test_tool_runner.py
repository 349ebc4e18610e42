"""Registered tools over real sockets: calls, refusals, and the results an agent reads."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import pytest_asyncio
import uvloop
from aiohttp import connector, web
from aiohttp.abc import AbstractResolver

from media_relay.calls import tool_runner
from media_relay.calls.tool_runner import ToolRunner
from media_relay.session.messages import RunTool, ToolFinished
from tests.fakes.certificates import certificate_for
from tests.fakes.webhooks import NOW, secret_text
from trunkline.aws.secrets import VendorSecrets
from trunkline.calls.domain.client_tools import ANSWER_LIMIT_BYTES, PARAMETERS_LIMIT_BYTES, HttpTool
from trunkline.calls.domain.stream_tickets import StreamTicket
from trunkline.ids import CallId


class ToolServer:
    """A company's own server, and what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, dict[str, str], str]] = []
        self.origin = ""
        self.closing = asyncio.Event()

    async def answer(self, request: web.Request) -> web.StreamResponse:
        body = await request.text()
        self.asked.append((request.method, request.path_qs, dict(request.headers), body))
        match request.path:
            case "/large":
                return web.Response(body=b"x" * (ANSWER_LIMIT_BYTES + 1))
            case "/endless":
                return await self._endless(request)
            case "/slow":
                await self.closing.wait()
            case "/elsewhere":
                raise web.HTTPFound(self.origin + "/hours")
            case "/broken":
                return web.Response(status=500, text="Traceback: secret internals")
        return web.json_response({"hours": "nine to four, über"})

    async def _endless(self, request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse()
        await answer.prepare(request)
        while True:
            await answer.write(b"x" * 4096)


@pytest_asyncio.fixture
async def tool_server() -> AsyncIterator[ToolServer]:
    here, app = ToolServer(), web.Application()
    app.router.add_route("*", "/{path:.*}", here.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    here.origin = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield here
    here.closing.set()
    await runner.cleanup()


VALUES = {"acme": {"crm_key": "s3cret"}, "other": {"others_key": "foreign"}, "nobodys_key": "flat"}
SECRETS = VendorSecrets.from_json(json.dumps(json.loads(secret_text()) | {"tool_secrets": VALUES}))
TICKET = StreamTicket(CallId("CA1"), "acme", "agent_1", NOW, 600)


async def run(tool: HttpTool, parameters: dict | None = None, **runner: object) -> ToolFinished:
    payload: asyncio.Future[ToolFinished] = asyncio.get_running_loop().create_future()
    tools = ToolRunner(SECRETS.tool_secrets_of, **runner)
    tools.start(RunTool(7, "hours", tool, parameters or {}), TICKET, payload.set_result)
    try:
        return await asyncio.wait_for(payload, 5)
    finally:
        await tools.close()


async def at_home(
    tool_server: ToolServer, path: str = "/hours", parameters: dict | None = None, **tool: object
) -> ToolFinished:
    return await run(HttpTool(tool_server.origin + path, **tool), parameters, allowed_origins=(tool_server.origin,))


async def test_parameters_go_as_json_and_the_answer_comes_back_as_text(tool_server):
    payload = await at_home(tool_server, headers={"Authorization": "crm_key"}, parameters={"day": "Friday", "n": [1]})
    assert (payload.run, json.loads(payload.result), payload.is_error) == (7, {"hours": "nine to four, über"}, False)
    [(method, _, headers, body)] = tool_server.asked
    assert (method, json.loads(body), headers["Content-Type"]) == (
        "POST",
        {"day": "Friday", "n": [1]},
        "application/json",
    )
    assert (headers["Authorization"], headers["X-Trunkline-Call-Id"]) == ("s3cret", "CA1")


async def test_parameters_of_a_get_go_into_the_query(tool_server):
    await at_home(tool_server, method="GET", parameters={"day": "a b&c", "n": 1, "yes": True})
    assert tool_server.asked[0][:2] == ("GET", "/hours?day=a+b%26c&n=1&yes=true")


@pytest.mark.parametrize(
    ("path", "fault"),
    [
        ("/large", "the tool's answer is too large"),
        ("/endless", "the tool's answer is too large"),
        ("/broken", "the tool answered with status 500"),
        ("/elsewhere", "the tool answered with status 302"),
    ],
)
async def test_an_invalid_answer_is_an_error_and_shows_nothing_of_its_content(tool_server, path, fault):
    payload = await at_home(tool_server, path)
    assert (payload.result, payload.is_error) == (fault, True)
    assert len(tool_server.asked) == 1  # a redirect is not followed


async def test_a_tool_that_takes_too_long_is_given_up(tool_server):
    payload = await at_home(tool_server, "/slow", timeout_s=1)
    assert (payload.result, payload.is_error) == ("the tool took too long", True)


@pytest.mark.parametrize(
    "tool",
    [
        {"method": "BREW"},
        {"headers": {"Authorization": "no_such_secret"}},
        {"headers": {"Authorization": "others_key"}},
        {"headers": {"Authorization": "nobodys_key"}},
        {"headers": {"Bad\r\nHeader": "crm_key"}},
    ],
    ids=["method", "no secret", "another company's secret", "a secret without an owner", "header"],
)
async def test_a_tool_that_is_not_set_up_is_never_called(tool_server, tool):
    assert (await at_home(tool_server, **tool)).is_error
    assert tool_server.asked == []


async def test_too_many_parameters_are_refused(tool_server):
    payload = await at_home(tool_server, parameters={"x": "y" * PARAMETERS_LIMIT_BYTES})
    assert (payload.result, tool_server.asked) == ("too many parameters", [])


class Names(AbstractResolver):
    """A name that means another address each time it is asked for."""

    def __init__(self, *addresses: str) -> None:
        self.addresses = list(addresses)

    async def resolve(self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET) -> list:
        address = self.addresses.pop(0)
        kind = socket.AF_INET6 if ":" in address else socket.AF_INET
        return [{"hostname": host, "host": address, "port": port, "family": kind, "proto": 0, "flags": 0}]

    async def close(self) -> None:
        pass


@pytest.mark.parametrize("address", ["127.0.0.1", "169.254.169.254", "10.0.0.1", "::1", "::ffff:127.0.0.1"])
async def test_a_name_that_leads_inside_is_refused_before_a_socket_is_opened(monkeypatch, address):
    monkeypatch.setattr(socket.socket, "connect", lambda *_: pytest.fail("connected"))
    payload = await run(HttpTool("https://tools.example.com/"), resolver=Names(address))
    assert (payload.result, payload.is_error) == ("the tool's address is not public", True)


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/", "https://169.254.169.254/latest/meta-data/", "https://[::1]/", "https://[fd00:ec2::254]/",
        "https://2130706433/", "https://127.1/", "https://0x7f.1/", "https://localhost/",
    ],
)  # fmt: skip
async def test_an_address_inside_is_refused_in_every_notation(url):
    payload = await run(HttpTool(url))
    assert payload.is_error
    assert payload.result in {"the tool's address is not public", "the tool could not be reached"}


@pytest.mark.parametrize(
    "url", ["http://tools.example.com/", "ftp://x/", "file:///etc/passwd", "https://u:p@tools.example.com/", "", "//x"]
)
async def test_anything_but_https_is_refused(url):
    payload = await run(HttpTool(url))
    assert (payload.result, payload.is_error) == ("the tool is not set up: its address must begin with https://", True)


@pytest.mark.parametrize("loop", ["asyncio", "uvloop"])
@pytest.mark.parametrize(
    ("host", "payload"), [("tools.example.com", "nine to four"), ("other.example.com", "the tool could not be reached")]
)
def test_a_public_https_address_is_called_if_its_certificate_is_its_own(monkeypatch, tmp_path, loop, host, payload):
    """On the loop the relay runs on, too. Loopback is the public internet here: it stands in for it at one place."""
    shows, trusts = certificate_for("tools.example.com", tmp_path)
    monkeypatch.setattr(connector, "_SSL_CONTEXT_VERIFIED", trusts)
    monkeypatch.setattr(tool_runner, "is_public", lambda address: address == "127.0.0.1")

    async def call() -> ToolFinished:
        tool_server, app = ToolServer(), web.Application()
        app.router.add_route("*", "/{path:.*}", tool_server.answer)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=shows).start()
        try:
            url = f"https://{host}:{runner.addresses[0][1]}/hours"
            return await run(HttpTool(url), resolver=Names("127.0.0.1"))
        finally:
            await runner.cleanup()

    with asyncio.Runner(loop_factory=uvloop.new_event_loop if loop == "uvloop" else None) as loop_runner:
        finished = loop_runner.run(call())
    assert payload in finished.result


async def test_a_name_that_changes_its_mind_is_checked_at_every_connect(monkeypatch):
    """The first answer is public (and unused), the second leads home."""
    opened: list[str] = []
    real = tool_runner.public_socket

    def watched(address):
        made = real(address)
        opened.append(address[4][0])
        made.close()
        raise ConnectionRefusedError

    monkeypatch.setattr(tool_runner, "public_socket", watched)
    names = Names("93.184.215.14", "127.0.0.1")
    first = await run(HttpTool("https://tools.example.com/"), resolver=names)
    second = await run(HttpTool("https://tools.example.com/"), resolver=names)
    assert (first.result, second.result) == ("the tool could not be reached", "the tool's address is not public")
    assert opened == ["93.184.215.14"]


async def test_an_allowed_origin_allows_itself_and_no_other_port(tool_server):
    other = tool_server.origin.rsplit(":", 1)[0] + ":1"
    payload = await run(HttpTool(other + "/hours"), allowed_origins=(tool_server.origin,))
    assert payload.result.startswith("the tool is not set up")


async def test_nothing_of_a_tool_is_logged_but_its_name_and_how_it_went(tool_server, capsys):
    await at_home(tool_server, "/broken", parameters={"card": "4111"}, headers={"Authorization": "crm_key"})
    logged = capsys.readouterr()
    assert "ToolCalled" in logged.out
    for private in ("4111", "s3cret", "internals"):
        assert private not in logged.out + logged.err


async def test_audio_does_not_wait_for_a_tool(tool_server):
    """`start` comes back before anything was sent."""
    values: list[ToolFinished] = []
    tools = ToolRunner(allowed_origins=(tool_server.origin,))
    order = RunTool(1, "slow", replace(HttpTool(tool_server.origin + "/slow"), timeout_s=20), {})
    tools.start(order, TICKET, values.append)
    assert tool_server.asked == []
    await tools.close()
    await asyncio.sleep(0)
    assert values == []  # a relay that drains reports no result
