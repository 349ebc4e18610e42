#!/usr/bin/env python3
"""Packs a folder of installed packages for where it runs: pack.py {core,relay} FOLDER [--strip COMMAND] [--at PATH].

What nothing imports goes, debug symbols go, bytecode comes, and a folder larger than its limit is an error. Used by the
layer's Makefile and by the relay's Dockerfile; it stands here because SAM copies this folder alone.
"""

import argparse
import compileall
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path
from py_compile import PycInvalidationMode

MB = 1_000_000
# twilio: its signature check and its TwiML writer are used, and httpx for the few requests.
# Powertools: its logger and its metrics. boto3's data are for resources; we use clients.
OF_TWILIO = ("rest", "base", "http", "jwt", "credential", "auth_strategy")
OF_POWERTOOLS = (
    "auth_alpha", "batch", "circuit_breaker", "data_classes", "data_masking", "feature_flags", "idempotency", "kafka",
    "metadata", "parameters", "parser", "streaming", "validation",
)  # fmt: skip
PARTS = (
    "bin",
    "boto3/data",
    *(f"twilio/{name}" for name in OF_TWILIO),
    "aws_lambda_powertools/event_handler",
    *(f"aws_lambda_powertools/utilities/{name}" for name in OF_POWERTOOLS),
)
# What twilio's other clients need: the synchronous one, access tokens, the asynchronous one.
TWILIOS_CLIENTS = frozenset({"aiohttp-retry", "charset-normalizer", "pyjwt", "requests"})
AIOHTTP = frozenset(
    {"aiohttp", "aiohappyeyeballs", "aiosignal", "attrs", "frozenlist", "multidict", "propcache", "yarl"}
)
PYDANTIC = frozenset({"annotated-types", "pydantic", "pydantic-core", "typing-inspection"})


@dataclass(frozen=True)
class Plan:
    """An artifact: the packages left out, the AWS services in use, and the size limit."""

    unused: frozenset[str]
    services: frozenset[str]
    limit_mb: int


PLANS = {
    "core": Plan(
        TWILIOS_CLIENTS | AIOHTTP,
        frozenset(
            {
                "application-autoscaling",
                "cloudwatch",
                "dynamodb",
                "ecs",
                "elbv2",
                "events",
                "kms",
                "s3",
                "scheduler",
                "secretsmanager",
                "sqs",
                "sts",
            }
        ),
        35,
    ),
    "relay": Plan(TWILIOS_CLIENTS | PYDANTIC, frozenset({"dynamodb", "s3", "secretsmanager", "sts"}), 40),
}


def main() -> int:
    asked = _arguments()
    plan, folder = PLANS[asked.plan], asked.folder
    prune(plan, folder)
    if asked.strip:
        strip(folder, asked.strip)
    if not asked.at:
        return 0
    add_bytecode(folder, asked.at)
    size = size_of(folder)
    print(f"{asked.plan}: {size / MB:.1f} MB of at most {plan.limit_mb}")
    return 1 if size > plan.limit_mb * MB else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("plan", choices=PLANS)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--at", default="", help="where it will run: adds bytecode for there and measures")
    parser.add_argument("--strip", default="", help="command that removes debug symbols, such as strip or llvm-strip")
    return parser.parse_args()


def prune(plan: Plan, folder: Path) -> None:
    for one in [one for one in distributions(path=[str(folder)]) if _name(one) in plan.unused]:
        _remove(folder / file for file in _files(one, folder))
    for part in PARTS:
        shutil.rmtree(folder / part, ignore_errors=True)
    for service in [path for path in (folder / "botocore" / "data").iterdir() if path.is_dir()]:
        if service.name not in plan.services:
            shutil.rmtree(service)


def _name(one: Distribution) -> str:
    return one.metadata["Name"].lower().replace("_", "-").replace(".", "-")


def _files(one: Distribution, folder: Path) -> list[str]:
    """The files of its RECORD below the folder, without scripts."""
    listed = [str(file) for file in one.files or []]
    assert listed, f"{_name(one)} has no record of its files in {folder}"
    return [file for file in listed if ".." not in Path(file).parts]


def _remove(files: Iterable[Path]) -> None:
    folders = set()
    for file in files:
        file.unlink(missing_ok=True)
        folders |= {file.parent}
    for folder in sorted(folders, key=lambda path: len(path.parts), reverse=True):
        shutil.rmtree(folder / "__pycache__", ignore_errors=True)
        _remove_empty(folder)


def _remove_empty(folder: Path) -> None:
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        _remove_empty(folder.parent)


def strip(folder: Path, command: str) -> None:
    """Symbols that other modules take by name stay: the relay takes libuv's out of uvloop."""
    modules = [str(path) for path in sorted(folder.rglob("*.so"))]
    subprocess.run([command, "--strip-unneeded", *modules], check=True)  # noqa: S603 - a command of our own files


def add_bytecode(folder: Path, at: str) -> None:
    """Folders at run time are read-only: trusted without a look at the source, or each start would compile anew."""
    never_stale = PycInvalidationMode.UNCHECKED_HASH
    done = compileall.compile_dir(
        folder, maxlevels=20, quiet=1, workers=0, stripdir=str(folder), prependdir=at, invalidation_mode=never_stale
    )
    if not done:
        raise SystemExit(f"not everything in {folder} could be compiled")


def size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


if __name__ == "__main__":
    sys.exit(main())
