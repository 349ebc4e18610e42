"""The characters that XML 1.0 has. A document with any other is refused as a whole, by a carrier too.

They come from vertical tabs and escape codes in spreadsheets, and from apostrophes that lost their upper byte.
"""

import re

FOREIGN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
BLANKS = re.compile("[\x0b\x0c\x1c-\x1f]")  # what separated words


def xml_text(text: str) -> str:
    """The text without characters that XML 1.0 forbids."""
    return FOREIGN.sub("", BLANKS.sub(" ", text))


def is_xml_text(text: str) -> bool:
    return FOREIGN.search(text) is None
