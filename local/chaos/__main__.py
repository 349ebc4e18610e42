"""`python -m local.chaos`: see `local.chaos.command`."""

import sys

from local.commands.ending import status_of


def _run() -> int:
    from local.chaos.command import main  # an interrupt while it loads ends as quietly as later

    return main()


if __name__ == "__main__":
    sys.exit(status_of(_run))
