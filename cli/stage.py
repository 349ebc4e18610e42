"""Where a stage keeps its things: the outputs of its stack, or what the environment says."""

import os
from dataclasses import dataclass
from typing import Any

from trunkline.bootstrap import aws_client


class StageUnknown(Exception):
    """Neither the environment nor CloudFormation knows the stage."""


@dataclass(frozen=True, slots=True)
class Stage:
    """Names of tables and bucket."""

    name: str
    calls_table: str
    directory_table: str
    bucket: str


def stage_named(name: str) -> Stage:
    """From the environment (a local world, say) where it names the tables, else from the stack's outputs."""
    told = {field: os.environ.get(field.upper(), "") for field in ("calls_table", "directory_table", "bucket")}
    return Stage(name, **told) if all(told.values()) else _from_stack(name)


def _from_stack(name: str) -> Stage:
    outputs = _outputs(f"trunkline-{name}")
    return Stage(name, outputs["CallsTableName"], outputs["DirectoryTableName"], outputs["BucketName"])


def _outputs(stack: str) -> dict[str, Any]:
    cloudformation = aws_client("cloudformation")
    try:
        [found] = cloudformation.describe_stacks(StackName=stack)["Stacks"]
    except Exception as error:
        raise StageUnknown(f"no stack {stack} that these AWS credentials can see ({type(error).__name__})") from error
    return {output["OutputKey"]: output["OutputValue"] for output in found.get("Outputs", [])}
