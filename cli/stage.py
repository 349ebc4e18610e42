"""The stack of a stage, from CloudFormation: tables, bucket, outputs, parameters. The local world has one, too."""

import os
import shlex
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from cli.parsers import LOCAL
from trunkline.bootstrap.shared.common import aws_client
from trunkline.bootstrap.shared.providers import PROVIDERS
from trunkline.errors import BadRequest

SAMCONFIG = Path(__file__).parent.parent / "samconfig.toml"
HOW = "look at --stage, --region and AWS_PROFILE"
STARTING = "the world of `make run` is not up yet, or another program listens there"
NAMES = ("CallsTableName", "DirectoryTableName", "BucketName")
TWILIO = "https://api.twilio.com"


class StageUnknown(Exception):
    """There is no such stage, or it lacks something."""


@dataclass(frozen=True, slots=True)
class Stack:
    """Outputs and parameters of a deployed stack."""

    outputs: Mapping[str, str]
    parameters: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Stage:
    """Names of tables and bucket."""

    name: str
    calls_table: str
    directory_table: str
    bucket: str
    outputs: Mapping[str, str]  # everything else, by the stack's own names
    stack: Stack | None = None  # of a stage that is deployed

    def output(self, name: str) -> str:
        """Raises StageUnknown."""
        if not self.outputs.get(name):
            raise StageUnknown(f"the stack of stage {self.name} has no output {name}: deploy it again")
        return self.outputs[name]

    def parameter(self, name: str, default: str) -> str:
        return self.stack.parameters.get(name) or default if self.stack else default

    @property
    def twilio_url(self) -> str:
        return self.parameter("TwilioBaseUrl", TWILIO)

    def provider_url(self, name: str) -> str:
        """The address of a voice provider: the stage's parameter `<Name>BaseUrl`, else the provider's own."""
        own = {parameter.lower(): value for parameter, value in self.stack.parameters.items()} if self.stack else {}
        return own.get(f"{name}baseurl") or PROVIDERS[name].BASE_URL


def stage_named(name: str) -> Stage:
    """Raises StageUnknown."""
    stack = stack_of(name)
    outputs = stack.outputs
    if missing := [output for output in NAMES if output not in outputs]:
        raise StageUnknown(f"the stack of stage {name} has no output {', '.join(missing)}: deploy it (again)")
    calls, directory, bucket = (outputs[output] for output in NAMES)
    return Stage(name, calls, directory, bucket, outputs, stack)


def stack_of(stage: str) -> Stack:
    """The stack of a stage, with the name that samconfig.toml gives it. Raises StageUnknown."""
    block = block_of(stage)
    name, aws = str(block.get("stack_name") or f"trunkline-{stage}"), aws_client("cloudformation")
    elsewhere = _elsewhere(block, aws.meta.region_name)
    try:
        [found] = aws.describe_stacks(StackName=name)["Stacks"]
    except ClientError as error:
        if error.response["Error"]["Code"] != "ValidationError":
            raise
        how = STARTING if stage == LOCAL else elsewhere or HOW
        raise StageUnknown(f"no stack {name} {_where(aws)}: {how}") from error
    if elsewhere:
        print(f"Note: {elsewhere}.", file=sys.stderr)
    outputs = {output["OutputKey"]: output["OutputValue"] for output in found.get("Outputs", [])}
    parameters = {given["ParameterKey"]: given["ParameterValue"] for given in found.get("Parameters", [])}
    return Stack(outputs, parameters)


def _where(aws: Any) -> str:
    endpoint = os.environ.get("AWS_ENDPOINT_URL")
    place = f"at AWS_ENDPOINT_URL={endpoint}" if endpoint else "in this account"
    return f"{place} in {aws.meta.region_name}"


def _elsewhere(block: Mapping[str, Any], region: str) -> str:
    wanted = block.get("region")
    if not wanted or wanted == region:
        return ""
    return f"samconfig.toml has this stage in {wanted}, and this is {region} (--region {wanted} or AWS_REGION={wanted})"


def block_of(name: str, samconfig: str | None = None) -> dict[str, Any]:
    """The deploy parameters of one block of samconfig.toml; empty where there is none. Raises BadRequest."""
    if samconfig is None:
        samconfig = SAMCONFIG.read_text(encoding="utf-8") if SAMCONFIG.exists() else ""
    try:
        found: dict[str, Any] = tomllib.loads(samconfig).get(name, {}).get("deploy", {}).get("parameters", {})
    except tomllib.TOMLDecodeError as error:
        raise BadRequest(f"samconfig.toml cannot be read: {error}") from error
    return found


def overrides_in(block: Mapping[str, Any]) -> dict[str, str]:
    """The template's parameters that a block sets. Raises StageUnknown."""
    given = block.get("parameter_overrides", [])
    words = shlex.split(given) if isinstance(given, str) else given  # SAM takes a line, too
    if wrong := [word for word in words if "=" not in word]:
        raise StageUnknown(f"samconfig.toml: not NAME=value in parameter_overrides: {', '.join(wrong)}")
    return dict(word.split("=", 1) for word in words)
