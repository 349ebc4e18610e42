"""Puts fragmented WebSocket messages together again, up to a limit. Whole messages pass through untouched."""


class Fragments:
    def __init__(self, limit_bytes: int) -> None:
        self._limit = limit_bytes
        self._parts = bytearray()

    def add(self, payload: bytes, *, is_last: bool) -> bytes | None:
        """The whole message, once its last fragment is here. One that outgrows the limit is forgotten."""
        if is_last and not self._parts:
            return payload
        self._parts += payload
        if len(self._parts) > self._limit:
            self._parts.clear()
            return None
        if not is_last:
            return None
        whole = bytes(self._parts)
        self._parts.clear()
        return whole
