"""A recorded terminal: `make demo` is run in a terminal of its own, and what it prints is drawn as an SVG that moves.

Nothing is written by hand: each line and its moment are the command's. Only waits are shortened.
"""

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path

from website.terminal_picture import COLUMNS, DARK, LIGHT, ROWS, Printed, drawn

PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
TITLE = "make demo, recorded"


def main() -> int:
    printed, status = recorded(["make", "--no-print-directory", "demo"])
    if status:
        print(f"make demo ended with {status}; docs/pictures is as it was", file=sys.stderr)
        return 1
    for name, palette in (("demo.svg", LIGHT), ("demo-dark.svg", DARK)):
        path = PICTURES / name
        path.write_text(drawn(printed, TITLE, palette, typed="make demo"))
        print(f"{path.relative_to(Path.cwd())}: {path.stat().st_size // 1000} KB")
    return 0


def recorded(command: list[str]) -> tuple[list[Printed], int]:
    """Each piece that the command printed with its second, and the command's exit status."""
    terminal, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True)  # noqa: S603
    os.close(theirs)
    printed = list(_pieces(terminal))
    os.close(terminal)
    return printed, process.wait()


def _pieces(terminal: int) -> Iterator[Printed]:
    began, held = time.monotonic(), b""
    while True:
        try:
            read = os.read(terminal, 1 << 16)
        except OSError:  # how Linux says that the command has ended
            return
        if not read:  # how macOS does
            return
        whole, newline, held = (held + read).rpartition(b"\n")
        if newline:
            text = whole.decode()
            sys.stdout.write(f"{text}\n")
            yield Printed(time.monotonic() - began, text)


if __name__ == "__main__":
    sys.exit(main())
