"""The local world as a stack of CloudFormation, so that an operator's commands find its names as they do in AWS."""

import json
from typing import Any

from local.cloud.template import PSEUDO, Template


def create_stack(template: Template, client: Any) -> None:
    """Only outputs and parameters: the resources are there already."""
    outputs = {name: {"Value": template.output(name)} for name in _given(template)}
    declared = {name: {"Type": "String"} for name in template.parameters}
    given = [{"ParameterKey": name, "ParameterValue": value} for name, value in template.parameters.items()]
    body = json.dumps({"Parameters": declared, "Resources": {}, "Outputs": outputs})
    client("cloudformation").create_stack(StackName=PSEUDO["AWS::StackName"], TemplateBody=body, Parameters=given)


def _given(template: Template) -> list[str]:
    outputs = template.document["Outputs"].items()
    return [name for name, about in outputs if "Condition" not in about or template.condition(about["Condition"])]
