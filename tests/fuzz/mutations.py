"""Ways to damage a frame: as bytes, as text and as JSON. All chance comes from the generator that is handed in."""

import json
import re
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

LIMIT_BYTES = 60_000  # the carrier's socket takes no frame beyond 64 KiB
VALUE = re.compile(rb': ?("(?:[^"\\]|\\.)*"|-?\d+|true|false|null)')
PAIR = re.compile(rb'"(\w+)": ?("(?:[^"\\]|\\.)*"|-?\d+|true|false|null)')
NUMBER = re.compile(rb"-?\d+")

NUMBERS = (
    b"0", b"-1", b"007", b"1.5", b"-0", b"1e3", b"1e400", b"-1e400", b"NaN", b"Infinity", b"-Infinity", b"2147483648",
    b"9223372036854775808", b"253402300800", b"-99999999999", b"1" + b"0" * 40, b"9" * 4300, b"9" * 4400,
    b"0x10", b"\xb2",
)  # fmt: skip
ODDITIES = (
    b"\x00", b"\xff", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xc3\xa9", b"\xf0\x9f\x98\x80", b"\xe2\x80\xa8", b"\\",
    b'"', b'\\"', b"\\u0000", b"\\ud800", b"\\udc00\\ud800", b"\\u00e9", b"\\/", b"\\x", b"\n", b"\t", b" ", b"=",
    b"==", b"%", b"%C3%A9", b"%ff", b"%C2%B2", b"&", b";", b"+", b"{", b"}", b"[", b"]", b",", b":", b"'", b"//",
    b"A" * 300,
)  # fmt: skip
VALUES = (None, True, False, 0, -1, 1.5, 10**18, "", "x", "1", "²", "\ud800", "a" * 200, [], {}, [[]], {"a": 1}, [None])

Mutation = Callable[[Random, bytes, Sequence[bytes]], bytes]


def mutate(rng: Random, corpus: Sequence[bytes]) -> bytes:
    """One frame of the corpus with up to five things wrong with it; some are left as they were."""
    frame = corpus[below(rng, len(corpus))]
    for _ in range(HOW_MANY[below(rng, len(HOW_MANY))]):
        frame = MUTATIONS[below(rng, len(MUTATIONS))](rng, frame, corpus)
    return frame[:LIMIT_BYTES]


def damaged(rng: Random, text: bytes) -> bytes:
    """A short text that is no frame (a header, a query) with one thing wrong with it."""
    return BYTEWISE[below(rng, len(BYTEWISE))](rng, text, (text,))


def below(rng: Random, limit: int) -> int:
    """randrange at a third of its price."""
    return int(rng.random() * limit)


def _span(rng: Random, frame: bytes) -> tuple[int, int]:
    start = below(rng, len(frame) + 1)
    return start, min(len(frame), start + 1 + below(rng, 40))


# --- as bytes --------------------------------------------------------------------------------------------------------


def flip(rng: Random, frame: bytes, _corpus: Sequence[bytes]) -> bytes:
    if not frame:
        return frame
    at = below(rng, len(frame))
    return frame[:at] + bytes([frame[at] ^ (1 << below(rng, 8))]) + frame[at + 1 :]


def truncate(rng: Random, frame: bytes, _corpus: Sequence[bytes]) -> bytes:
    at = below(rng, len(frame) + 1)
    return frame[at:] if rng.random() < 0.2 else frame[:at]


def cut_out(rng: Random, frame: bytes, _corpus: Sequence[bytes]) -> bytes:
    start, end = _span(rng, frame)
    return frame[:start] + frame[end:]


def duplicate(rng: Random, frame: bytes, _corpus: Sequence[bytes]) -> bytes:
    if rng.random() < 0.1:
        return frame + frame
    start, end = _span(rng, frame)
    return frame[:end] + frame[start:]


def splice(rng: Random, frame: bytes, corpus: Sequence[bytes]) -> bytes:
    other = corpus[below(rng, len(corpus))]
    return frame[: below(rng, len(frame) + 1)] + other[below(rng, len(other) + 1) :]


def add_oddity(rng: Random, frame: bytes, _corpus: Sequence[bytes]) -> bytes:
    at = below(rng, len(frame) + 1)
    return frame[:at] + ODDITIES[below(rng, len(ODDITIES))] + frame[at:]


def change_number(rng: Random, frame: bytes, _corpus: Sequence[bytes]) -> bytes:
    return _replaced(rng, frame, NUMBER, 0, NUMBERS[below(rng, len(NUMBERS))])


# --- as text of JSON -------------------------------------------------------------------------------------------------


def change_value(rng: Random, frame: bytes, _corpus: Sequence[bytes]) -> bytes:
    pool = NUMBERS if rng.random() < 0.5 else (b"null", b"true", b'""', b"[]", b"{}", b'"1"', b'"\\ud800"', b'"AAAA"')
    return _replaced(rng, frame, VALUE, 1, pool[below(rng, len(pool))])


def escape(rng: Random, frame: bytes, _corpus: Sequence[bytes]) -> bytes:
    """A character written as its escape: the same JSON, another text."""
    if not frame:
        return frame
    at = below(rng, len(frame))
    return frame[:at] + b"\\u%04x" % frame[at] + frame[at + 1 :]


def nest(rng: Random, frame: bytes, _corpus: Sequence[bytes]) -> bytes:
    depth = (1, 3, 30, 300)[below(rng, 4)] if rng.random() < 0.98 else 20_000
    left, right = (b"[", b"]") if rng.random() < 0.5 else (b'{"a":', b"}")
    found = _one_of(rng, VALUE, frame)
    start, end = found.span(1) if found else (0, len(frame))
    return frame[:start] + left * depth + frame[start:end] + right * depth + frame[end:]


def repeat_key(rng: Random, frame: bytes, corpus: Sequence[bytes]) -> bytes:
    """A pair of this frame or of another once more, in front of a pair or behind it, mostly with another value."""
    place, pair = _one_of(rng, PAIR, frame), _one_of(rng, PAIR, frame if rng.random() < 0.7 else rng.choice(corpus))
    if place is None or pair is None:
        return frame
    value = pair.group(2) if rng.random() < 0.3 else (b'""', b"0", b'"AAAA"', b"null", b'"audio"')[below(rng, 5)]
    again = b'"' + pair.group(1) + b'":' + value
    if rng.random() < 0.5:
        return frame[: place.start()] + again + b"," + frame[place.start() :]
    return frame[: place.end()] + b"," + again + frame[place.end() :]


def _one_of(rng: Random, pattern: re.Pattern[bytes], frame: bytes) -> re.Match[bytes] | None:
    """The first match behind a random place: cheaper than finding all, and any may be hit."""
    return pattern.search(frame, below(rng, len(frame) + 1)) or pattern.search(frame)


def _replaced(rng: Random, frame: bytes, pattern: re.Pattern[bytes], group: int, by: bytes) -> bytes:
    found = _one_of(rng, pattern, frame)
    return frame[: found.start(group)] + by + frame[found.end(group) :] if found else frame


# --- as JSON ---------------------------------------------------------------------------------------------------------


def reshape(rng: Random, frame: bytes, corpus: Sequence[bytes]) -> bytes:
    """Well-formed afterwards as before, but keys are swapped, lost or renamed, and values are swapped for others."""
    try:
        message = json.loads(frame)
        objects = list(_objects(message))
        if not objects:
            return frame
        RESHAPINGS[below(rng, len(RESHAPINGS))](rng, objects[below(rng, len(objects))])
        return json.dumps(message, ensure_ascii=rng.random() < 0.5).encode("utf-8", "surrogatepass")
    except (ValueError, RecursionError):
        return flip(rng, frame, corpus)


def _objects(value: Any) -> Any:
    if isinstance(value, dict) and value:
        yield value
        for inner in value.values():
            yield from _objects(inner)


def _swap_order(rng: Random, found: dict[str, Any]) -> None:
    pairs = list(found.items())
    rng.shuffle(pairs)
    found.clear()
    found.update(pairs)


def _lose_key(rng: Random, found: dict[str, Any]) -> None:
    del found[_key(rng, found)]


def _rename_key(rng: Random, found: dict[str, Any]) -> None:
    found[("event", "type", "media", "x", "", "é", "\ud800")[below(rng, 7)]] = found.pop(_key(rng, found))


def _foreign_value(rng: Random, found: dict[str, Any]) -> None:
    found[_key(rng, found)] = VALUES[below(rng, len(VALUES))]


def _key(rng: Random, found: dict[str, Any]) -> str:
    return list(found)[below(rng, len(found))]


RESHAPINGS = (_swap_order, _lose_key, _rename_key, _foreign_value, _foreign_value)
BYTEWISE: tuple[Mutation, ...] = (flip, truncate, cut_out, duplicate, splice, add_oddity, change_number)
TEXTWISE: tuple[Mutation, ...] = (change_value, escape, nest, repeat_key)
MUTATIONS: tuple[Mutation, ...] = (*BYTEWISE, *TEXTWISE, add_oddity, change_value, repeat_key, reshape, reshape)
HOW_MANY = (0, 0, 0, 1, 1, 1, 1, 2, 3, 5)
