"""Prints template.yaml as CloudFormation sees it after the SAM transform; no account needed. Runs in .venv-sam.

.venv-sam/bin/python tests/structure/expand_template.py > expanded.json && .venv-sam/bin/cfn-lint expanded.json
"""

import json
import sys
from pathlib import Path

import boto3
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator
from samtranslator.yaml_helper import yaml_parse

TEMPLATE = Path(__file__).parents[2] / "template.yaml"
POLICIES = "arn:aws:iam::aws:policy/service-role/"
MANAGED = {name: POLICIES + name for name in ("AWSLambdaBasicExecutionRole", "AWSLambdaSQSQueueExecutionRole")}


def expand(text: str, parameters: dict[str, str]) -> dict:
    document = yaml_parse(text)
    for resource in document["Resources"].values():
        for key in {"CodeUri", "ContentUri"} & set(resource.get("Properties", {})):
            resource["Properties"][key] = "s3://bucket/key"  # the transform wants what `sam package` would write
    translator = Translator(MANAGED, Parser(), boto_session=boto3.Session(region_name="us-east-1"))
    return translator.translate(sam_template=document, parameter_values=parameters)


if __name__ == "__main__":
    given = dict(argument.split("=", 1) for argument in sys.argv[1:])
    print(json.dumps(expand(TEMPLATE.read_text(), given), indent=1, default=str))
