"""The local world's name service: public https and wss addresses on one side, loopback ports on the other."""

from urllib.parse import urlsplit, urlunsplit

PLAIN = {"https": "http", "wss": "ws"}  # TLS ends at the edge of the real world; here everything is loopback


class AddressBook:
    """Maps a public host to the loopback port that plays it, so that the public URLs stay exactly as in the cloud."""

    def __init__(self) -> None:
        self._ports: dict[str, int] = {}

    def publish(self, host: str, port: int) -> None:
        self._ports[host] = port

    def resolve(self, url: str) -> str:
        """The loopback form of a public URL. Addresses already on loopback pass through; unknown hosts raise."""
        parts = urlsplit(url)
        if parts.hostname in {"127.0.0.1", "localhost"}:
            return url
        try:
            port = self._ports[parts.hostname or ""]
        except KeyError:
            raise UnknownHost(f"no such host in the local world: {parts.hostname}") from None
        return urlunsplit((PLAIN[parts.scheme], f"127.0.0.1:{port}", parts.path, parts.query, ""))


class UnknownHost(Exception):
    """A URL names a host that nobody plays here; a real lookup would fail as well."""
