"""`sam deploy` of what `sam build` made, and the names the stack then has."""

import asyncio
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from local.stack.ministack import ROOT, ROOT_KEYS

STACK, REGION, ACCOUNT = "trunkline-local", "us-east-1", "000000000000"
BUILT = ROOT / ".aws-sam" / "build"
SAM = ROOT / ".venv-sam" / "bin"
RELAY = {  # any image will do: its tasks are not started here
    "RelayImageUri": "trunkline-relay:local",
    "RelayCertificateArn": f"arn:aws:acm:{REGION}:{ACCOUNT}:certificate/00000000-0000-0000-0000-000000000000",
}


class NotDeployed(Exception):
    """What SAM said when it gave up."""


async def deploy(endpoint: str, parameters: dict[str, str], tell: Callable[[str], None]) -> None:
    """Raises NotDeployed with SAM's own words."""
    if not (BUILT / "template.yaml").exists():
        raise NotDeployed("nothing is built; `make stack` builds first")
    template = BUILT / "emulated.json"
    for line in (
        await _run(endpoint, "python", _here("emulated_template.py"), BUILT / "template.yaml", template)
    ).splitlines():
        tell(line)
    overrides = {**_built_for(), **RELAY, **parameters}
    await _run(
        endpoint, "sam", "deploy", "--template-file", template, "--stack-name", STACK, "--region", REGION,
        "--resolve-s3", "--capabilities", "CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND", "--no-confirm-changeset",
        "--no-progressbar",
        "--parameter-overrides", *(f"{name}={value}" for name, value in overrides.items()),
    )  # fmt: skip


def resources(cloudformation: Any) -> dict[str, str]:
    """Physical names by logical ones."""
    pages = cloudformation.get_paginator("list_stack_resources").paginate(StackName=STACK)
    return {
        one["LogicalResourceId"]: one["PhysicalResourceId"] for page in pages for one in page["StackResourceSummaries"]
    }


def expanded() -> dict[str, Any]:
    """The built template, with SAM's resources as they were written."""
    return json.loads((BUILT / "emulated.json").read_text())["Resources"]


def _here(name: str) -> Path:
    return Path(__file__).with_name(name)


def _built_for() -> dict[str, str]:
    return {"Arch": "x86_64" if os.uname().machine == "x86_64" else "arm64"}


async def _run(endpoint: str, program: str, *arguments: Any) -> str:
    machine = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    environment = {
        **machine,
        **ROOT_KEYS,
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_DEFAULT_REGION": REGION,
        "SAM_CLI_TELEMETRY": "0",
    }
    process = await asyncio.create_subprocess_exec(
        str(SAM / program), *map(str, arguments), cwd=ROOT, env=environment, stdout=-1, stderr=-2
    )
    said, _ = await process.communicate()
    if process.returncode:
        raise NotDeployed(f"{program} failed:\n{said.decode()[-3000:]}")
    return said.decode()
