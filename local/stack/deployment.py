"""`sam deploy` of what `sam build` made, and the names the stack then has."""

import asyncio
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from local.cloud.relay_template import FILE, OF_THE_RELEASE, relay_parameters
from local.cloud.template import read_yaml
from local.stack.ministack import ROOT, ROOT_KEYS

STACK, REGION, ACCOUNT = "trunkline-local", "us-east-1", "000000000000"
RELAY_STACK = f"{STACK}-relay"
BUILT = ROOT / ".aws-sam" / "build"
EMULATED = BUILT / "emulated.json"
RELAY_TEMPLATE = ROOT / FILE
SAM = ROOT / ".venv-sam" / "bin"


class NotDeployed(Exception):
    """SAM's output when the deployment failed."""


async def deploy(endpoint: str, parameters: dict[str, str], tell: Callable[[str], None]) -> None:
    """Raises NotDeployed with SAM's own words."""
    if not (BUILT / "template.yaml").exists():
        raise NotDeployed("nothing is built; `make stack` builds first")
    await _deploy(endpoint, STACK, BUILT / "template.yaml", EMULATED, {**_built_for(), **parameters}, tell)


async def deploy_relay(endpoint: str, cloudformation: Any, tell: Callable[[str], None]) -> None:
    """The relay's own stack, given the first one's outputs and parameters as `make deploy-relay` does it."""
    [first] = cloudformation.describe_stacks(StackName=STACK)["Stacks"]
    outputs = {output["OutputKey"]: output["OutputValue"] for output in first["Outputs"]}
    parameters = {parameter["ParameterKey"]: parameter["ParameterValue"] for parameter in first["Parameters"]}
    given = relay_parameters(read_yaml(RELAY_TEMPLATE)["Parameters"], outputs, parameters)
    emulated = EMULATED.with_name("emulated-relay.json")
    await _deploy(endpoint, RELAY_STACK, RELAY_TEMPLATE, emulated, {**OF_THE_RELEASE, **given}, tell)


async def _deploy(
    endpoint: str, stack: str, source: Path, emulated: Path, parameters: dict[str, str], tell: Callable[[str], None]
) -> None:
    for line in (await _run(endpoint, "python", _here("emulated_template.py"), source, emulated)).splitlines():
        tell(line)
    await _run(
        endpoint, "sam", "deploy", "--template-file", emulated, "--stack-name", stack, "--region", REGION,
        "--resolve-s3", "--capabilities", "CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND", "--no-confirm-changeset",
        "--no-progressbar",
        "--parameter-overrides", *(f"{name}={value}" for name, value in parameters.items()),
    )  # fmt: skip


def resources(cloudformation: Any) -> dict[str, str]:
    """Physical names by logical ones, of both stacks."""
    pages = cloudformation.get_paginator("list_stack_resources")
    return {
        stackresourcesummary["LogicalResourceId"]: stackresourcesummary["PhysicalResourceId"]
        for stack in (STACK, RELAY_STACK)
        for page in pages.paginate(StackName=stack)
        for stackresourcesummary in page["StackResourceSummaries"]
    }


def expanded() -> dict[str, Any]:
    """The built template, with SAM's resources as they were written."""
    return json.loads(EMULATED.read_text())["Resources"]


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
