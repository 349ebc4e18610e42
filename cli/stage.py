"""Where a stage keeps its things: the outputs of its stack, or what the environment says."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from trunkline.bootstrap.common import aws_client

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

    def output(self, name: str) -> str:
        """Raises StageUnknown."""
        if not self.outputs.get(name):
            raise StageUnknown(f"stage {self.name} does not say its {name}")
        return self.outputs[name]


def stage_named(name: str) -> Stage:
    """From the environment (a local world, say) where it names the tables, else from the stack's outputs."""
    told = {field: os.environ.get(field.upper(), "") for field in ("calls_table", "directory_table", "bucket")}
    if not all(told.values()):
        return _from_stack(name)
    return Stage(name, **told, outputs={output: os.environ.get(output, "") for output in OUTPUTS})


def _from_stack(name: str) -> Stage:
    outputs = _outputs(f"trunkline-{name}")
    return Stage(name, outputs["CallsTableName"], outputs["DirectoryTableName"], outputs["BucketName"], outputs)


def _outputs(stack: str) -> dict[str, Any]:
    cloudformation = aws_client("cloudformation")
    try:
        [found] = cloudformation.describe_stacks(StackName=stack)["Stacks"]
    except ClientError as error:
        if error.response["Error"]["Code"] != "ValidationError":
            raise
        how = "look at --stage, AWS_PROFILE and AWS_REGION"
        raise StageUnknown(f"no stack {stack} in this account and region: {how}") from error
    return {output["OutputKey"]: output["OutputValue"] for output in found.get("Outputs", [])}
