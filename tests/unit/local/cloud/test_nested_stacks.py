"""Stacks within a template: their outputs can be asked for, and nothing that has to be made hides in one."""

import pytest

from local.cloud.resources import refuse_the_unplayed
from local.cloud.template import Template, TemplateError

ROOT = """\
Parameters: {Stage: {Type: String, Default: dev}}
Resources:
  Keys:
    Type: AWS::CloudFormation::Stack
    Properties: {TemplateURL: stacks/keys.yaml, Parameters: {Stage: !Ref Stage}}
  Table:
    Type: AWS::DynamoDB::Table
    Properties: {Key: !GetAtt Keys.Outputs.Key, Alias: !Sub "${Keys.Outputs.Alias}/*", Gone: GONE}
"""
KEYS = """\
Parameters: {Stage: {Type: String}}
Resources:
  Key: {Type: TYPE}
Outputs:
  Key: {Value: !GetAtt Key.Arn}
  Alias: {Value: !Sub "trunkline-${Stage}"}
"""


def template(tmp_path, kind: str = "AWS::KMS::Key", gone: str = "nothing") -> Template:
    (tmp_path / "stacks").mkdir()
    (tmp_path / "template.yaml").write_text(ROOT.replace("GONE", gone))
    (tmp_path / "stacks/keys.yaml").write_text(KEYS.replace("TYPE", kind))
    return Template(tmp_path / "template.yaml")


def test_an_output_of_a_nested_stack_resolves_with_its_parameters(tmp_path):
    properties = template(tmp_path).properties("Table")
    assert properties["Key"] == "arn:aws:kms:us-east-1:123456789012:key/trunkline-local-Key"
    assert properties["Alias"] == "trunkline-dev/*"


def test_a_missing_output_is_an_error(tmp_path):
    with pytest.raises(TemplateError, match="no output named Other"):
        template(tmp_path, gone="!GetAtt Keys.Outputs.Other").properties("Table")


def test_a_queue_in_a_nested_stack_is_refused(tmp_path):
    refuse_the_unplayed(template(tmp_path))
    (tmp_path / "stacks").rename(tmp_path / "before")
    with pytest.raises(TemplateError, match="AWS::SQS::Queue"):
        refuse_the_unplayed(template(tmp_path, kind="AWS::SQS::Queue"))
