"""Free ports for programs that tests start: six in a row, never the same ones twice."""

import os
import re
import socket
import threading
from collections.abc import Iterator

ROW, PER_WORKER = 6, 1_500


def _rows() -> Iterator[int]:
    """The first port of each free row. A worker of the tests has a range of its own, below the system's ephemeral
    ports: two workers look at the same moment."""
    [worker] = re.findall(r"\d+", os.environ.get("PYTEST_XDIST_WORKER", "gw0"))
    first = 20_000 + int(worker) % 8 * PER_WORKER
    for port in range(first, first + PER_WORKER, ROW):
        if all(_is_free(port + offset) for offset in range(ROW)):
            yield port


def _is_free(port: int) -> bool:
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True


_free, _one_at_a_time = _rows(), threading.Lock()


def free_ports() -> int:
    """The first of six free ports in a row."""
    with _one_at_a_time:
        return next(_free)
