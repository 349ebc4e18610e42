"""Folders stay small, and no file needs itself: not by way of other files, and not for types alone."""

import ast
from collections import Counter
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = {
    "trunkline": "layers/core/trunkline",
    "trunkline_voice": "layers/analysis/trunkline_voice",
    "media_relay": "media_relay",
    "api": "functions/rest_api/api",
    "local": "local",
    "cli": "cli",
    "bench": "bench",
}
FILES_OF_A_FOLDER = 20


def files() -> dict[str, Path]:
    """Every module of ours, by its full name."""
    found = {}
    for package, folder in PACKAGES.items():
        for path in (ROOT / folder).rglob("*.py"):
            parts = [package, *path.relative_to(ROOT / folder).with_suffix("").parts]
            found[".".join(parts).removesuffix(".__init__")] = path
    return found


FILES = files()


def imported(tree: ast.AST) -> set[str]:
    """The modules of ours that a file imports, wherever in the file, and under TYPE_CHECKING, too."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            full = {f"{node.module}.{alias.name}" for alias in node.names}
            names |= {name if name in FILES else node.module for name in full}
    return names & set(FILES)


def circle(graph: dict[str, set[str]]) -> list[str]:
    """The files of one circle; none when there is no circle."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def test_no_file_is_in_an_import_circle() -> None:
    graph = {name: imported(ast.parse(path.read_text())) - {name} for name, path in FILES.items()}
    assert len(graph) > 500
    assert circle(graph) == []


def test_a_circle_of_imports_is_found() -> None:
    assert set(circle({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}})) == {"a", "b", "c"}


@pytest.mark.parametrize("package", PACKAGES.values())
def test_no_folder_has_more_than_twenty_source_files(package: str) -> None:
    counts = Counter(path.parent for path in (ROOT / package).rglob("*.py") if path.name != "__init__.py")
    assert [str(folder) for folder, number in counts.items() if number > FILES_OF_A_FOLDER] == []
