"""One direction of one call: what was sent, whether it arrived unharmed, and how long it took."""

import time
from array import array
from collections import deque
from dataclasses import dataclass, field

from bench.load.frames import read_stamp, stamped


@dataclass(slots=True)
class Hops:
    """The latencies of all calls in one direction; open only during the measured window."""

    is_open: bool = False
    took_ns: array = field(default_factory=lambda: array("q"))


@dataclass(slots=True)
class Way:
    hops: Hops
    sent: int = 0
    received: int = 0
    wrong: int = 0
    _under_way: deque[bytes] = field(default_factory=deque)

    def leave(self, body: bytes) -> bytes:
        """The payload to send, stamped as late as possible."""
        payload = stamped(time.monotonic_ns(), self.sent, body)
        self.sent += 1
        self._under_way.append(payload)
        return payload

    def arrive(self, payload: bytes) -> None:
        """TCP keeps the order, so the next payload under way is the one expected, to the byte."""
        now_ns = time.monotonic_ns()
        self.received += 1
        if not self._under_way or payload != self._under_way.popleft():
            self.wrong += 1
        elif self.hops.is_open:
            self.hops.took_ns.append(now_ns - read_stamp(payload)[0])
