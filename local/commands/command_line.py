"""The telephone world from a terminal: watch two calls, play one, ring it, call a list, or keep it running."""

import argparse
import asyncio
import json

from local.commands import campaign
from local.commands.demo import demo, one_call
from local.commands.running import COMPANY_KEY
from local.commands.stopping import run_until_stopped
from local.commands.terminal import Terminal
from local.elevenlabs.speech.library import DEFAULT_VOICES
from local.sam import files
from local.sam.docker_network import DockerNetwork, NoDocker, gateway
from local.scenarios.catalogue import SCENARIOS
from local.world.bell import Bell, NotRung, ring
from local.world.event_log import record
from local.world.log_lines import LogLines
from local.world.ports import BELL, FIRST, VARIABLE, PortTaken, first_port, fixed_ports
from local.world.relay_fleet import STARTS_IN_S
from local.world.world import COLLEAGUE, SPARE_NUMBERS, World, routes


def main() -> int:
    arguments = _parser().parse_args()
    terminal = Terminal()
    match arguments.command:
        case "demo":
            job = demo(terminal, keep=arguments.keep)
        case "record":
            job = record(terminal)
        case "call":
            job = one_call(terminal, SCENARIOS[arguments.scenario])
        case "campaign":
            job = campaign.played(terminal, campaign.Play(arguments.people, channel=arguments.channel))
        case "ring":
            return ring_there(arguments, terminal)
        case _:
            job = stay_up(terminal, arguments.for_sam, relay_sleeps=arguments.relay_sleeps)
    return run_until_stopped(job, terminal)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m local", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    watched = commands.add_parser("demo", help="five calls, watched, and what is on file afterwards")
    watched.add_argument("--keep", action="store_true", help="leave the world open afterwards, with its console")
    call = commands.add_parser("call", help="one call of your choice")
    call.add_argument("scenario", choices=sorted(SCENARIOS), help="what the caller does")
    campaign.add_arguments(commands.add_parser("campaign", help="a list of people, called in fast motion"))
    commands.add_parser("record", help="record events/ anew")
    there = commands.add_parser("ring", help="a caller for a world that runs in another terminal (`make run`)")
    there.add_argument("number", help="as `make run` lists them")
    there.add_argument("--scenario", choices=sorted(SCENARIOS), help="what the caller does (default: the usual)")
    there.add_argument("--quiet", action="store_true", help="print the id of the call alone")
    up = commands.add_parser("run", help="the world, until Ctrl-C")
    up.add_argument("--relay-sleeps", action="store_true", help=f"begin asleep; waking takes {STARTS_IN_S:.0f} s")
    up.add_argument("--for-sam", action="store_true", help="let `sam local` use it, too")
    return parser


async def stay_up(terminal: Terminal, for_sam: bool, *, relay_sleeps: bool = False) -> None:
    if for_sam:
        await _look_for_sam()
    ports, starts_in_s = fixed_ports(), STARTS_IN_S if relay_sleeps else None
    world = World(on_log=LogLines(terminal), ports=ports, relay_starts_in_s=starts_in_s)
    network, bell = DockerNetwork(), Bell({*(route["number"] for route in routes()), *SPARE_NUMBERS}, world.ring)
    try:
        await world.start()
        if relay_sleeps:
            await world.night.falls()
        await bell.start(ports.bell)
        await world.cloud.publish_stack()
        if for_sam:
            await network.open(files.write(world))
        _introduce(world, terminal)
        await asyncio.Event().wait()
    finally:
        await network.close()
        await bell.stop()
        await world.stop()


async def _look_for_sam() -> None:
    """Before a world is started for it."""
    try:
        await gateway()
        files.built()
    except (NoDocker, files.NotBuilt) as reason:
        raise SystemExit(f"not ready for sam local: {reason}") from None


def ring_there(arguments: argparse.Namespace, terminal: Terminal) -> int:
    number, bell = arguments.number, f"http://127.0.0.1:{first_port() + BELL}"
    try:
        call_sid = asyncio.run(ring(bell, number, arguments.scenario or ""))
    except (NotRung, PortTaken) as reason:
        raise SystemExit(f"not rung: {reason}") from None
    seen = f"{number} rings: call {call_sid}; the other terminal shows how it goes"
    terminal.line(call_sid if arguments.quiet else seen)
    return 0


def _introduce(world: World, terminal: Terminal) -> None:
    terminal.title("The telephone world is up; Ctrl-C ends it")
    terminal.fact("console", f"{world.cloud.base_url}/  (sign in with the API key)")
    terminal.fact("API key", COMPANY_KEY)
    terminal.fact("webhooks and API", world.cloud.base_url)
    terminal.fact("relay", _relay(world))
    terminal.fact("AWS (moto)", world.cloud.aws_endpoint)
    terminal.fact("carrier's REST API", world.twilio.base_url)
    terminal.fact("voice provider's API", world.vendor.base_url)
    terminal.fact("customer's endpoint", f"{world.customer.origin}/events, fails/2, slow/3, twice, redirects, dribbles")
    for voice in DEFAULT_VOICES:
        terminal.fact(f"voice {voice.name}", voice.voice_id)
    for route in routes():
        terminal.fact(route["number"], f"{route['mode']} {route.get('agent_id', '')}")
    terminal.fact(", ".join(SPARE_NUMBERS), "yours: make a route")
    terminal.title("Try it in another terminal")
    for line in _commands(world.cloud.base_url, world.customer.origin):
        terminal.line(f"  {line}")


def _relay(world: World) -> str:
    up = [relay.port for relay in world.relays if relay.is_up]
    return f"ws://127.0.0.1:{up[0]}" if up else f"asleep; the first call wakes it, in {STARTS_IN_S:.0f} s"


def _commands(base_url: str, customer: str) -> tuple[str, ...]:
    """A caller who rings in, a call that is placed and spoken to, what is on file, and an operator's command."""
    number, voice = routes()[0]["number"], DEFAULT_VOICES[0].voice_id
    body = json.dumps({"to_number": COLLEAGUE, "from_number": number, "voice_id": voice})
    send = f"curl -H 'X-API-Key: {COMPANY_KEY}' -H 'Content-Type: application/json' -d"
    calls = f"{base_url}/api/v1/elevenlabs-twilio/calls"
    port = f"{VARIABLE}={first_port()} " if first_port() != FIRST else ""
    return (
        f"{port}make ring NUMBER={number}",
        f"{send} '{body}' {calls}",
        f'{send} \'{{"text": "Good morning."}}\' {calls}/$CALL_SID/stream',
        f"curl -H 'X-API-Key: {COMPANY_KEY}' {base_url}/api/v1/calls/$CALL_SID",
        f"{send} '{json.dumps({'url': f'{customer}/events'})}' {base_url}/api/v1/event-endpoints",
        f"{port}.venv/bin/python -m cli companies list --stage local",
    )
