"""`python -m cli COMMAND`: says what it did, or in one sentence why it could not."""

import argparse
import sys
from collections.abc import Sequence

import httpx
from botocore.exceptions import BotoCoreError, ClientError

from cli import backup, campaigns, companies, decisions, doctor, erase, live, preflight, relay, replay
from cli.stage import StageUnknown
from trunkline.domain.errors import TrunklineError


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m cli", description="Run a stage of Trunkline.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for one in (backup, campaigns, companies, decisions, doctor, erase, live, preflight, relay, replay):
        one.add_to(commands)
    told = parser.parse_args(arguments)
    try:
        told.run(told)
    except (TrunklineError, StageUnknown) as error:
        print(f"{parser.prog}: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{parser.prog}: {error}", file=sys.stderr)
        return 1
    except httpx.HTTPError as error:
        print(f"{parser.prog}: no answer: {type(error).__name__}", file=sys.stderr)
        return 1
    except (BotoCoreError, ClientError) as error:
        print(f"{parser.prog}: AWS: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
