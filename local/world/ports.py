"""Ports of the parts of a world. Zero: a free one, as in every test."""

import os
import socket
from dataclasses import asdict, dataclass, fields

VARIABLE, FIRST = "LOCAL_PORT", 4500
LAST = 65530
BELL = 5  # how far behind the first one


class PortTaken(Exception):
    """Names the port, what it was for, and how to choose others."""


@dataclass(frozen=True)
class Ports:
    api: int = 0
    relay: int = 0
    carrier: int = 0
    vendor: int = 0
    aws: int = 0
    bell: int = 0

    @classmethod
    def fixed(cls) -> "Ports":
        """The same at every start, so that other programs can be set to them. Raises PortTaken."""
        first = first_port()
        ports = cls(*range(first, first + len(fields(cls))))
        for name, port in asdict(ports).items():
            _look(name, port)
        return ports


def fixed_ports() -> Ports:
    """For a command at a terminal: a port that is taken ends it with the reason."""
    try:
        return Ports.fixed()
    except PortTaken as reason:
        raise SystemExit(f"the world does not start: {reason}") from None


def first_port() -> int:
    """Raises PortTaken for what is no port."""
    written = os.environ.get(VARIABLE) or str(FIRST)
    if not (written.isascii() and written.isdigit() and 1024 <= int(written) <= LAST):
        raise PortTaken(f"{VARIABLE}={written} is no port: choose the first of six, from 1024 to {LAST}")
    return int(written)


def _look(name: str, port: int) -> None:
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError as error:
        how = f"end what listens there, or choose the first of six others: make run {VARIABLE}=4600"
        raise PortTaken(f"port {port} ({name}) is taken: {how}") from error
