"""One shell for a page: its commands as they are typed, in its order, against the world that runs.

Three things are changed before: a stage and its address are the local world's, pytest is that of
the environment these tests run in, and a call that was watched once is not played again.
"""

import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from tests.documents.checkout import environment
from tests.documents.checks import without_comment
from tests.documents.reader import Block, Command, blocks_of, missing_output
from tests.documents.reasons import why_not_run

MARK = "\x1e"
FAILING_CURL = 'curl() { command curl --silent --show-error --fail-with-body "$@"; }'  # a refusal is a failure
LASTS_AT_MOST_S, NOT_REACHED = 180, -1
PLAYED = re.compile(r"make (demo|call|campaign)\b")
A_STAGE = re.compile(r"--stage [a-z-]+")
OURS = re.compile(
    r"python -m cli (?!(?:campaigns|calls|exports|cost-of|agents test)\b)[a-z-]+(?: (?:inbox|dead-letters))?"
)


@dataclass
class Shown:
    """The result of a page's commands."""

    faults: list[str] = field(default_factory=list)
    not_run: list[str] = field(default_factory=list)
    run: list[str] = field(default_factory=list)


@dataclass
class Shell:
    folder: Path
    port: int
    key: str
    printed: dict[str, str] = field(default_factory=dict)

    def carry_out(self, text: str) -> Shown:
        shown, blocks = Shown(), blocks_of(text)
        for block in blocks:
            if block.file:
                (self.folder / block.file).write_text(block.body + "\n")
        typed = [command for block in blocks for command in _to_run(block, shown)]
        said = self._run(typed)
        shown.run = [command.text for command in typed]
        shown.faults = [*_failed(typed, said), *_shown_otherwise(blocks, typed, said)]
        return shown

    def here(self, command: str) -> str:
        """The command as it is typed for the world that runs."""
        text = A_STAGE.sub("--stage local", without_comment(command).strip())
        text = re.sub(r"TRUNKLINE_URL=\S+", f"TRUNKLINE_URL=http://127.0.0.1:{self.port}", text)
        text = re.sub(r"TRUNKLINE_API_KEY=tk_\S+", f"TRUNKLINE_API_KEY={self.key}", text)
        text = re.sub(r"http://127\.0\.0\.1:4500", f"http://127.0.0.1:{self.port}", text)
        text = re.sub(r"^python -m pytest", f"{sys.executable} -m pytest -p no:cacheprovider", text)
        return text if "--stage" in text else OURS.sub(r"\g<0> --stage local", text)

    def _run(self, typed: list[Command]) -> list[tuple[str, int]]:
        """The output and the status of each command."""
        new = [command for command in typed if _played(command) not in self.printed]
        script = ["set -u", ". .venv/bin/activate", FAILING_CURL]
        for command in new:
            script += [self.here(command.text), f"printf '\\n{MARK}%s{MARK}' $?"]
        done = subprocess.run(
            ["bash", "-c", "\n".join(script)], cwd=self.folder, env=environment(self.port), timeout=LASTS_AT_MOST_S,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, text=True, check=False,
        )  # fmt: skip
        parts = done.stdout.split(MARK)
        results = dict(zip(new, zip(parts[::2], map(int, parts[1::2]), strict=False), strict=False))
        self.printed |= {
            _played(item): said for item, (said, status) in results.items() if status == 0 and PLAYED.match(item.text)
        }
        not_reached = (parts[-1], NOT_REACHED)
        return [results.get(item) or self._printed_before(item) or not_reached for item in typed]

    def _printed_before(self, command: Command) -> tuple[str, int] | None:
        known = self.printed.get(_played(command))
        return None if known is None else (known, 0)


def _played(command: Command) -> str:
    """The key of a command in the cache of calls; other commands are run each time they are typed."""
    text = without_comment(command.text).strip()
    return text if PLAYED.match(text) else f"line {command.line}: {text}"


def _to_run(block: Block, shown: Shown) -> list[Command]:
    chosen = list[Command]()
    for command in block.commands:
        if reason := block.not_run or why_not_run(without_comment(command.text)):
            shown.not_run.append(reason)
        else:
            chosen.append(command)
    return chosen


def _failed(typed: list[Command], said: list[tuple[str, int]]) -> list[str]:
    pairs = zip(typed, said, strict=True)
    return [
        f"line {item.line}: ended with {status}: {item.text}\n{out[-2000:]}" for item, (out, status) in pairs if status
    ]


def _shown_otherwise(blocks: list[Block], typed: list[Command], said: list[tuple[str, int]]) -> list[str]:
    """Each ```output block, held against what the commands above it printed since the one before."""
    faults = list[str]()
    for block in (block for block in blocks if block.language == "output"):
        above = [out for command, (out, _) in zip(typed, said, strict=True) if command.line < block.line]
        if not above:
            faults.append(f"line {block.line}: nothing is run above this output")
        elif line := missing_output(block.body, "\n".join(above)):
            faults.append(f"line {block.line}: not printed: {line}")
    return faults
