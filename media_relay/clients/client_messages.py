"""Messages to a client of a call, on a socket of this relay or of the relay the client came to."""

from datetime import UTC, datetime

from trunkline.relay_api import client_socket as wire


def utc_now() -> datetime:
    return datetime.now(UTC)


class ClientMessages:
    """A listener of a call. Subclasses send and hang up."""

    def __init__(self, peer_id: str) -> None:
        self.peer_id = peer_id

    def send(self, frame: bytes) -> None:
        raise NotImplementedError

    def hang_up(self) -> None:
        raise NotImplementedError

    def welcome(self, call_sid: str | None) -> None:
        self.send(wire.connection_established(self.peer_id, call_sid, utc_now()))

    def speech(self, payload: bytes) -> None:
        self.send(wire.audio(payload, utc_now()))

    def started(self, text: str, *, pii_removed: bool) -> None:
        self.send(wire.synthesis_started(text, utc_now(), pii_removed=pii_removed))

    def failed(self, text: str, error: str) -> None:
        self.send(wire.synthesis_error(text, error, utc_now()))

    def answered(self, action: str, *, success: bool, **more: object) -> None:
        self.send(wire.control_response(action, utc_now(), success=success, **more))

    def complain(self, detail: str) -> None:
        self.send(wire.error(detail, utc_now()))

    def silence(self) -> None:
        """Audio that was sent and is not yet heard is void."""
        self.send(wire.interruption(utc_now()))

    def over(self) -> None:
        self.send(wire.call_ended(utc_now()))
        self.hang_up()
