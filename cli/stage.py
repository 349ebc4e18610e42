"""Where a stage keeps its things: the outputs of its stack, or what the environment says."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from trunkline.bootstrap.common import aws_client

SAMCONFIG = Path("samconfig.toml")
OUTPUTS = (
    "VendorSecretName",
    "SealSecretName",
    "CampaignsTableName",
    "VoiceUrl",
    "CallStatusUrl",
    "ElevenLabsReportUrl",
    *(
        f"{queue}{kind}Url"
        for queue in ("Inbox", "Recording", "Exports", "Erasures", "Lists")
        for kind in ("Queue", "DeadLetters")
    ),
)


class StageUnknown(Exception):
    """Neither the environment nor CloudFormation knows the stage."""


@dataclass(frozen=True, slots=True)
class Stage:
    """Names of tables and bucket."""

    name: str
    calls_table: str
    directory_table: str
    bucket: str
    outputs: Mapping[str, str]  # everything else, by the stack's own names
    stack: "Stack | None" = None  # of a stage that is deployed

    def output(self, name: str) -> str:
        """Raises StageUnknown."""
        if not self.outputs.get(name):
            raise StageUnknown(f"stage {self.name} does not say its {name}")
        return self.outputs[name]


def stage_named(name: str) -> Stage:
    """From the environment (a local world, say) where it names the tables, else from the stack's outputs."""
    values = {field: os.environ.get(field.upper(), "") for field in ("calls_table", "directory_table", "bucket")}
    if not all(values.values()):
        return _from_stack(name)
    outputs = {output: os.environ.get(output, "") for output in OUTPUTS}
    return Stage(name, values["calls_table"], values["directory_table"], values["bucket"], outputs)


def _from_stack(name: str) -> Stage:
    stack = stack_of(name)
    outputs = stack.outputs
    return Stage(name, outputs["CallsTableName"], outputs["DirectoryTableName"], outputs["BucketName"], outputs, stack)


@dataclass(frozen=True, slots=True)
class Stack:
    """What CloudFormation says of a deployed stack."""

    outputs: Mapping[str, str]
    parameters: Mapping[str, str]


def stack_of(stage: str) -> Stack:
    """Named as the stage's block of samconfig.toml says. Raises StageUnknown."""
    name = str(block_of(stage).get("stack_name") or f"trunkline-{stage}")
    try:
        [found] = aws_client("cloudformation").describe_stacks(StackName=name)["Stacks"]
    except ClientError as error:
        if error.response["Error"]["Code"] != "ValidationError":
            raise
        how = "look at --stage, AWS_PROFILE and AWS_REGION"
        raise StageUnknown(f"no stack {name} in this account and region: {how}") from error
    outputs = {output["OutputKey"]: output["OutputValue"] for output in found.get("Outputs", [])}
    parameters = {given["ParameterKey"]: given["ParameterValue"] for given in found.get("Parameters", [])}
    return Stack(outputs, parameters)


def block_of(name: str, samconfig: str | None = None) -> dict[str, Any]:
    """The deploy parameters of one block of samconfig.toml; empty where there is none."""
    if samconfig is None:
        samconfig = SAMCONFIG.read_text() if SAMCONFIG.exists() else ""
    found: dict[str, Any] = tomllib.loads(samconfig).get(name, {}).get("deploy", {}).get("parameters", {})
    return found


def overrides_in(block: Mapping[str, Any]) -> dict[str, str]:
    """What a block sets of the template's parameters."""
    return dict(override.split("=", 1) for override in block.get("parameter_overrides", []))
