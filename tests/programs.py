"""Programs on a path that tests write themselves, in Python."""

import shlex
import sys
from pathlib import Path


def python_program(path: Path, source: str) -> Path:
    """An executable that runs this source. A shell starts it, because a `#!` line takes no path with a blank."""
    code = path.with_name(f"{path.name}.py")
    code.write_text(source)
    path.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} {shlex.quote(str(code))} "$@"\n')
    path.chmod(0o755)
    return path
