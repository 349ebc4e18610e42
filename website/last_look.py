"""A last look at the built pages: none asks another host for anything, and no file that one shows is missing."""

import re
from collections.abc import Iterator
from pathlib import Path

TAG = re.compile(r"<(script|img|source|iframe|link|a)\b([^>]*)>")
ADDRESS = re.compile(r"\b(?:src|srcset|href)=[\"']?([^\"'\s>]+)")
POINTS_ONLY = re.compile(r"\brel=[\"']?(?:canonical|next|prev)\b")
IN_STYLES = re.compile(r"url\([\"']?([^\"')]+)|@import\s+[\"']([^\"']+)")
OTHER_HOST = re.compile(r"(?:https?:)?//")


def faults(site: Path) -> list[str]:
    found = [fault for path in sorted(site.rglob("*.html")) for fault in _of_page(path)]
    return found + [fault for path in sorted(site.rglob("*.css")) for fault in _of_style(path)]


def _of_page(path: Path) -> Iterator[str]:
    for tag, attributes in TAG.findall(path.read_text()):
        for address in ADDRESS.findall(attributes):
            if OTHER_HOST.match(address):
                if tag != "a" and not POINTS_ONLY.search(attributes):
                    yield f"{path}: asks {address}"
            elif _is_missing(path, address):
                yield f"{path}: {address} is not there"


def _of_style(path: Path) -> Iterator[str]:
    addresses = (first or second for first, second in IN_STYLES.findall(path.read_text()))
    yield from (f"{path}: asks {address}" for address in addresses if OTHER_HOST.match(address))


def _is_missing(page: Path, address: str) -> bool:
    name = re.split(r"[?#]", address)[0]
    if not name or re.match(r"[a-z]+:", name) or page.name == "404.html":  # served for any address, so it knows its own
        return False
    there = page.parent / name
    return not (there.is_file() or (there / "index.html").is_file())
