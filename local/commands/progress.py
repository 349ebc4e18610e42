"""A line that shows how far a campaign has come: on a terminal it stays in place, elsewhere it comes now and then."""

import time
from typing import Any

from local.commands.terminal import Terminal

WIDTH = 30
EVERY_S = 5.0  # where lines cannot be drawn over


class ProgressBar:
    """Counts are the API's; rate and end are computed here."""

    def __init__(self, terminal: Terminal, now_s: Any = time.monotonic) -> None:
        self._terminal, self._now_s = terminal, now_s
        self._is_live = terminal.is_watched
        self._began_s, self._shown_s = now_s(), float("-inf")

    def show(self, payload: dict[str, Any]) -> None:
        line = self.line(payload)
        if self._is_live:
            self._terminal.write(f"\r\033[K{line}")
        elif self._now_s() - self._shown_s >= EVERY_S:
            self._shown_s = self._now_s()
            self._terminal.line(line)

    def end(self) -> None:
        if self._is_live:
            self._terminal.line()

    def line(self, payload: dict[str, Any]) -> str:
        done, contacts = payload["done"], max(1, payload["contacts"])
        filled = "█" * (WIDTH * done // contacts)
        outcomes = "  ".join(f"{name} {number}" for name, number in sorted(payload["outcomes"].items()))
        count = f"{done}/{payload['contacts']}  {self._pace(done, contacts)}  live {payload['live']}"
        return f"  {filled:░<{WIDTH}} {count}  {outcomes}"

    def _pace(self, done: int, contacts: int) -> str:
        seconds = self._now_s() - self._began_s
        if done == 0 or seconds <= 0:
            return "…"
        left_s = round(seconds / done * (contacts - done))
        return f"{60 * done / seconds:.0f}/min, {left_s // 60}:{left_s % 60:02} left"
