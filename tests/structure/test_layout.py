"""The folder tree is the architecture diagram: functions, layer, configuration and the local world agree on it."""

import ast
import os
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from local.cloud.template import read_yaml

ROOT = Path(__file__).parents[2]
FOLDERS = {path.name for path in (ROOT / "functions").iterdir() if path.is_dir() and path.name != "__pycache__"}
TEXT_SUFFIXES = {
    ".py", ".toml", ".txt", ".yaml", ".yml", ".md", ".json", ".sh", ".cfg", ".ini", ".js", ".html", ".css", ".lock", "",
}  # fmt: skip
# Not ours, or made by a command.
NOT_OURS = {
    ".git", ".aws-sam", ".local", "build", "__pycache__", "node_modules", ".pytest_cache", ".ruff_cache", ".mypy_cache",
    ".hypothesis", ".import_linter_cache",
}  # fmt: skip


def project() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


def our_files() -> list[Path]:
    found = []
    for folder, folders, files in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in NOT_OURS and not name.startswith(".venv")]
        found += [Path(folder) / name for name in files if Path(name).suffix in TEXT_SUFFIXES]
    return found


def test_every_folder_of_functions_is_deployed_and_importable():
    resources = read_yaml(ROOT / "template.yaml")["Resources"].values()
    deployed = {about["Properties"]["CodeUri"] for about in resources if about["Type"] == "AWS::Serverless::Function"}
    importable = project()["tool"]["hatch"]["build"]["dev-mode-dirs"]
    assert deployed == {f"functions/{name}/" for name in FOLDERS}
    assert {name for name in importable if name.startswith("functions/")} == {f"functions/{name}" for name in FOLDERS}


@pytest.mark.parametrize("name", sorted(FOLDERS))
def test_a_function_is_one_module_named_like_its_folder(name):
    modules = {path.stem for path in (ROOT / "functions" / name).glob("*.py")}
    assert name in modules
    elsewhere = {path.stem for path in (ROOT / "functions").glob("*/*.py") if path.parent.name != name}
    assert not modules & elsewhere, "module names are unique, or an import would depend on the order of the path"


COPIES = [*(ROOT / "layers").glob("*/requirements.txt"), *(ROOT / "functions").glob("*/requirements.txt")]


@pytest.mark.parametrize("copy", COPIES, ids=lambda path: path.parent.name)
def test_a_layer_or_function_installs_exactly_the_group_of_its_name(copy):
    assert copy.read_text() == (ROOT / f"requirements/{copy.parent.name}.txt").read_text(), "run make lock"


def test_layers_and_functions_that_install_packages_have_a_list():
    makefiles = {path.parent for folder in ("layers", "functions") for path in (ROOT / folder).glob("*/Makefile")}
    assert len(makefiles) == 7
    assert {path.parent for path in COPIES} == makefiles


INSTALLS = [*(path for folder in ("layers", "functions") for path in (ROOT / folder).glob("*/Makefile"))]
INSTALLS += [ROOT / "media_relay/Dockerfile", *(path for path in (ROOT / "scripts").iterdir() if path.is_file())]


def test_packages_are_installed_as_wheels_and_by_hash():
    """The project itself, from this folder, is the one exception."""
    asked = {}
    for path in INSTALLS:
        text = path.read_text().replace("\\\n", " ")
        lines = [line for line in text.splitlines() if re.search(r"\bpip install\b", line) and not line.startswith("#")]
        asked |= {(path.name, path.parent.name, line.strip()): line for line in lines}
    others = [line for line in asked.values() if "--editable" not in line]
    assert len(others) >= len(list(COPIES)) + 2
    assert not [line for line in others if "--require-hashes" not in line or "--only-binary=:all:" not in line]


def test_what_is_built_for_lambda_is_asked_for_by_its_processor():
    for path in INSTALLS:
        if path.name == "Makefile":
            assert "--platform manylinux2014_$(WHEELS)" in path.read_text(), path


def test_every_group_has_a_list_and_is_compiled_with_the_others():
    groups = set(project()["dependency-groups"])
    assert {path.stem for path in (ROOT / "requirements").glob("*.txt")} == groups
    assert groups <= set(
        re.findall(r"\w+", (ROOT / "requirements/compile.sh").read_text().split("\ncompile dev", 1)[1])
    ) | {"dev"}


def test_the_compiler_of_the_lists_is_on_a_list():
    assert re.search(r"^uv==\S+ ", (ROOT / "requirements/lock.txt").read_text(), re.MULTILINE)
    script = (ROOT / "requirements/compile.sh").read_text()
    assert re.findall(r"(\S*uv) pip compile", script) == [".venv-lock/bin/uv"]


def test_every_requirement_is_pinned_and_hashed():
    for path in (ROOT / "requirements").glob("*.txt"):
        pins = re.findall(r"^([\w.\[\]-]+)==\S+.*?((?:\\\n\s+--hash=\S+ ?)*)$", path.read_text(), re.MULTILINE)
        assert pins, path.name
        assert not [name for name, hashes in pins if "--hash=sha256:" not in hashes], path.name


def test_no_file_names_a_package_registry():
    """Where packages come from is the business of the machine that installs them, not of this repository."""
    registry = re.compile(
        r"(files\.)?python" + r"hosted\.org|\bpypi\.(org|python\.org)|registry\.(npm" + r"js|yarn" + r"pkg)\.(org|com)"
        r"|--(extra-)?index" + r"-url|\bindex-url\s*=|/pypi[\w-]*/simple",
        re.IGNORECASE,
    )
    named = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in our_files()
        if (match := registry.search(path.read_text(errors="replace")))
    ]
    assert not named


def imports(path: Path) -> set[str]:
    """Top-level names a module imports, wherever in the file."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names


LOCAL_MODULES = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "local").rglob("*.py"))


@pytest.mark.parametrize("module", LOCAL_MODULES)
def test_the_local_world_imports_nothing_of_ours(module):
    """If both ends of a wire shared a codec, a wrong codec would pass every test."""
    ours = {"trunkline", "trunkline_voice", "media_relay", "tests", *FOLDERS}
    assert not imports(ROOT / module) & ours


@pytest.mark.parametrize("package", ["layers", "media_relay", "functions"])
def test_what_is_deployed_imports_nothing_of_the_local_world(package):
    offenders = [path.name for path in (ROOT / package).rglob("*.py") if imports(path) & {"local", "tests", "moto"}]
    assert not offenders


@pytest.mark.parametrize("package", ["layers", "media_relay", "functions", "local"])
def test_every_module_opens_with_a_sentence(package):
    silent = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / package).rglob("*.py")
        if path.read_text().strip() and not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert not silent


def test_the_relay_image_is_built_from_what_the_repository_holds():
    lines = (ROOT / "media_relay/Dockerfile").read_text().splitlines()
    copied = [line.split()[1:-1] for line in lines if line.startswith("COPY") and "--from" not in line]
    sources = [source for line in copied for source in line]
    assert set(sources) == {
        "requirements/relay.txt", "requirements/compile.txt", "requirements/licenses", "LICENSE",
        "scripts/compile", "scripts/libraries", "scripts/third-party", "scripts/shipped.py",
        "layers/core/pack.py", "layers/core/trunkline", "media_relay",
    }  # fmt: skip
    ignored = (ROOT / "media_relay/Dockerfile.dockerignore").read_text().splitlines()
    assert {line[1:] for line in ignored if line.startswith("!")} == set(sources)
    assert all((ROOT / source).exists() for source in sources)
    assert any(line.startswith("USER ") and "root" not in line for line in lines)


def test_the_base_of_the_relay_image_is_one_release_by_its_digest():
    lines = (ROOT / "media_relay/Dockerfile").read_text().splitlines()
    [base] = [line.split("=", 1)[1] for line in lines if line.startswith("ARG PYTHON_IMAGE=")]
    assert re.fullmatch(r"python:3\.13\.\d+-slim-\w+@sha256:[0-9a-f]{64}", base)
    stages = [line.split()[1] for line in lines if line.startswith("FROM ")]
    assert stages == ["${PYTHON_IMAGE}", "${PYTHON_IMAGE}"]


def test_the_image_finds_its_libraries_where_its_python_looks():
    text = (ROOT / "media_relay/Dockerfile").read_text()
    [version] = re.findall(r"^ARG PYTHON_IMAGE=python:(3\.\d+)\.", text, re.MULTILINE)
    named = re.findall(r"/usr/local/lib/python(3\.\d+)/", text)
    assert named
    assert set(named) == {version}


def test_commands_in_python_are_linted_and_typed_though_their_names_have_no_ending():
    commands = {
        f"scripts/{path.name}"
        for path in (ROOT / "scripts").iterdir()
        if path.is_file() and path.read_text().startswith("#!/usr/bin/env python")
    }
    tools = project()["tool"]
    assert commands
    assert set(tools["ruff"]["extend-include"]) == commands
    assert commands <= set(tools["mypy"]["files"])


SHIPPED_SOURCES = [*(ROOT / "layers").rglob("*.py"), *(ROOT / "media_relay").rglob("*.py")]
SHIPPED_SOURCES += [path for name in FOLDERS for path in (ROOT / "functions" / name).rglob("*.py")]


def modules_imported(path: Path) -> set[str]:
    """Full names, relative ones left out."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def test_nothing_private_of_others_is_imported():
    """What begins with an underscore may go with any release. Own modules are free to share theirs."""
    ours = {"trunkline", "trunkline_voice", "media_relay", "__future__", *FOLDERS}
    private = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in SHIPPED_SOURCES
        for name in modules_imported(path)
        if name.split(".")[0] not in ours and any(part.startswith("_") for part in name.split("."))
    }
    assert not private


def test_what_is_imported_is_named_in_a_group():
    """A package that only comes along with another may go with it, and nothing says that it is needed."""
    groups = project()["dependency-groups"]
    names = (
        line
        for group in ("core", "relay", "rest_api", "export_transcripts", "campaigns", "clinical", "analysis")
        for line in groups[group]
    )
    named = {re.sub(r"[-_.]+", "-", line).lower() for line in names if isinstance(line, str)}
    owners = packages_distributions()
    ours = {"trunkline", "trunkline_voice", "media_relay", *(path.stem for path in SHIPPED_SOURCES), "api"}
    tops = {name.split(".")[0] for path in SHIPPED_SOURCES for name in modules_imported(path)}
    foreign = {top for top in tops if top not in ours | sys.stdlib_module_names and not top.startswith("mypy_boto3_")}
    assert {"httpx", "anyio", "pydantic"} <= foreign
    unnamed = {top for top in foreign if not {re.sub(r"[-_.]+", "-", owner).lower() for owner in owners[top]} & named}
    assert not unnamed
