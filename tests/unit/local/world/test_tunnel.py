"""The address in the output of tunnel programs. The lines are theirs."""

import pytest

from local.world.tunnel import PROGRAMS, NoTunnel, Tunnel
from tests.programs import python_program

CLOUDFLARED, NGROK = PROGRAMS
STARTS = "2022-11-11T19:57:55Z INF Requesting new quick Tunnel on trycloudflare.com..."
PRINTS = "2022-11-11T19:57:58Z INF |  https://four-dashed-word-url.trycloudflare.com                                |"
FAILS = 'failed to request quick Tunnel: Post "https://api.trycloudflare.com/tunnel": dial tcp: no such host'
NGROK_PRINTS = (
    't=2026-01-01T00:00:00+0000 lvl=info msg="started tunnel" obj=tunnels name=command_line '
    "addr=http://localhost:8000 url=https://1a2b-3c4d.ngrok-free.app"
)
NGROK_WEB = 't=2026-01-01T00:00:00+0000 lvl=info msg="starting web service" obj=web addr=127.0.0.1:4040'


@pytest.mark.parametrize(
    ("program", "line", "address"),
    [
        (CLOUDFLARED, STARTS, ""),
        (CLOUDFLARED, PRINTS, "https://four-dashed-word-url.trycloudflare.com"),
        (CLOUDFLARED, FAILS, ""),
        (NGROK, NGROK_WEB, ""),
        (NGROK, NGROK_PRINTS, "https://1a2b-3c4d.ngrok-free.app"),
    ],
)
def test_the_address_is_found_in_the_line_that_has_it(program, line, address):
    assert program.found(line) == address


async def test_without_a_program_a_sentence_says_what_to_do(tmp_path):
    with pytest.raises(NoTunnel, match="install cloudflared or ngrok, or set PUBLIC_BASE_URL"):
        await Tunnel(8000, str(tmp_path)).start()


async def test_cloudflared_goes_before_ngrok_and_gets_the_port(tmp_path):
    python_program(tmp_path / "ngrok", "raise SystemExit")
    python_program(
        tmp_path / "cloudflared",
        f"import sys, time\nassert sys.argv[-1].endswith(':8123')\nprint({PRINTS!r}, flush=True)\ntime.sleep(60)",
    )
    tunnel = Tunnel(8123, str(tmp_path))
    assert await tunnel.start() == "https://four-dashed-word-url.trycloudflare.com"
    assert tunnel.name == "cloudflared"
    await tunnel.stop()
    await tunnel.ended()


async def test_a_program_that_fails_is_quoted(tmp_path):
    python_program(tmp_path / "cloudflared", f"import sys\nprint({FAILS!r}, file=sys.stderr)\nsys.exit(1)")
    tunnel = Tunnel(8000, str(tmp_path))
    with pytest.raises(NoTunnel, match=r"ended before it printed an address.*no such host"):
        await tunnel.start()
    await tunnel.stop()
