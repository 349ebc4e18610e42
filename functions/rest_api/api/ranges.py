"""A range of bytes that a request asks for (RFC 9110, 14): one range, cut to what one answer can hold."""

import re

PIECE_BYTES = 4 * 1024 * 1024  # Lambda answers 6 MB at most, and bytes grow by a third on their way through it
WRITTEN = re.compile(r"bytes=(\d{0,15})-(\d{0,15})", re.ASCII)


class Unsatisfiable(Exception):
    """A range that begins behind the end, or holds nothing."""


def asked(header: str | None, size: int) -> tuple[int, int] | None:
    """Where it begins and where it stops. None without a range, and for what is no single one: such a header is passed
    over, as the standard has it. Raises Unsatisfiable."""
    found = WRITTEN.fullmatch((header or "").strip())
    first, last = found.groups() if found else ("", "")
    if not first and not last:
        return None
    if first and last and int(last) < int(first):
        return None
    begin = int(first) if first else max(size - int(last), 0)
    end = int(last) + 1 if first and last else size
    if begin >= size:
        raise Unsatisfiable
    return begin, min(end, size, begin + PIECE_BYTES)
