"""Headings with the anchors that the repository's host gives them, so that one link holds there and in the site."""

import re

from website.repository_links import outside_of_fences

HEADING = re.compile(r"^(#{1,6}) (.+?)$", re.MULTILINE)
LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")


def anchor(heading: str) -> str:
    shown = LINK.sub(r"\1", heading)
    return re.sub(r"[^\w\- ]", "", shown.lower()).replace(" ", "-")


def with_anchors(text: str) -> str:
    seen = dict[str, int]()

    def marked(found: re.Match[str]) -> str:
        name = anchor(found[2])
        seen[name] = seen.get(name, -1) + 1
        unique = f"{name}-{seen[name]}" if seen[name] else name
        return f"{found[0]} {{: #{unique} }}"

    return outside_of_fences(text, lambda part: HEADING.sub(marked, part))
