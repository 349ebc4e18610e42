"""What the tests of documents read: pages, their tables and blocks, the code and the templates beside them."""

import re
from functools import cache
from pathlib import Path

from local.cloud.template import read_yaml

ROOT = Path(__file__).parents[2]
DEPLOYED = ("layers/core/trunkline", "layers/analysis/trunkline_voice", "functions", "media_relay")
CODE = (*DEPLOYED, "local", "tests", "bench")
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("events/*.md")])
DECISIONS = sorted(ROOT.glob("docs/decisions/*.md"))
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def page(path: str) -> str:
    return (ROOT / path).read_text()


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def prose(text: str) -> str:
    return FENCE.sub("", text)


def code_spans(text: str) -> list[str]:
    return re.findall(r"`([^`\n]+)`", prose(text))


def blocks(text: str, language: str) -> list[str]:
    return [body for kind, body in FENCE.findall(text) if kind == language]


def rows(text: str) -> dict[str, str]:
    """Table rows by the code span in their first cell."""
    return {found.group(1): found.group(0) for found in re.finditer(r"^\| `([^`]+)` \|.*$", prose(text), re.MULTILINE)}


@cache
def source(folders: tuple[str, ...]) -> str:
    return "\n".join(path.read_text() for folder in folders for path in sorted((ROOT / folder).rglob("*.py")))


def templates() -> str:
    paths = [*sorted(ROOT.glob("template*.yaml")), *sorted(ROOT.glob("stacks/*.yaml"))]
    return "\n".join(page(name(path)) for path in paths)


def template() -> dict:
    return read_yaml(ROOT / "template.yaml")


def relay_template() -> dict:
    return read_yaml(ROOT / "template-relay.yaml")
