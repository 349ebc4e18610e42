"""Pictures of the pages: light and dark, small, with words for those who do not see them, without other hosts."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.structure.pages import PAGES, ROOT, name

PICTURES = sorted(ROOT.glob("docs/pictures/*.svg"))
SCREENSHOTS = sorted(ROOT.glob("docs/pictures/*.png"))
LIGHT = [path for path in PICTURES if not path.stem.endswith("-dark")]
SVG = "{http://www.w3.org/2000/svg}"
COLOUR = re.compile(r"#[0-9a-f]{3,6}\b")
AT_MOST_BYTES = 60_000


@pytest.mark.parametrize("path", LIGHT, ids=lambda path: path.stem)
def test_the_dark_picture_is_the_light_one_in_other_colours(path: Path) -> None:
    dark = path.with_name(f"{path.stem}-dark.svg").read_text()
    assert dark != path.read_text()
    assert COLOUR.sub("#", dark) == COLOUR.sub("#", path.read_text())


def followed(root: ElementTree.Element) -> list[str]:
    """Where a browser finds addresses to ask: in attributes and styles. One among a picture's words is only read."""
    values = [value for element in root.iter() for value in element.attrib.values()]
    return values + [element.text or "" for element in root.iter(f"{SVG}style")]


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.stem)
def test_a_picture_is_small_has_words_and_asks_nothing_of_others(path: Path) -> None:
    text = path.read_text()
    root = ElementTree.fromstring(text)
    assert len(text.encode()) <= AT_MOST_BYTES
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "title desc"
    assert all((root.find(f"{SVG}{tag}").text or "").strip() for tag in ("title", "desc"))
    assert [value for value in followed(root) if "://" in value] == []
    assert not re.search(r"<script|<image|<foreignObject|@import|@font-face|\burl\((?!#)", text)


def shown() -> list[tuple[Path, str]]:
    tag = re.compile(r'<(?:img|source)\b[^>]*?\bsrc(?:set)?="([^"]+)"')
    return [(path, target) for path in PAGES for target in tag.findall(path.read_text())]


def test_every_picture_a_page_shows_is_there_and_every_picture_is_shown() -> None:
    found = {(path.parent / target).resolve() for path, target in shown()}
    assert {path for path in found if not path.is_file()} == set()
    assert {*PICTURES, *SCREENSHOTS} <= found


def test_a_screenshot_is_there_in_light_and_dark_and_loads_in_a_moment() -> None:
    names = {path.stem for path in SCREENSHOTS}
    assert names == {f"{name.removesuffix('-dark')}{suffix}" for name in names for suffix in ("", "-dark")}
    assert [path.name for path in SCREENSHOTS if path.stat().st_size > 250_000] == []


@pytest.mark.parametrize("path", sorted({path for path, _ in shown()}), ids=name)
def test_a_page_says_in_words_what_a_picture_shows(path: Path) -> None:
    images = re.findall(r"<img\b[^>]*>", path.read_text())
    assert images
    assert all(re.search(r'\balt="[^"]{20,}"', image) for image in images)
