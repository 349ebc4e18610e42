"""Logs of deployed functions."""

import json
from collections.abc import Callable
from typing import Any

from local.cloud.workers import Invocation

OnLog = Callable[[str, dict | str], None]


class FunctionLogs:
    """Reads on from where it stopped. A traceback is an invocation that failed; what went well leaves none here."""

    def __init__(self, logs: Any, groups: dict[str, str], on_log: OnLog) -> None:
        self._logs, self._groups, self._on_log = logs, groups, on_log
        self._read: dict[str, int] = {}  # lines so far, by group: the emulator gives its events no names

    def read(self) -> list[Invocation]:
        """The failures among what is new; every line goes to `on_log`, under its group's name."""
        failed = []
        for source, group in self._groups.items():
            for event in self._new(group):
                self._on_log(source, _parsed(event["message"]))
                if event["message"].startswith("Traceback"):
                    failed.append(Invocation(source, 0.0, "see the log"))
        return failed

    def _new(self, group: str) -> list[dict[str, Any]]:
        pages = self._logs.get_paginator("filter_log_events").paginate(logGroupName=group)
        events = [event for page in pages for event in page["events"]]
        already, self._read[group] = self._read.get(group, 0), len(events)
        return events[already:]


def _parsed(text: str) -> dict | str:
    try:
        line = json.loads(text)
    except ValueError:
        return text
    return line if isinstance(line, dict) else text
