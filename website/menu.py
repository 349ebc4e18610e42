"""The site's menu, read from `docs/index.md`: its sections, and the pages that each of them lists."""

import re
from collections.abc import Iterator

SECTION = re.compile(r"^(?:\*\*(?P<bold>[^*]+)\*\*|## (?P<heading>.+?))(?: \(.*)?$")
LINK = re.compile(r"\[([^\]]+)\]\((?!https?:)([^)#\s]+\.md)(?:#[^)]*)?\)")
ROW = re.compile(r"^\| \[(\d+)\]\(([^)]+\.md)\) \| (.+?) \|$")

Entry = dict[str, "str | list[Entry]"]


def menu(index: str) -> list[Entry]:
    """Sections with the pages they list, each page where it comes first."""
    sections, seen = dict[str, list[Entry]](), set[str]()
    section = ""
    for line in index.splitlines():
        if found := SECTION.match(line):
            section = found["bold"] or found["heading"]
        for title, path in _pages(line):
            if path not in seen:
                seen.add(path)
                sections.setdefault(section, []).append({title: path})
    home: list[Entry] = [{"Trunkline": "index.md"}]
    return home + [{name: pages} for name, pages in sections.items()]


def _pages(line: str) -> Iterator[tuple[str, str]]:
    if row := ROW.match(line):
        yield f"{row[1]} {row[3].replace('`', '')}", row[2]
    elif line.startswith("- "):
        yield from ((title.replace("`", ""), path) for title, path in LINK.findall(line)[:1])
