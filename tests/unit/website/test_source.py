"""The source of the site: every page is there and in the menu, every link leads to a page or a file."""

import re
from pathlib import Path

import pytest
import yaml

from website.repository_links import targets
from website.source import ROOT, lay_out


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("site")
    lay_out(made)
    return made


def test_every_page_of_docs_is_in_the_menu(folder: Path) -> None:
    [home, *sections] = yaml.safe_load((folder / "mkdocs.yml").read_text())["nav"]
    listed = [path for section in sections for page in next(iter(section.values())) for path in page.values()]
    assert home == {"Trunkline": "index.md"}
    assert len(listed) == len(set(listed))
    pages = {path.relative_to(folder / "docs").as_posix() for path in (folder / "docs").rglob("*.md")}
    assert {page for page in pages - set(listed) if not page.startswith("project/")} == {"index.md"}
    assert set(listed) <= pages


def test_every_link_leads_to_a_page_or_a_file_of_the_site(folder: Path) -> None:
    broken = [
        f"{path}: {target}"
        for path in (folder / "docs").rglob("*.md")
        for target in targets(path.read_text(), path.relative_to(folder).as_posix())
        if not (folder / target).is_file()
    ]
    assert broken == []


def test_every_anchor_that_a_link_names_is_there(folder: Path) -> None:
    pages = {path: path.read_text() for path in (folder / "docs").rglob("*.md")}
    anchors = {
        path: {
            *re.findall(r"\{: #(\S+) \}$", text, re.MULTILINE),
            *map(str.lower, re.findall(r"^## (\w+)$", text, re.MULTILINE)),
        }
        for path, text in pages.items()
    }
    links = [
        (path, (path.parent / target).resolve() if target else path, anchor)
        for path, text in pages.items()
        for target, anchor in re.findall(r"\]\(([^)\s#:]*)#([^)\s]+)\)", text)
    ]
    assert len(links) > 100
    assert [(path.name, anchor) for path, there, anchor in links if anchor not in anchors.get(there, set())] == []


def test_what_pages_lead_to_outside_of_docs_comes_along(folder: Path) -> None:
    assert (folder / "docs/files/agents/front-desk.yaml").read_bytes() == (ROOT / "agents/front-desk.yaml").read_bytes()
    assert "](../../performance.md)" in (folder / "docs/project/bench/README.md").read_text()
