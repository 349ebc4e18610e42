"""The local world's name service: public https and wss addresses on one side, loopback ports on the other."""

from collections import deque
from urllib.parse import urlsplit, urlunsplit

PLAIN = {"https": "http", "wss": "ws"}  # TLS ends at the edge of the real world; here everything is loopback


class AddressBook:
    """Maps a public host to the loopback ports that play it, so that the public URLs stay exactly as in the cloud.

    With several ports it is the load balancer, too: each look-up takes the next, and a dead one is withdrawn.
    """

    def __init__(self) -> None:
        self._ports: dict[str, deque[int]] = {}

    def publish(self, host: str, port: int) -> None:
        """This port, and no other, plays the host."""
        self._ports[host] = deque([port])

    def add(self, host: str, port: int) -> None:
        self._ports.setdefault(host, deque()).append(port)

    def withdraw(self, host: str, port: int) -> None:
        self._ports[host].remove(port)

    def resolve(self, url: str) -> str:
        """The loopback form of a public URL. Addresses already on loopback pass through; unknown hosts raise."""
        parts = urlsplit(url)
        if parts.hostname in {"127.0.0.1", "localhost"}:
            return url
        ports = self._ports.get(parts.hostname or "")
        if not ports:
            raise UnknownHost(f"no such host in the local world: {parts.hostname}")
        port = ports[0]
        ports.rotate(-1)
        return urlunsplit((PLAIN[parts.scheme], f"127.0.0.1:{port}", parts.path, parts.query, ""))


class UnknownHost(Exception):
    """A URL names a host that is not played here; a real lookup would fail as well."""
