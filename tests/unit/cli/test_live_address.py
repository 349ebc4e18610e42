"""Before anything is started for it, the public address has to be there and lead here."""

import io
import socket
from pathlib import Path
from typing import Any

import pytest

from cli.live import command
from cli.live.command import Live, NotLive
from cli.live.saved_settings import SavedValue
from cli.live.settings import LiveSettings
from local.commands.terminal import Terminal
from tests.fakes.live_settings import GOOD


def live(tmp_path: Path, status: int = 204, **values: str) -> Live:
    async def reached(_url: str) -> int:
        return status

    settings = LiveSettings.read(GOOD | values, {})
    return Live(
        settings,
        Terminal(io.StringIO()),
        False,
        SavedValue(tmp_path / "former.json"),
        status=reached,
        path=str(tmp_path),
    )


@pytest.fixture
def no_world(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: Any) -> None:
        raise AssertionError("a world was started")

    monkeypatch.setattr(command, "LiveWorld", refused)
    monkeypatch.setattr(command, "REACHED_WITHIN_S", 1)


@pytest.mark.usefixtures("no_world")
async def test_an_address_that_leads_elsewhere_is_not_gone_on_with(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    with pytest.raises(NotLive, match=r"https://voice.example.com does not lead here"):
        await live(tmp_path, 404, PUBLIC_BASE_URL="https://voice.example.com", LIVE_PORT=port).run()


@pytest.mark.usefixtures("no_world")
async def test_a_taken_port_is_a_sentence_with_what_to_do(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        with pytest.raises(NotLive, match=f"port {port} is taken; set LIVE_PORT"):
            await live(tmp_path, PUBLIC_BASE_URL="https://voice.example.com", LIVE_PORT=port).run()


@pytest.mark.usefixtures("no_world")
async def test_without_an_address_and_without_a_tunnel_program_it_ends_in_a_sentence(tmp_path):
    with pytest.raises(command.NoTunnel, match="install cloudflared or ngrok"):
        await live(tmp_path).run()
