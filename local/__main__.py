"""`python -m local`: the telephone world from a terminal. Watch two calls, play one, or keep it running."""

import argparse
import asyncio
import sys

from local.demo import demo, play
from local.recorder import record
from local.sam import files
from local.sam.door import DockerDoor, NoDocker
from local.scenarios.catalogue import SCENARIOS
from local.stopping import run_until_stopped
from local.terminal import Terminal
from local.world import World, routes


def main() -> int:
    arguments = _parser().parse_args()
    terminal = Terminal()
    match arguments.command:
        case "demo":
            job = demo(terminal)
        case "record":
            job = record(terminal)
        case "call":
            job = play(terminal, SCENARIOS[arguments.scenario])
        case _:
            job = stay_up(terminal, arguments.for_sam)
    return run_until_stopped(job, terminal)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m local", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("demo", help="two calls, watched, and what is on file afterwards")
    one = commands.add_parser("call", help="one call of your choice")
    one.add_argument("scenario", choices=sorted(SCENARIOS))
    commands.add_parser("record", help="record events/ anew")
    up = commands.add_parser("run", help="the world, until Ctrl-C")
    up.add_argument("--for-sam", action="store_true", help="let `sam local` use it, too")
    return parser


async def stay_up(terminal: Terminal, for_sam: bool) -> None:
    world = World(on_log=lambda source, line: terminal.line(f"  {source}: {line}", "step"))
    door = DockerDoor()
    try:
        await world.start()
        if for_sam:
            await door.open(files.write(world))
        _introduce(world, terminal)
        await asyncio.Event().wait()
    except (NoDocker, files.NotBuilt) as reason:
        raise SystemExit(f"not ready for sam local: {reason}") from None
    finally:
        await door.close()
        await world.stop()


def _introduce(world: World, terminal: Terminal) -> None:
    terminal.title("The telephone world is up; Ctrl-C ends it")
    terminal.fact("webhooks and API", world.cloud.base_url)
    terminal.fact("AWS (moto)", world.cloud.aws_endpoint)
    terminal.fact("carrier's REST API", world.twilio.base_url)
    terminal.fact("voice provider's API", world.vendor.base_url)
    for route in routes():
        terminal.fact(route["number"], f"{route['mode']} {route.get('agent_id', '')}")


if __name__ == "__main__":
    sys.exit(main())
