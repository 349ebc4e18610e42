"""Clients as people copy them from the API's description, in `clients/`: run with another address and a key in it.

Nothing else of them is changed. What they need beside the description (a person to ring, a way to play sound) is here.
"""

import asyncio
import re
import shutil
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio
from aiohttp import web

from local.twilio import Caller, Person
from local.world.world import COMPANY_KEY, RELAY_HOST, World

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]

CLIENTS = Path(__file__).parent / "clients"
CUSTOMER, OURS, SID = "+1234567890", "+0987654321", "CA1234567890abcdef"
PROGRAMS_SERVER = "your-program.test"
LIMIT_S = 60
# Plays sound by saying how much there is, and uses each function of the example once.
BROWSER = """
let played = 0, said = 0;
globalThis.playAudio = audio => { played += audio.length; };
ws.addEventListener('open', () => synthesizeText('Hello! How can I help you today?'));
ws.addEventListener('message', event => {
    const message = JSON.parse(event.data);
    if (message.type === 'audio' && said === 0) { said = 1; updateVoice('new-voice-id', {stability: 0.8}); }
    if (message.type === 'control_response' && message.action === 'update_voice') {
        console.log('voice', message.success, message.voice_id); synthesizeText('And in another voice.');
    }
    if (message.type === 'synthesis_started' && said === 1 && message.text.startsWith('And')) { said = 2; }
    if (message.type === 'audio' && said === 2) { said = 3; stopSynthesis(); }
    if (message.action === 'stop_synthesis') { console.log('played', played); ws.close(); }
});
"""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world() -> AsyncIterator[World]:
    here = World()
    await here.start()
    here.twilio.fictional |= {CUSTOMER, OURS}
    try:
        yield here
    finally:
        await here.stop()


async def run(*command: str) -> str:
    process = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    async with asyncio.timeout(LIMIT_S):
        said, _ = await process.communicate()
    assert process.returncode == 0, said.decode()
    return said.decode(errors="replace")


def with_key(world: World) -> str:
    return world.cloud.base_url.replace("://", f"://{COMPANY_KEY}:@")


def changed(name: str, world: World) -> str:
    """The file, with our address in place of the description's."""
    return (CLIENTS / name).read_text().replace("https://your-domain.com", with_key(world))


class Listener:
    """A person who picks up and listens."""

    def __init__(self) -> None:
        self.caller: Caller | None = None

    async def __call__(self, caller: Caller) -> None:
        self.caller = caller
        await caller.line_drops(timeout_s=LIMIT_S)


async def until(is_true) -> None:
    async with asyncio.timeout(LIMIT_S):
        while not is_true():  # noqa: ASYNC110 - the world runs in this very loop
            await asyncio.sleep(0.02)


async def test_the_python_client_places_a_call_and_its_text_is_heard(world, tmp_path):
    listener = Listener()
    world.twilio.people[CUSTOMER] = Person(answers_after_s=0.3, play=listener)
    script = tmp_path / "client.py"
    script.write_text(changed("client.py", world))
    await run(sys.executable, str(script))
    [call] = world.twilio.calls.values()
    await until(lambda: listener.caller is not None)
    await until(lambda: listener.caller.heard.first_voiced_ms(0, call.line.now_ms()) is not None)
    assert world.vendor.spoken == ["Hello! How can I help you?"]
    async with aiohttp.ClientSession(headers={"X-API-Key": COMPANY_KEY}) as http:
        await http.delete(f"{world.cloud.base_url}/api/v1/elevenlabs-twilio/calls/{call.sid}")


async def node() -> str | None:
    """A Node with WebSocket: 22 has it, 20 behind a flag."""
    found = shutil.which("node")
    return found if found and int(re.search(r"v(\d+)", await run(found, "--version"))[1]) >= 20 else None


async def test_the_javascript_client_hears_both_voices_and_stops(world, tmp_path):
    program = await node()
    if program is None:
        pytest.skip("NO NODE 20 HERE: the JavaScript client of the description was not run")
    address = world.addresses.resolve(f"wss://{RELAY_HOST}/").rstrip("/")
    script = tmp_path / "client.mjs"
    source = (CLIENTS / "client.js").read_text()
    script.write_text(source.replace("ws://your-domain.com", address).replace("company-key", COMPANY_KEY) + BROWSER)
    said = await run(program, "--experimental-websocket", str(script))
    assert "Connected to ElevenLabs Twilio stream" in said
    assert "Synthesis started: Hello! How can I help you today?" in said
    assert "voice true new-voice-id" in said
    assert int(re.search(r"played (\d+)", said)[1]) > 1000
    assert "error" not in said.lower()


def curl_lines(world: World) -> dict[str, str]:
    """The commands of the file, by their titles."""
    text = changed("curl.sh", world).replace("your-company-key", COMPANY_KEY)
    return dict(re.findall(r"^# (.*)\n(curl [\s\S]*?)\n(?=\n|\Z)", text, re.MULTILINE))


async def test_the_curl_lines_run_as_they_stand(world, tmp_path):
    if shutil.which("curl") is None:
        pytest.skip("NO CURL HERE: the command lines of the description were not run")
    lines = curl_lines(world)
    world.twilio.people[CUSTOMER] = Person(answers_after_s=0.1, play=Listener())
    server = await program_that_is_rung(world, lines.pop("Handle Incoming Call"), tmp_path)
    try:
        ended = lines.pop("End Integrated Call")
        before = ["Health Check", "Get Available Voices", "Validate Voice ID", "Create Integrated Call"]
        for title in before:
            assert '"detail"' not in await typed(lines.pop(title), tmp_path), title
        call = world.twilio.ring(OURS, CUSTOMER, Listener(), sid=SID)
        await until(lambda: call.status == "in-progress")  # before the program's answer the call is not known
        for title in list(lines):
            assert '"detail"' not in await typed(lines.pop(title), tmp_path), title
        assert (tmp_path / "synthesized_audio.mp3").read_bytes()[:2] == b"\xff\xe3"
        assert '"status":"ended"' in await typed(ended, tmp_path)
    finally:
        await server.cleanup()


async def typed(line: str, folder: Path) -> str:
    return await run("sh", "-c", f"cd '{folder}' && {line.replace('curl ', 'curl -sS ', 1)}")


async def program_that_is_rung(world: World, line: str, folder: Path) -> web.AppRunner:
    """Twilio asks a program what to do with a call; the program asks us with the description's line."""

    async def voice(_request: web.Request) -> web.Response:
        answer = await typed(line, folder)
        document = re.search(r'"twiml":"((?:[^"\\]|\\.)*)"', answer)
        return web.Response(text=document[1].encode().decode("unicode_escape"), content_type="text/xml")

    app = web.Application()
    app.router.add_post("/voice", voice)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    world.addresses.publish(PROGRAMS_SERVER, runner.addresses[0][1])
    world.twilio.own_number(OURS, f"https://{PROGRAMS_SERVER}/voice")
    return runner
