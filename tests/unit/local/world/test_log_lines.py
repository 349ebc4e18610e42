"""The log of a running world: for a person, and for a program."""

import io
import json
from typing import Any

import pytest

from local.commands.terminal import Terminal
from local.world.log_lines import LogLines

LINE = {
    "level": "INFO",
    "location": "_answer:62",
    "message": "call answered",
    "timestamp": "2026-11-28 15:59:29,234+0000",
    "service": "trunkline",
    "taskName": "Task-1",
    "call_id": "CA1",
    "detail": "",
}
METRICS = {"_aws": {"Timestamp": 1, "CloudWatchMetrics": []}, "stage": "local", "CallAnswered": [1.0]}
WRONG = LINE | {"level": "ERROR", "message": "it broke", "exception": "Traceback ...\nValueError: x"}


class Watched(io.StringIO):
    def isatty(self) -> bool:
        return True


def written(out: io.StringIO, *lines: dict[str, Any] | str, **options: Any) -> list[str]:
    log = LogLines(Terminal(out), **options)
    for line in lines:
        log("AnswerCallFunction", line)
    return out.getvalue().splitlines()


def test_a_line_for_a_person_has_time_source_and_message() -> None:
    [line] = written(Watched(), LINE, METRICS)
    assert "15:59:29 AnswerCall         call answered call_id=CA1" in line
    assert "{" not in line


def test_an_error_is_printed_with_its_trace() -> None:
    lines = written(Watched(), WRONG, "no JSON at all")
    assert "ERROR: it broke" in lines[0]
    assert "ValueError: x" in lines[2]
    assert "no JSON at all" in lines[3]


@pytest.mark.parametrize("out", [io.StringIO, Watched])
def test_a_program_reads_json_and_all_of_it(out: type[io.StringIO]) -> None:
    lines = [json.loads(line) for line in written(out(), LINE, METRICS, WRONG, "none", json_only=out is Watched)]
    source = {"source": "AnswerCallFunction"}
    assert lines == [source | LINE, source | METRICS, source | WRONG, source | {"message": "none"}]


class Gone(io.StringIO):
    def write(self, _text: str) -> int:
        raise BrokenPipeError(32, "Broken pipe")


def test_an_output_that_cannot_be_written_is_noticed_once() -> None:
    terminal, noticed = Terminal(Gone()), list[str]()
    terminal.on_failure = lambda: noticed.append("stop")
    terminal.line("a")
    terminal.title("b")
    assert noticed == ["stop"]
    assert isinstance(terminal.failure, BrokenPipeError)
