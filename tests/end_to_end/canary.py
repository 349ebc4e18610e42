"""A search for markers: words and numbers that belong in one place, looked for in all that comes out elsewhere."""

import base64
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import quote

ALIGNMENTS = 3  # of base64: where in a group of three bytes a marker begins


def leaks(outputs: Mapping[str, Iterable[str]], markers: Iterable[str]) -> list[tuple[str, str]]:
    """(source, marker) for each that is found, in any of the forms in which a program may have written it."""
    forms = {marker: tuple(_forms(marker)) for marker in markers}
    return [
        (source, marker)
        for source, texts in outputs.items()
        for marker, shapes in forms.items()
        if any(_holds(text, shapes) for text in texts)
    ]


def _holds(text: str, shapes: tuple[str, ...]) -> bool:
    lowered, digits = text.lower(), re.sub(r"[\s().-]", "", text)
    return any(shape in text or shape.lower() in lowered or shape in digits for shape in shapes)


def _forms(marker: str) -> Iterator[str]:
    yield marker
    yield quote(marker)
    yield quote(marker, safe="").replace("%20", "+")
    yield json.dumps(marker)[1:-1]
    yield marker.encode().hex()
    yield marker.removeprefix("+")
    for before in range(ALIGNMENTS):
        coded = base64.b64encode(bytes(before) + marker.encode() + bytes(-(before + len(marker.encode())) % 3))
        inner = coded.decode()[4 if before else 0 : -4]
        if len(inner) >= 8:
            yield inner
