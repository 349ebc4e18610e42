"""The log of a world that runs in a terminal: for a person a sentence a line, for a program JSON as it was written."""

import json
from typing import Any

from local.commands.terminal import Terminal

METRICS = "_aws"  # a line of this form is CloudWatch's, and says nothing to a person
OF_THE_LOGGER = {"level", "location", "message", "timestamp", "service", "taskName", "exception", "exception_name"}
BAD = {"WARNING", "ERROR", "CRITICAL"}
CLOCK = slice(11, 19)  # of a timestamp, `2026-11-28 15:59:08,842+0000`


class LogLines:
    """`json_only`: also for a person."""

    def __init__(self, terminal: Terminal, *, json_only: bool = False) -> None:
        self._terminal = terminal
        self._is_json = json_only or not terminal.is_watched

    def __call__(self, source: str, line: dict[str, Any] | str) -> None:
        if self._is_json:
            written = line if isinstance(line, dict) else {"message": line}
            self._terminal.line(json.dumps({"source": source, **written}, ensure_ascii=False, default=str))
        elif isinstance(line, str):
            self._terminal.line(f"  {'':8} {_name(source)} {line}", "step")
        elif METRICS not in line:
            self._terminal.line(sentence(source, line), "bad" if line.get("level") in BAD else "step")


def sentence(source: str, line: dict[str, Any]) -> str:
    """Time, source, message; then the other fields by name."""
    clock = str(line.get("timestamp", ""))[CLOCK]
    facts = [f"{name}={value}" for name, value in line.items() if name not in OF_THE_LOGGER and value not in ("", None)]
    level = f"{line['level']}: " if line.get("level") in BAD else ""
    words = " ".join([f"{level}{line.get('message') or line.get('errorMessage', '')}", *facts])
    trace = f"\n{line['exception']}" if line.get("exception") else ""
    return f"  {clock:8} {_name(source)} {words}{trace}"


def _name(source: str) -> str:
    return f"{source.removesuffix('Function'):<18}"
