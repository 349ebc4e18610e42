"""Each source file has a test file of its name, or a line in tests/tested_in.toml that names its test."""

import ast
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCE = ("layers/core/trunkline", "layers/analysis/trunkline_voice", "functions", "media_relay")
TYPES_ALONE = ("ports", "bootstrap")  # protocols; and composition, which every contract test runs
TESTS = {path.stem for path in (ROOT / "tests").rglob("test_*.py")}
LISTED: dict[str, str] = tomllib.loads((ROOT / "tests" / "tested_in.toml").read_text())


def has_code(path: Path) -> bool:
    """Functions, and not only data or types."""
    return any(
        isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) for node in ast.walk(ast.parse(path.read_text()))
    )


def sources() -> list[str]:
    found = (path for folder in SOURCE for path in (ROOT / folder).rglob("*.py") if not path.stem.startswith("__"))
    own = (path for path in found if not set(TYPES_ALONE) & {*path.relative_to(ROOT).parts, path.stem})
    return sorted(path.relative_to(ROOT).as_posix() for path in own if has_code(path))


def has_its_own(source: str) -> bool:
    return f"test_{Path(source).stem}" in TESTS


def test_every_source_file_has_a_test_of_its_name_or_a_line() -> None:
    assert len(sources()) > 300
    assert [source for source in sources() if not has_its_own(source) and source not in LISTED] == []


def test_every_line_is_needed_and_leads_to_a_test() -> None:
    known = set(sources())
    assert [source for source in LISTED if source not in known or has_its_own(source)] == []
    assert [test for test in LISTED.values() if not (ROOT / test).is_file()] == []
