"""Links of a page that lead out of `docs/`: what they lead to comes along, under a path of its own in the site.

A page (`bench/README.md`) becomes a page under `project/`, any other file (`agents/front-desk.yaml`) a file under
`files/`. So the site is whole wherever it lies, and knows no address of the repository.
"""

import posixpath
import re
from collections.abc import Callable, Iterator

LINK = re.compile(r"(?<=\]\()(?!https?:|mailto:|#)([^)\s#]+)(#[^)\s]*)?(?=\))")
FENCED = re.compile(r"(^```.*?^```$)", re.MULTILINE | re.DOTALL)


def site_path(path: str) -> str:
    """Where a file of the repository is in the site."""
    if path.startswith("docs/"):
        return path.removeprefix("docs/")
    return f"project/{path}" if path.endswith(".md") else f"files/{path}"


def targets(text: str, path: str) -> Iterator[str]:
    """The files of the repository that a page, itself at `path` there, links to."""
    for part in FENCED.split(text)[::2]:
        yield from (_in_repository(found[1], path) for found in LINK.finditer(part))


def in_the_site(text: str, path: str) -> str:
    """A page with its links as they are in the site."""
    folder = posixpath.dirname(site_path(path)) or "."

    def led(found: re.Match[str]) -> str:
        return posixpath.relpath(site_path(_in_repository(found[1], path)), folder) + (found[2] or "")

    return outside_of_fences(text, lambda part: LINK.sub(led, part))


def outside_of_fences(text: str, change: Callable[[str], str]) -> str:
    parts = FENCED.split(text)
    parts[::2] = map(change, parts[::2])
    return "".join(parts)


def _in_repository(target: str, path: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
