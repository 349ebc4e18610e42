"""`make run` as a newcomer meets it: fixed ports, everything printed that is needed to ring, to be rung and to look."""

import asyncio
import itertools
import json
import os
import shlex
import signal
import sys
import urllib.request
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from cli.__main__ import main
from local.elevenlabs.speech.library import DEFAULT_VOICES
from local.scenarios.catalogue import SCENARIOS
from local.world.bell import NotRung, ring, scenario_for
from local.world.ports import Ports, PortTaken
from local.world.relay_process import ROOT
from tests.fakes.ports import free_ports

pytestmark = pytest.mark.asyncio(loop_scope="module")


class Running:
    def __init__(self, first: int, process: asyncio.subprocess.Process) -> None:
        self.first, self.process, self.lines = first, process, list[str]()

    async def until(self, words: str) -> None:
        assert self.process.stdout is not None
        async with asyncio.timeout(60):
            async for raw in self.process.stdout:
                self.lines.append(raw.decode().strip())
                if words in self.lines[-1]:
                    return
        raise AssertionError(self.lines)

    def fact(self, name: str) -> str:
        return next(line.removeprefix(name).strip() for line in self.lines if line.startswith(name))

    def command(self, words: str) -> list[str]:
        return shlex.split(next(line for line in self.lines if line.startswith("curl") and words in line))


# As from a terminal: a shell's background jobs ignore Ctrl-C, and so would all that they start.
FROM_A_TERMINAL = """
import runpy, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
sys.argv[1:] = ["run"]
runpy.run_module("local", run_name="__main__", alter_sys=True)
"""
ENDS_WITHIN_S = 30


async def started(first: int) -> Running:
    environment = os.environ | {"LOCAL_PORT": str(first)}
    command = [sys.executable, "-c", FROM_A_TERMINAL]
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, env=environment, stdout=-1, stderr=-2)
    return Running(first, process)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def running() -> AsyncIterator[Running]:
    here = await started(free_ports())
    try:
        await here.until("/api/v1/calls/$CALL_SID")
        yield here
    finally:
        here.process.send_signal(signal.SIGINT)
        async with asyncio.timeout(ENDS_WITHIN_S):
            await here.process.communicate()


def asked(command: list[str], call_sid: str = "") -> Any:
    """The answer to a printed curl command."""
    headers = dict(part.split(": ", 1) for before, part in itertools.pairwise(command) if before == "-H")
    body = command[command.index("-d") + 1].encode() if "-d" in command else None
    request = urllib.request.Request(command[-1].replace("$CALL_SID", call_sid), body, headers)
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.load(answer)


async def test_every_address_is_printed_with_the_chosen_port(running: Running) -> None:
    at = [f"127.0.0.1:{running.first + n}" for n in range(5)]
    assert running.fact("webhooks and API") == f"http://{at[0]}"
    console = running.fact("console").split()[0]
    assert console == f"http://{at[0]}/"
    with await asyncio.to_thread(urllib.request.urlopen, console) as page:
        assert page.headers["content-security-policy"].startswith("default-src 'none';")
    assert running.fact("relay  ") == f"ws://{at[1]}"
    assert running.fact("carrier's REST API") == f"http://{at[2]}"
    assert running.fact("voice provider's API") == f"http://{at[3]}"
    assert running.fact("AWS (moto)") == f"http://{at[4]}"
    assert [running.fact(f"voice {voice.name}") for voice in DEFAULT_VOICES] == [
        item.voice_id for item in DEFAULT_VOICES
    ]


async def test_the_printed_commands_place_a_call_speak_a_text_and_show_the_record(running: Running) -> None:
    placed = await asyncio.to_thread(asked, running.command("elevenlabs-twilio/calls"))
    assert placed["call_sid"].startswith("CA")
    spoken = await asyncio.to_thread(asked, running.command("/stream"), placed["call_sid"])
    assert spoken["call_sid"] == placed["call_sid"]
    shown = await asyncio.to_thread(asked, running.command("/api/v1/calls/"), placed["call_sid"])
    assert shown["call_sid"] == placed["call_sid"]


async def test_its_log_is_json_without_a_terminal(running: Running) -> None:
    lines = [json.loads(line) for line in running.lines if line.startswith("{")]
    assert [line for line in lines if (line["source"], line["message"]) == ("relay", "relay is ready")]
    assert not [line for line in running.lines if "{'" in line and not line.startswith("curl")]


async def test_a_number_is_rung_from_another_terminal(running: Running) -> None:
    call_sid = await ring(f"http://127.0.0.1:{running.first + 5}", "+15005550012", "")
    assert call_sid.startswith("CA")
    with pytest.raises(NotRung, match="no number"):
        await ring(f"http://127.0.0.1:{running.first + 5}", "+15005559999", "")


IN_THE_WORLD = (
    (["companies", "list"], "acme  Acme"),
    (["companies", "keys", "acme"], "the demo's key"),
    (["campaigns", "list"], "no campaigns yet"),
    (["replay", "dead-letters", "--dry-run"], "0 dead letters listed"),
    (["replay", "inbox", "--dry-run"], "reports listed"),
    (["doctor"], "number +15005550006: rings here"),
    (["erase", "acme", "--number", "+14155550111"], "status: not-found"),
    (["campaigns", "suppress", "+14155550112", "--everybody"], "1 numbers are not called"),
)


@pytest.mark.parametrize(("command", "says"), IN_THE_WORLD, ids=lambda value: " ".join(value))
async def test_every_command_reaches_the_world_that_runs(
    running: Running, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: list[str], says: str
) -> None:
    monkeypatch.setenv("LOCAL_PORT", str(running.first))
    monkeypatch.setenv("AWS_PROFILE", "of-an-account")
    monkeypatch.setenv("TRUNKLINE_API_KEY", "of-a-stage")
    await asyncio.to_thread(main, [*command, "--stage", "local"])
    assert says in capsys.readouterr().out


async def test_a_campaigns_decisions_are_audited_in_the_world_that_runs(
    running: Running, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("LOCAL_PORT", str(running.first))
    order = {"name": "Spring", "channel": "relay", "from_number": "+15005550006", "agent_id": "agent_front_desk"}
    (tmp_path / "order.json").write_text(json.dumps(order | {"window": {"opens": "08:00", "closes": "21:00"}}))
    create = ["campaigns", "create", str(tmp_path / "order.json"), "--quiet", "--stage", "local"]
    assert await asyncio.to_thread(main, create) == 0
    campaign_id = capsys.readouterr().out.strip()
    assert await asyncio.to_thread(main, ["decisions", campaign_id, "--stage", "local"]) == 0
    assert "0 chains broken" in capsys.readouterr().out


async def test_a_port_that_is_taken_is_named_and_how_to_choose_others(running: Running) -> None:
    second = await started(running.first)
    said, _ = await second.process.communicate()
    assert second.process.returncode == 1
    assert f"port {running.first} (api) is taken" in said.decode()
    assert "LOCAL_PORT=" in said.decode()
    assert "Traceback" not in said.decode()


@pytest.mark.parametrize("written", ["0", "80", "65535", "many", "²", "-1"])
async def test_a_first_port_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv("LOCAL_PORT", written)
    with pytest.raises(PortTaken, match="LOCAL_PORT"):
        Ports.fixed()


async def test_without_a_world_the_bell_says_how_to_start_one() -> None:
    with pytest.raises(NotRung, match="make run"):
        await ring(f"http://127.0.0.1:{free_ports()}", "+15005550006", "")


async def test_a_number_has_its_usual_caller_and_may_have_another() -> None:
    numbers = {scenario.number for scenario in SCENARIOS.values()} | {"+15005550010"}
    assert scenario_for(SCENARIOS["barge-in"].number, "", numbers) == SCENARIOS["barge-in"]
    assert scenario_for("+15005550010", "", numbers).play == SCENARIOS["relayed"].play
    assert scenario_for("+15005550010", "silent", numbers).play == SCENARIOS["silent"].play
    with pytest.raises(NotRung, match="no scenario"):
        scenario_for("+15005550010", "nothing", numbers)
