"""`python -m local.sam`: proves `sam local` against a local world; without Docker it says loudly that it did not."""

import asyncio
import sys

from local.commands.ending import status_of
from local.commands.terminal import Terminal
from local.sam.docker_network import NoDocker
from local.sam.files import NotBuilt
from local.sam.proof import CASES, Proof


def main(terminal: Terminal) -> int:
    proof = Proof(terminal)
    try:
        asyncio.run(proof.run())
    except NoDocker as reason:
        terminal.line(f"SKIPPED: no function ran in Lambda's container: {reason}", "bad")
        return 0
    except NotBuilt as reason:
        terminal.line(str(reason), "bad")
        return 1
    functions = len({case.function for case in CASES})
    terminal.line(f"{functions} functions and the API: {len(proof.failed)} wrong answers", "title")
    return 1 if proof.failed else 0


if __name__ == "__main__":
    sys.exit(status_of(lambda: main(Terminal())))
