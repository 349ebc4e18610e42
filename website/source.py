"""The source of the site: the pages of `docs/`, what they link to, the pages of the two API descriptions, and the menu.

All of it is laid into one folder, so that the builder is a program that turns Markdown into pages, and no more.
"""

import json
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import yaml

from website import asyncapi_page, openapi_pages
from website.anchors import with_anchors
from website.menu import Entry, menu
from website.repository_links import in_the_site, site_path, targets

ROOT = Path(__file__).parents[1]
CONFIGURATION, STYLE = "mkdocs.yml", "site.css"


def lay_out(folder: Path) -> None:
    """The folder anew: `mkdocs.yml` and `docs/`."""
    shutil.rmtree(folder, ignore_errors=True)
    for name in _of_repository():
        path = folder / "docs" / site_path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        if name.endswith(".md"):
            path.write_text(with_anchors(in_the_site((ROOT / name).read_text(), name)))
        else:
            shutil.copy(ROOT / name, path)
    for name, text in _of_descriptions().items():
        path = folder / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    shutil.copy(ROOT / "website" / STYLE, folder / "docs" / STYLE)
    (folder / CONFIGURATION).write_text(_configuration())


def _of_repository() -> set[str]:
    """All of `docs/`, and what its pages lead to outside of it."""
    found = {path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").rglob("*") if path.is_file()}
    waiting = [name for name in found if name.endswith(".md")]
    while waiting:
        new = set(_led_to(waiting.pop())) - found
        found |= new
        waiting += [name for name in new if name.endswith(".md")]
    return found


def _led_to(name: str) -> Iterator[str]:
    return (target for target in targets((ROOT / name).read_text(), name) if (ROOT / target).is_file())


@cache
def _of_descriptions() -> dict[str, str]:
    api = json.loads((ROOT / "docs/reference/openapi.json").read_text())
    socket = yaml.safe_load((ROOT / "docs/reference/asyncapi.yaml").read_text())
    return {**openapi_pages.pages(api), asyncapi_page.PATH: asyncapi_page.page(socket)}


def _configuration() -> str:
    entries = menu((ROOT / "docs/index.md").read_text())
    api: list[Entry] = [{_title(path): path} for path in _of_descriptions()]
    settings = (ROOT / "website" / CONFIGURATION).read_text()
    return settings + yaml.safe_dump({"nav": [*entries, {"API": api}]}, sort_keys=False, allow_unicode=True)


def _title(path: str) -> str:
    return asyncapi_page.TITLE if path == asyncapi_page.PATH else Path(path).stem.replace("-", " ").capitalize()
