"""Writes the templates as CloudFormation sees them after the SAM transform; no account needed. Runs in .venv-sam.

.venv-sam/bin/python tests/structure/expand_template.py build/expanded && .venv-sam/bin/cfn-lint build/expanded/*.json
"""

import json
import sys
from pathlib import Path

import boto3
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator
from samtranslator.yaml_helper import yaml_parse

ROOT = Path(__file__).parents[2]
TEMPLATE, RELAY = ROOT / "template.yaml", ROOT / "template-relay.yaml"
POLICIES = "arn:aws:iam::aws:policy/service-role/"
MANAGED = {name: POLICIES + name for name in ("AWSLambdaBasicExecutionRole", "AWSLambdaSQSQueueExecutionRole")}


def expand(text: str, parameters: dict[str, str]) -> dict:
    document = yaml_parse(text)
    for resource in document["Resources"].values():
        for key in {"CodeUri", "ContentUri"} & set(resource.get("Properties", {})):
            resource["Properties"][key] = "s3://bucket/key"  # the transform wants what `sam package` would write
    translator = Translator(MANAGED, Parser(), boto_session=boto3.Session(region_name="us-east-1"))
    return translator.translate(sam_template=document, parameter_values=parameters)


def written(root: dict, into: Path, name: str) -> None:
    """A root and each nested stack as a file of its own; the nested ones have nothing to transform."""
    into.mkdir(parents=True, exist_ok=True)
    for resource in root["Resources"].values():
        if resource["Type"] == "AWS::CloudFormation::Stack":
            source = TEMPLATE.parent / resource["Properties"]["TemplateURL"]
            resource["Properties"]["TemplateURL"] = f"{source.stem}.json"
            dump(yaml_parse(source.read_text()), into / f"{source.stem}.json")
    dump(root, into / f"{name}.json")


def dump(document: dict, path: Path) -> None:
    path.write_text(json.dumps(document, indent=1, default=str))


if __name__ == "__main__":
    folder, *arguments = sys.argv[1:]
    parameters = dict(argument.split("=", 1) for argument in arguments)
    written(expand(TEMPLATE.read_text(), parameters), Path(folder), TEMPLATE.stem)
    written(yaml_parse(RELAY.read_text()), Path(folder), RELAY.stem)
