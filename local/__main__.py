"""`python -m local COMMAND`: the telephone world from a terminal. Watch two calls, play one, or keep it running."""

import sys

from local.commands.ending import status_of


def _run() -> int:
    from local.commands.command_line import main  # a whole world: an interrupt while it loads ends as quietly as later

    return main()


if __name__ == "__main__":
    sys.exit(status_of(_run))
