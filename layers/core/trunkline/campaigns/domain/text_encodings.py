"""Text out of bytes that spreadsheets and editors wrote: UTF-8, UTF-16 with its mark, or Windows-1252.

Other encodings of single bytes look like Windows-1252, and people would get wrong names: only its usual letters pass.
"""

import codecs

UTF8_MARK = codecs.BOM_UTF8
UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
LETTERS = "\u00c0\u00c1\u00c2\u00c3\u00c4\u00c5\u00c6\u00c7\u00c8\u00c9\u00ca\u00cb\u00cc\u00cd\u00ce\u00cf"
LETTERS += "\u00d1\u00d2\u00d3\u00d4\u00d5\u00d6\u00d8\u00d9\u00da\u00db\u00dc\u00df\u0152\u0178"
MARKS = (
    "\u20ac\u2018\u2019\u201c\u201d\u2013\u2014\u2026\u2022\u00a0\u00a1\u00a7\u00a9\u00aa\u00ab\u00ae\u00b0\u00ba\u00bb"
)
USUAL = frozenset(LETTERS + LETTERS.lower() + MARKS + "\u00bf\u00a3\u00b4\u00b7")
FOREIGN_RUN = 3  # letters beyond ASCII beside each other: no western language writes so many
UNKNOWN = "neither UTF-8, UTF-16 with its mark nor Windows-1252; save the list as CSV UTF-8"


class Unreadable(Exception):
    """Bytes that are no text, or no CSV. The message says which."""


def wide_encoding(start: bytes) -> str:
    """UTF-16 in its byte order, where the text begins with that mark; empty where it is of single bytes."""
    return UTF16.get(start[:2], "")


def text_of(data: bytes) -> str:
    """A whole text, or its beginning up to a line's end. Raises Unreadable."""
    encoding = wide_encoding(data)
    if not encoding:
        return line_of(data.removeprefix(UTF8_MARK))
    try:
        return data[2:].decode(encoding)
    except UnicodeDecodeError as problem:
        raise Unreadable("UTF-16 that is cut off or broken") from problem


def line_of(data: bytes) -> str:
    """Text of single bytes. Raises Unreadable."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _western(data)


def _western(data: bytes) -> str:
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as problem:
        raise Unreadable(UNKNOWN) from problem
    run = 0
    for character in text:
        run = run + 1 if character > "\x7f" and character.isalpha() else 0
        if run > FOREIGN_RUN or (character > "\x7f" and character not in USUAL):
            raise Unreadable(UNKNOWN)
    return text
