"""Plain words: those that hold back the noun a reader needs stand nowhere, in prose, names or messages."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEXT = {".py", ".pyx", ".pxd", ".md", ".yaml", ".toml", ".sh", ".js", ".mjs", ".css", ".html", ""}
RECORDED = ("events/", "tests/vectors/", "requirements/", "console/vendor/", "LICENSE")  # written elsewhere
BACKWARDS = ("ydobon", "ydobemos", "reveohw", "revetahw", "dlot", "sllet", "hsiw", "sehsiw", "dehsiw")
BANNED = tuple(word[::-1] for word in BACKWARDS)  # so that this file does not hold them
WORD = re.compile(rf"(?<![a-z0-9/-])({'|'.join(BANNED)})(?![a-z0-9-])", re.IGNORECASE)  # also as a part of a name


def files() -> list[str]:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [name for name in tracked.splitlines() if Path(name).suffix in TEXT and not name.startswith(RECORDED)]


def banned_in(text: str) -> list[str]:
    return [f"{number}: {line.strip()[:80]}" for number, line in enumerate(text.splitlines(), 1) if WORD.search(line)]


def test_no_file_has_a_banned_word():
    found = {name: banned_in((ROOT / name).read_text()) for name in files() if (ROOT / name).is_file()}
    assert {name: lines for name, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    "text", [f"def test_{BANNED[0]}_knows():", f"{BANNED[3].capitalize()} comes.", f"x_{BANNED[4]}"]
)
def test_a_banned_word_is_found_in_prose_and_in_names(text):
    assert banned_in(text)


@pytest.mark.parametrize("text", ["bodyguard", "https://example.com/the-item-" + BANNED[0] + "-watches", "bodies"])
def test_other_words_and_addresses_are_none(text):
    assert banned_in(text) == []
