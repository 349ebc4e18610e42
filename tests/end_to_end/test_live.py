"""A real number on this machine, without an account: the fakes play the vendors, a small program plays the tunnel."""

import asyncio
import io
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from cli.live.command import Live, NotLive
from cli.live.saved_settings import SavedValue
from cli.live.settings import LiveSettings
from local.cloud.cloud import LocalCloud
from local.commands.terminal import Terminal
from local.elevenlabs import FakeElevenLabs
from local.retell import FakeRetell
from local.retell import Webhook as RetellWebhook
from local.scenarios import support_call
from local.twilio import FakeTwilio
from local.world.addresses import AddressBook
from local.world.retell_trunk import RetellTrunk
from tests.end_to_end import fake_tunnel
from tests.programs import python_program

RETELL_KEY = "key_live_0123456789"
ACCOUNT, TOKEN, KEY = "AC" + "b" * 32, "fedcba9876543210fedcba9876543210", "xi_live_key"
SCOPES = {"convai_read", "convai_write", "workspace_read", "webhooks_write"}
NUMBER, CALLER, FORMER_URL = "+15005550006", "+14155550177", "https://former.example.com/voice"
SCENARIO = support_call.RELAYED
READY_WITHIN_S = 150  # a whole world, on a machine that has others

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]


class Vendors:
    """Both of them, at addresses of their own, and what they were set to before."""

    def __init__(self) -> None:
        self.addresses = AddressBook()
        self.twilio = FakeTwilio(ACCOUNT, TOKEN, self.addresses, say_speed=4.0)
        self.elevenlabs = FakeElevenLabs({KEY: SCOPES}, self.addresses)
        self.agent = replace(support_call.AGENT, input_format="pcm_16000", output_format="pcm_16000")

    async def start(self) -> None:
        await self.twilio.start()
        await self.elevenlabs.start()
        self.number = self.twilio.own_number(NUMBER, FORMER_URL, status_callback="https://former.example.com/status")
        self.elevenlabs.add_agent(self.agent)
        made = await self.ask("POST", "/v1/workspace/webhooks", {"settings": FORMER_WEBHOOK})
        self.former_webhook = made["webhook_id"]
        choice = {"post_call_webhook_id": self.former_webhook, "events": ["transcript"]}
        await self.ask("PATCH", "/v1/convai/settings", {"webhooks": choice})

    async def stop(self) -> None:
        await self.twilio.stop()
        await self.elevenlabs.stop()

    async def ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        url = self.elevenlabs.base_url + path
        async with (
            aiohttp.ClientSession(headers={"xi-api-key": KEY}) as http,
            http.request(method, url, json=body) as answer,
        ):
            answer.raise_for_status()
            return await answer.json()

    async def setup(self) -> tuple[Any, ...]:
        """All settings that a live run may change."""
        agent, choice = self.elevenlabs.agents["agent_front_desk"], await self.ask("GET", "/v1/convai/settings")
        hooks = await self.ask("GET", "/v1/workspace/webhooks")
        urls = [hook["webhook_url"] for hook in hooks["webhooks"]]
        number = (self.number.voice_url, self.number.voice_method, self.number.status_callback)
        return number, (agent.input_format, agent.output_format), choice["webhooks"], urls


FORMER_WEBHOOK = {"auth_type": "hmac", "name": "former", "webhook_url": "https://former.example.com/reports"}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def vendors() -> AsyncIterator[Vendors]:
    both = Vendors()
    await both.start()
    yield both
    await both.stop()


@pytest.fixture
def tunnels(tmp_path: Path) -> Path:
    """A folder with a `cloudflared` in it."""
    python_program(tmp_path / "cloudflared", Path(fake_tunnel.__file__).read_text())
    return tmp_path


class Run:
    """One live run in this process, its words and its file."""

    def __init__(
        self,
        vendors: Vendors,
        tunnels: Path,
        *,
        fix: bool,
        ask: Callable[[], bool] = lambda: False,
        given: dict[str, str | None] | None = None,
    ) -> None:
        self.vendors, self.tunnels = vendors, tunnels
        self.words, self.ready = io.StringIO(), asyncio.Event()
        settings = LiveSettings.read(given or values(vendors), {})
        self.live = Live(settings, Terminal(self.words), fix, SavedValue(tunnels / "kept" / "former.json"), ask)
        self.live.status, self.live.path, self.live.on_ready = self.status, str(tunnels), self.ready.set
        self.task = asyncio.create_task(self.live.run())

    async def status(self, url: str) -> int:
        """As from outside: by the public name, through the tunnel."""
        port = int((self.tunnels / "port").read_text())
        self.vendors.addresses.publish(fake_tunnel.HOST, port)
        async with aiohttp.ClientSession() as http, http.get(self.vendors.addresses.resolve(url)) as answer:
            return answer.status

    @property
    def cloud(self) -> LocalCloud:
        assert self.live.world
        assert self.live.world.cloud
        return self.live.world.cloud

    async def until_ready(self) -> None:
        """Raises what ended the run instead."""
        waiting = asyncio.create_task(self.ready.wait())
        await asyncio.wait({waiting, self.task}, timeout=READY_WITHIN_S, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        if self.task.done():
            self.task.result()
        if not self.ready.is_set():
            await self.stop()
            raise TimeoutError(self.words.getvalue())

    async def stop(self) -> None:
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)


def values(vendors: Vendors) -> dict[str, str | None]:
    return {
        "TWILIO_ACCOUNT_SID": ACCOUNT,
        "TWILIO_AUTH_TOKEN": TOKEN,
        "TWILIO_NUMBER": NUMBER,
        "ELEVENLABS_API_KEY": KEY,
        "ELEVENLABS_AGENT_ID": support_call.AGENT.agent_id,
        "TWILIO_BASE_URL": vendors.twilio.base_url,
        "ELEVENLABS_BASE_URL": vendors.elevenlabs.base_url,
    }


async def test_a_caller_rings_the_number_hears_the_agent_and_everything_is_put_back(vendors, tunnels, capsys):
    before = await vendors.setup()
    run = Run(vendors, tunnels, fix=True)
    try:
        await run.until_ready()
        assert vendors.number.voice_url == f"https://{fake_tunnel.HOST}/twilio/voice"
        call = vendors.twilio.ring(NUMBER, CALLER, SCENARIO.play)
        await vendors.twilio.settled(60)
        await vendors.elevenlabs.settled(20)
        await run.cloud.idle(20)
        said = await said_on_file(run, call.sid)
    finally:
        await run.stop()
    assert (call.status, call.debugger) == ("completed", [])
    greeting = support_call.GREETING.replace("{{first_name}}", "there")
    assert said == [("agent", greeting), *SCENARIO.lines[1:]], "heard, reported through the tunnel, proved and filed"
    assert await vendors.setup() == before
    assert not list((tunnels / "kept").iterdir())
    printed = run.words.getvalue() + capsys.readouterr().out
    assert "goes where it went before" in printed
    assert not [secret for secret in (TOKEN, KEY, "wsec_") if secret in printed]


async def test_an_agent_of_retell_answers_the_number_and_its_webhook_is_put_back(vendors, tunnels, capsys):
    retell, own = FakeRetell({RETELL_KEY}, vendors.addresses), "https://former.example.com/retell"
    retell.add_agent(replace(support_call.RETELL_AGENT, settings={"webhook_url": own}))
    RetellTrunk(retell, vendors.twilio)
    await retell.start()
    retell.webhook = RetellWebhook("https://account.example.com/", RETELL_KEY)  # the key with the badge
    run = Run(vendors, tunnels, fix=True, given=at_retell(vendors, retell))
    try:
        await run.until_ready()
        assert retell.workspace.agents["agent_at_retell"].settings["webhook_url"].endswith("/webhooks/retell")
        call = vendors.twilio.ring(NUMBER, CALLER, SCENARIO.play)
        await vendors.twilio.settled(60)
        await retell.settled(20)
        await run.cloud.idle(20)
        said = await said_on_file(run, call.sid)
    finally:
        await run.stop()
        await retell.stop()
    assert (call.status, [speaker for speaker, _ in said]) == ("completed", [who for who, _ in SCENARIO.lines])
    assert retell.workspace.agents["agent_at_retell"].settings["webhook_url"] == own
    printed = run.words.getvalue() + capsys.readouterr().out
    assert not [secret for secret in (TOKEN, RETELL_KEY) if secret in printed]


def at_retell(vendors: Vendors, retell: FakeRetell) -> dict[str, str | None]:
    kept = {name: value for name, value in values(vendors).items() if name.startswith("TWILIO")}
    own = {"VOICE_PROVIDER": "retell", "CALL_MODE": "register", "RETELL_API_KEY": RETELL_KEY}
    return kept | own | {"RETELL_AGENT_ID": "agent_at_retell", "RETELL_BASE_URL": retell.base_url}


async def said_on_file(run: Run, call_sid: str) -> list[tuple[str, str]]:
    """The turns of the call's transcript."""
    table, key = run.cloud.resource_name("CallsTable"), {"pk": {"S": f"CALL#{call_sid}"}, "sk": {"S": "CALL"}}
    found = await asyncio.to_thread(run.cloud.client("dynamodb").get_item, TableName=table, Key=key)
    payload = [place["M"]["facts"]["M"] for name, place in found["Item"].items() if name.startswith("update#")]
    [transcript_key] = {facts["transcript_key"]["S"] for facts in payload if "transcript_key" in facts}
    bucket = run.cloud.resource_name("Bucket")
    kept = await asyncio.to_thread(run.cloud.client("s3").get_object, Bucket=bucket, Key=transcript_key)
    return [(turn["speaker"], turn["text"]) for turn in json.loads(kept["Body"].read())["turns"] if turn["text"]]


async def test_without_fix_nothing_is_changed_and_without_a_webhooks_secret_it_does_not_start(vendors, tunnels):
    before = await vendors.setup()
    run = Run(vendors, tunnels, fix=False)
    with pytest.raises(NotLive, match="ELEVENLABS_WEBHOOK_SECRET"):
        await run.until_ready()
    assert await vendors.setup() == before


async def test_settings_of_a_killed_run_are_put_back_by_the_next_and_a_lost_tunnel_ends_in_order(vendors, tunnels):
    before = await vendors.setup()
    run = Run(vendors, tunnels, fix=True)
    run.live._put_back = lambda: None  # as when the machine went dark
    await run.until_ready()
    await run.stop()
    assert await vendors.setup() != before
    again = Run(vendors, tunnels, fix=False, ask=lambda: True)
    await again.until_ready()
    assert "did not end in order" in again.words.getvalue()
    assert vendors.number.voice_url == f"https://{fake_tunnel.HOST}/twilio/voice"
    assert again.live.tunnel is not None
    again.live.tunnel._process.kill()
    with pytest.raises(NotLive, match="cloudflared has ended"):
        await again.task
    assert await vendors.setup() == before


CTRL_C = """
import asyncio, signal, sys
from pathlib import Path
from cli.live.command import Live
from cli.live.saved_settings import SavedValue
from cli.live.settings import LiveSettings
from dotenv import dotenv_values
from local.commands.stopping import run_until_stopped
from local.commands.terminal import Terminal

async def reached(url):
    return 204

signal.signal(signal.SIGINT, signal.default_int_handler)  # as from a terminal: a shell's background jobs ignore it
folder, terminal = Path(sys.argv[1]), Terminal()
live = Live(LiveSettings.read(dotenv_values(folder / "env"), {}), terminal, True, SavedValue(folder / "former.json"))
live.status, live.path = reached, str(folder)
sys.exit(run_until_stopped(live.run(), terminal))
"""


async def test_ctrl_c_in_a_terminal_puts_everything_back_and_leaves_no_process(vendors, tunnels):
    before = await vendors.setup()
    (tunnels / "env").write_text("".join(f"{name}={value}\n" for name, value in values(vendors).items()))
    command = [sys.executable, "-u", "-c", CTRL_C, str(tunnels)]
    process = await asyncio.create_subprocess_exec(*command, stdout=-1, stderr=-2, start_new_session=True)
    assert process.stdout
    try:
        async with asyncio.timeout(READY_WITHIN_S):
            seen = b""
            while b"Ctrl-C ends it" not in seen:
                seen += await process.stdout.readline() or pytest.fail(seen.decode())
            assert await vendors.setup() != before
            os.killpg(process.pid, signal.SIGINT)  # a terminal signals the whole group
            rest, _ = await process.communicate()
    except BaseException:
        os.killpg(process.pid, signal.SIGKILL)
        raise
    assert (process.returncode, await vendors.setup()) == (130, before)
    assert b"nothing is left running" in rest
    assert b"Traceback" not in rest
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)
