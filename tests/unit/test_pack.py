"""Modules that are removed from the layer and the relay's image are not imported there."""

import re
import subprocess
import sys
from dataclasses import replace
from importlib.machinery import SourceFileLoader
from importlib.metadata import packages_distributions
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
FUNCTIONS = sorted(path.parent.name for path in (ROOT / "functions").glob("*/*.py") if path.stem == path.parent.name)
OF_THE_RELAY = {"trunkline.bootstrap.media_relay", "trunkline.vendors.openai.chat_model"}  # no function imports them
WITHOUT = """
import sys, pkgutil
from importlib import import_module
from importlib.machinery import PathFinder
gone = set(sys.argv[1].split(","))
finders = list(sys.meta_path)
class Left:
    def find_spec(self, name, path=None, target=None):
        if any(name == one or name.startswith(one + ".") for one in gone):
            return None
        found = (finder.find_spec(name, path, target) for finder in finders)
        return next((spec for spec in found if spec), None)
    find_distributions = staticmethod(PathFinder.find_distributions)
sys.meta_path[:] = [Left()]
for name in sys.argv[2:]:
    module = import_module(name)
    for one in pkgutil.walk_packages(getattr(module, "__path__", []), name + "."):
        if one.name not in OF_THE_RELAY:
            import_module(one.name)
"""


def loaded(path: Path) -> ModuleType:
    loader = SourceFileLoader(path.stem, str(path))
    spec = spec_from_loader(path.stem, loader)
    assert spec
    module = module_from_spec(spec)
    sys.modules[path.stem] = module  # dataclasses look themselves up
    loader.exec_module(module)
    return module


PACK = loaded(ROOT / "layers" / "core" / "pack.py")


def install(folder: Path, name: str, *files: str) -> None:
    about = folder / f"{name.replace('-', '_')}-1.0.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    for file in files:
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_text("x = 1\n")
    recorded = [*files, f"{about.name}/METADATA", f"{about.name}/RECORD", f"../../bin/{name}"]
    (about / "RECORD").write_text("".join(f"{file},,\n" for file in recorded))


def installed(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    install(folder, "PyJWT", "jwt/__init__.py", "jwt/api/one.py", "shared/of_jwt.py")
    install(folder, "httpx", "httpx/__init__.py", "shared/of_httpx.py")
    install(folder, "twilio", "twilio/__init__.py", "twilio/rest/__init__.py", "twilio/twiml/__init__.py")
    install(folder, "botocore", "botocore/data/s3/a.json", "botocore/data/ec2/a.json", "botocore/data/endpoints.json")
    return folder


@pytest.mark.parametrize("plan", ["core", "relay"])
def test_unused_packages_go_by_their_own_record_and_leave_the_others_whole(site, plan):
    PACK.prune(PACK.PLANS[plan], site)
    left = installed(site)
    assert not [name for name in left if "jwt" in name.lower()]
    assert {"httpx/__init__.py", "shared/of_httpx.py", "twilio/twiml/__init__.py"} <= left
    assert "twilio/rest/__init__.py" not in left
    assert {"botocore/data/s3/a.json", "botocore/data/endpoints.json"} <= left
    assert "botocore/data/ec2/a.json" not in left
    assert not [path for path in site.rglob("*") if path.is_dir() and not any(path.iterdir())]


def test_pruning_twice_is_pruning_once(site):
    PACK.prune(PACK.PLANS["core"], site)
    left = installed(site)
    PACK.prune(PACK.PLANS["core"], site)
    assert installed(site) == left


def test_a_package_without_a_record_is_not_taken_for_gone(site):
    (site / "PyJWT-1.0.dist-info" / "RECORD").unlink()
    with pytest.raises(AssertionError, match="no record"):
        PACK.prune(PACK.PLANS["core"], site)


def packed(site: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(sys, "argv", ["pack.py", "core", str(site), "--at", "/opt/python"])
    return PACK.main()


def test_a_folder_over_its_limit_is_an_error(site, monkeypatch, capsys):
    (site / "heavy.bin").write_bytes(b"x" * 2_000_000)
    monkeypatch.setitem(PACK.PLANS, "core", replace(PACK.PLANS["core"], limit_mb=3))
    assert packed(site, monkeypatch) == 0
    (site / "heavy.bin").write_bytes(b"x" * 3_000_000)
    assert packed(site, monkeypatch) == 1
    assert re.search(r"core: 3\.\d MB of at most 3", capsys.readouterr().out)


def test_bytecode_comes_with_it_and_counts(site, monkeypatch):
    packed(site, monkeypatch)
    assert list((site / "httpx" / "__pycache__").glob("__init__.*.pyc"))
    assert PACK.size_of(site) > sum(path.stat().st_size for path in site.rglob("*.py"))


def stripper(folder: Path, then: str = "exit 0") -> str:
    command = folder / "strip"
    command.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" >{folder}/asked.txt\n{then}\n')
    command.chmod(0o755)
    return str(command)


def test_symbols_go_from_every_compiled_module_that_stays(site, tmp_path, monkeypatch):
    install(site, "uvloop", "uvloop/loop.so", "uvloop/deep/more.so")
    install(site, "charset-normalizer", "charset_normalizer/md.so")
    monkeypatch.setattr(sys, "argv", ["pack.py", "relay", str(site), "--strip", stripper(tmp_path)])
    assert PACK.main() == 0
    asked = (tmp_path / "asked.txt").read_text().split()
    assert asked == ["--strip-unneeded", *(str(site / "uvloop" / name) for name in ("deep/more.so", "loop.so"))]


def test_a_module_that_cannot_be_stripped_is_an_error(site, tmp_path, monkeypatch):
    install(site, "uvloop", "uvloop/loop.so")
    monkeypatch.setattr(sys, "argv", ["pack.py", "relay", str(site), "--strip", stripper(tmp_path, "exit 1")])
    with pytest.raises(subprocess.CalledProcessError):
        PACK.main()


def test_the_image_is_stripped_and_the_layer_and_the_image_are_measured():
    dockerfile = (ROOT / "media_relay/Dockerfile").read_text()
    assert re.search(
        r"pack\.py relay /libraries --strip strip --at /usr/local/lib/python3\.\d+/site-packages\n", dockerfile
    )
    assert 'pack.py core "$(SITE)" --at /opt/python\n' in (ROOT / "layers/core/Makefile").read_text()


def test_the_size_limits_are_the_documented_ones():
    assert {name: plan.limit_mb for name, plan in PACK.PLANS.items()} == {"core": 35, "relay": 40}


def gone(plan: str) -> set[str]:
    """Names of modules that the plan removes."""
    parts = {part.replace("/", ".") for part in PACK.PARTS if part != "bin"}
    owners = packages_distributions()
    unused = PACK.PLANS[plan].unused
    return parts | {
        name for name, of in owners.items() if {re.sub(r"[-_.]+", "-", item).lower() for item in of} <= unused
    }


def started_without(plan: str, *modules: str) -> subprocess.CompletedProcess[str]:
    script = f"OF_THE_RELAY = {OF_THE_RELAY if plan == 'core' else set()}{WITHOUT}"
    words = [sys.executable, "-c", script, ",".join(sorted(gone(plan))), *modules]
    return subprocess.run(words, capture_output=True, text=True, check=False, cwd=ROOT)


def test_the_relay_starts_without_the_modules_its_image_lacks():
    assert {"pydantic", "requests", "twilio.rest", "jwt"} <= gone("relay")
    done = started_without("relay", "media_relay", "httpx", "boto3.s3.transfer", "botocore.httpsession")
    assert done.returncode == 0, done.stderr


def test_functions_start_without_the_modules_the_layer_lacks():
    assert {"aiohttp", "requests", "twilio.rest", "jwt"} <= gone("core")
    done = started_without("core", "trunkline", *FUNCTIONS, "httpx", "boto3.s3.transfer", "botocore.httpsession")
    assert done.returncode == 0, done.stderr


def test_a_module_that_is_not_shipped_fails_its_importer():
    assert "No module named 'requests'" in started_without("core", "requests").stderr


@pytest.mark.parametrize(
    ("plan", "sources"),
    [("core", ["layers/core/trunkline", "functions"]), ("relay", ["layers/core/trunkline/bootstrap/media_relay.py"])],
)
def test_the_asked_services_are_the_documented_ones(plan, sources):
    files = [
        file
        for source in sources
        for file in ([ROOT / source] if source.endswith(".py") else (ROOT / source).rglob("*.py"))
    ]
    asked = {
        name for file in files for name in re.findall(r"(?:aws_client|boto3\.client)\(\"([\w-]+)\"", file.read_text())
    }
    assert asked
    assert PACK.PLANS[plan].services == asked | {"sts"}  # roles by a token are taken on with it
