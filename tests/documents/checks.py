"""Checks that a page's commands exist: program, target, flag, file, field, and the variables it takes."""

import contextlib
import io
import itertools
import re
import shlex
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

from cli.commands import make_parser
from local.scenarios.catalogue import SCENARIOS
from tests.documents.reader import Block, Command, blocks_of
from tests.documents.requests import wrong_request

ROOT = Path(__file__).parents[2]
TOOLS = {"umask", "rm", "date", "sed", "."}
OF_PYTHON = {"json.tool"}
OF_THE_TESTS = {"pytest"}
LEFT = {"aws", "docker"}  # their own parsers are not at hand
SET_BY_SHELL = {"HOME", "PATH", "PWD"}
SEPARATORS = {"|", "&&", "||", ";"}
ASSIGNMENT = re.compile(r"([A-Z_]+)=(.*)", re.DOTALL)
WORDS_IN_BRACKETS = re.compile(r"<([^<>\n]+)>")


def faults_of(text: str, around: str = "") -> list[str]:
    """Of every shell block of a page, in order, with its line; `around` is the page that a part was taken from."""
    page = Page(text, around or text)
    return [f"line {line}: {fault}" for line, fault in page.faults()]


class Page:
    def __init__(self, text: str, around: str) -> None:
        self._text, self._blocks = around, blocks_of(text)
        self._set = set(SET_BY_SHELL)
        self._files = {block.file for block in self._blocks if block.file}

    def faults(self) -> Iterator[tuple[int, str]]:
        for command in (command for block in self._blocks for command in block.commands):
            for fault in self._of(command):
                yield command.line, fault

    def _of(self, command: Command) -> Iterator[str]:
        text = without_comment(command.text)
        for name in re.findall(r"\$\{?([A-Za-z_]+)", re.sub(r"'[^']*'", "", text)):
            if name not in self._set:
                yield f"${name} is used and never set"
        for part in re.findall(r"\$\(([^()]*)\)", text):
            yield from self._of_words(part)
        yield from self._of_words(re.sub(r"\$\([^()]*\)", "value", text))

    def _of_words(self, text: str) -> Iterator[str]:
        words = shlex.split(WORDS_IN_BRACKETS.sub("yours", text.replace("|", " | ")))
        for part in split(words):
            rest = part[1:] if part[0] == "export" else part
            while rest and (assigned := ASSIGNMENT.fullmatch(rest[0])):
                self._set.add(assigned[1])
                rest = rest[1:]
            if rest:
                yield from self._of_program(rest)

    def _of_program(self, words: list[str]) -> Iterator[str]:
        program = words[0].removeprefix(".venv/bin/").removeprefix(".venv-sam/bin/")
        yield from self._missing_files(words)
        if check := CHECKS.get(program):
            yield from check(words, self._text)
        elif program.startswith("scripts/") and (ROOT / program).is_file():
            return
        elif program not in TOOLS | LEFT:
            yield f"{program}: no program that a page may ask for without a check"
        self._files |= set(words[1:]) if "--report" in words or "--into" in words or "backup" in words else set()

    def _missing_files(self, words: list[str]) -> Iterator[str]:
        """The files a command reads: of the repository, of this page, or written by a command before it."""
        for word in words[1:]:
            is_path = re.fullmatch(r"[\w.-]+(/[\w.-]+)+", word) and word.split("/")[0] in TOP_LEVEL
            if is_path and not (ROOT / word).exists() and word not in self._files:
                yield f"{word} is no file of the repository"


TOP_LEVEL = {path.name for path in ROOT.iterdir()} - {"build", ".local"}


def without_comment(text: str) -> str:
    return "\n".join(re.sub(r"(^|\s)#\s.*$", "", line) for line in text.splitlines())


def split(words: list[str]) -> Iterator[list[str]]:
    part = list[str]()
    for word in [*words, ";"]:
        if word not in SEPARATORS:
            part.append(word)
        elif part:
            yield part
            part = []


# --- make ---------------------------------------------------------------------------------------------------------

MAKEFILE = (ROOT / "Makefile").read_text()
TARGETS = {found[1]: found[0] for found in re.finditer(r"^([a-z][\w-]*):.*(?:\n\t.*)*", MAKEFILE, re.MULTILINE)}
BLOCKS_OF_STAGES = tomllib.loads((ROOT / "samconfig.toml").read_text())


def wrong_make(words: list[str], page: str) -> Iterator[str]:
    targets = [word for word in words[1:] if "=" not in word]
    yield from (f"make {target}: no such target" for target in targets if target not in TARGETS)
    for name, value in (word.split("=", 1) for word in words[1:] if "=" in word):
        if not any(name in variables_of(target) for target in targets if target in TARGETS):
            yield f"make {' '.join(targets)} reads no {name}"
        if (known := VALUES.get(name)) and value != "value" and not known(value, page):
            yield f"{name}={value} is none of those there are"


def variables_of(target: str) -> set[str]:
    """Those of its recipe and of the scripts it calls."""
    recipe = TARGETS[target]
    scripts = [ROOT / name for name in re.findall(r"scripts/[\w-]+", recipe)]
    scripts += [
        ROOT / "scripts" / name for path in scripts for name in re.findall(r"scripts/([\w-]+)", path.read_text())
    ]
    text = "".join([recipe, *(path.read_text() for path in scripts if path.is_file())])
    return set(re.findall(r"\$[({]([A-Z_]+)", text)) | {"VENV", "PYTHON"}


def is_stage(stage: str, page: str) -> bool:
    return stage in BLOCKS_OF_STAGES or stage == "local" or f'stack_name = "trunkline-{stage}"' in page


VALUES: dict[str, Callable[[str, str], bool]] = {
    "SCENARIO": lambda value, _: value in SCENARIOS,
    "STAGE": is_stage,
    "ARCH": lambda value, _: value in {"arm64", "x86_64"},
    "CHANNEL": lambda value, _: value in {"relay", "voice", "register", "provider", "retell"},
    "TESTS": lambda value, _: (ROOT / value).exists(),
}


# --- programs -----------------------------------------------------------------------------------------------------


def wrong_python(words: list[str], page: str) -> Iterator[str]:
    if words[0].startswith(".venv"):
        yield f"{words[0]}: pages activate the environment, once in each terminal"
    if words[1].startswith("clients/"):
        return  # whether the file exists is checked for every program
    if words[1:2] != ["-m"]:
        yield "python without -m"
    elif words[2] == "cli":
        yield from wrong_cli(words[3:], page)
    elif words[2] in OF_PYTHON | {"pip"}:
        return
    elif words[2] in OF_THE_TESTS:
        if "make setup-dev" not in page:
            yield f"{words[2]} is not in what `make setup` installs: make setup-dev comes before"
    elif not module_exists(words[2]):
        yield f"no module {words[2]}"


def module_exists(name: str) -> bool:
    path = ROOT / name.replace(".", "/")
    return path.with_suffix(".py").is_file() or (path / "__main__.py").is_file()


def wrong_cli(arguments: list[str], page: str) -> Iterator[str]:
    said = io.StringIO()
    try:
        with contextlib.redirect_stderr(said):
            args = make_parser().parse_args(arguments)
    except SystemExit:
        yield f"python -m cli {' '.join(arguments)}: {(said.getvalue().splitlines() or ['refused'])[-1]}"
        return
    stage = getattr(args, "stage", None)
    if stage and not is_stage(stage, page):
        yield f"no stage {stage} in samconfig.toml"


def wrong_curl(words: list[str], _page: str) -> Iterator[str]:
    yield from wrong_request(words)


def wrong_sam(words: list[str], _page: str) -> Iterator[str]:
    from tests.structure.pages import template

    resources = template()["Resources"]
    if words[1:3] == ["local", "invoke"] and words[3] not in resources:
        yield f"{words[3]}: no function of template.yaml"
    for flag, value in itertools.pairwise(words):
        if flag == "--config-env" and value not in BLOCKS_OF_STAGES:
            yield f"no section {value} in samconfig.toml"


def wrong_cp(words: list[str], _page: str) -> Iterator[str]:
    if not (ROOT / words[1]).is_file():
        yield f"{words[1]} is no file of the repository"


CHECKS: dict[str, Callable[[list[str], str], Iterator[str]]] = {
    "make": wrong_make,
    "python": wrong_python,
    "curl": wrong_curl,
    "sam": wrong_sam,
    "cp": wrong_cp,
    "chmod": lambda words, page: iter(()),
}


def reasons_and_commands(block: Block, why: Callable[[str], str]) -> list[tuple[str, Command]]:
    """Each command with why it is not run; empty: it is."""
    return [(block.not_run or why(without_comment(command.text)), command) for command in block.commands]
