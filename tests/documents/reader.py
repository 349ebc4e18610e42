"""A page as the tests read it: its fenced blocks in order, and the commands of those that are typed into a shell.

Four conventions of the pages. ```sh is typed. ```output is what the commands above it print: `…` stands for anything,
a line of it alone for any lines, and a number with a decimal point for any such number. A line `<!-- file: NAME -->`
before a block makes it the file that commands read; `<!-- not run: REASON -->` before a ```sh block leaves it to the
parsers.
"""

import re
import shlex
from dataclasses import dataclass, field

FENCE = re.compile(r"^```(\w*)$")
NOTE = re.compile(r"^<!-- (file|not run): (.+) -->$")


class Unreadable(Exception):
    """The page breaks a convention; names the line."""


@dataclass(frozen=True)
class Command:
    text: str
    line: int

    @property
    def words(self) -> list[str]:
        return shlex.split(self.text, comments=True)


@dataclass(frozen=True)
class Block:
    """A fenced block, and the note before it."""

    language: str
    body: str
    line: int
    file: str = ""
    not_run: str = ""
    commands: list[Command] = field(default_factory=list)


def blocks_of(text: str) -> list[Block]:
    blocks, lines = list[Block](), text.splitlines()
    at = 0
    while at < len(lines):
        if fence := FENCE.match(lines[at]):
            end = _end_of(lines, at)
            blocks.append(_block(fence[1], lines[at + 1 : end], at + 2, lines[at - 1] if at else ""))
            at = end
        at += 1
    return blocks


def _end_of(lines: list[str], at: int) -> int:
    try:
        return lines.index("```", at + 1)
    except ValueError:
        raise Unreadable(f"line {at + 1}: a block without an end") from None


def _block(language: str, lines: list[str], first: int, before: str) -> Block:
    note = NOTE.match(before)
    if before.startswith("<!--") and not note:
        raise Unreadable(f"line {first - 2}: no note of a block: {before}")
    kind, value = note.groups() if note else ("", "")
    commands = list(commands_in(lines, first)) if language == "sh" else []
    file, not_run = (value if kind == "file" else ""), (value if kind == "not run" else "")
    return Block(language, "\n".join(lines), first, file, not_run, commands)


def commands_in(lines: list[str], first: int) -> list[Command]:
    """Each as a shell reads it: an open quote or a backslash at the end goes on in the next line."""
    found, held, began = list[Command](), list[str](), first
    for number, line in enumerate(lines, first):
        began = began if held else number
        held.append(line)
        if is_whole("\n".join(held)):
            text = "\n".join(held).strip()
            held = []
            if text and not text.startswith("#"):
                found.append(Command(text, began))
    if held:
        raise Unreadable(f"line {began}: a command without an end")
    return found


def is_whole(text: str) -> bool:
    if text.endswith("\\"):
        return False
    try:
        shlex.split(text, comments=True)
    except ValueError:
        return False
    return True


def missing_output(shown: str, printed: str) -> str:
    """The first line a page shows that was not printed where it stands; empty when all of them were."""
    lines = [line.strip() for line in printed.splitlines() if line.strip()]
    parts = [part for part in re.split(r"^…$", shown, flags=re.MULTILINE) if part.strip()]
    at = 0
    for part in parts:
        wanted = [line.strip() for line in part.splitlines() if line.strip()]
        starts = [start for start in range(at, len(lines)) if _matches(wanted[0], lines[start])]
        if not starts:
            return wanted[0]
        reached = {start: _agreeing(wanted, lines[start:]) for start in starts}
        start = max(reached, key=lambda start: reached[start])
        if reached[start] < len(wanted):
            return wanted[reached[start]]
        at = start + len(wanted)
    return ""


def _agreeing(wanted: list[str], lines: list[str]) -> int:
    pairs = enumerate(zip(wanted, lines, strict=False))
    return next((n for n, (shown, line) in pairs if not _matches(shown, line)), min(len(wanted), len(lines)))


def _matches(shown: str, line: str) -> bool:
    pattern = re.escape(shown).replace("…", ".*?")
    pattern = re.sub(r"\d+\\\.\d+", r"\\d+\\.\\d+", pattern)
    return re.fullmatch(re.sub(r"(\\ )+", r"\\s+", pattern), line) is not None
