"""Reading a template: tags, parameters, conditions, references; and plain words for what is not understood."""

import pytest

from local.cloud.template import Template, TemplateError

HEAD = """\
Parameters:
  Stage: {Type: String, Default: dev}
  Image: {Type: String, Default: ""}
Mappings: {Sizes: {dev: {memory: 256}}}
Conditions:
  HasImage: !Not [!Equals [!Ref Image, ""]]
  IsDev: !Equals [!Ref Stage, dev]
  Both: !And [!Condition HasImage, !Condition IsDev]
Globals: {Function: {Timeout: 3, Layers: [one], Environment: {Variables: {A: "1", B: "2"}}}}
Resources:
  Queue: {Type: AWS::SQS::Queue}
  Table: {Type: AWS::DynamoDB::Table, Properties: {TableName: !Sub "calls-${Stage}"}}
  Extra: {Type: AWS::SQS::Queue, Condition: HasImage}
"""


def value_of(tmp_path, text: str, parameters: dict | None = None):
    path = tmp_path / "template.yaml"
    path.write_text(f"{HEAD}  Thing: {{Type: Some::Thing, Properties: {{Value: {text}}}}}\n")
    return Template(path, parameters, "http://127.0.0.1:9").properties("Thing").get("Value")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("!Ref Stage", "dev"),
        ("!Ref Table", "calls-dev"),
        ("!Ref Queue", "http://127.0.0.1:9/123456789012/trunkline-local-Queue"),
        ("!GetAtt Queue.Arn", "arn:aws:sqs:us-east-1:123456789012:trunkline-local-Queue"),
        ('{"Fn::GetAtt": [Table, Arn]}', "arn:aws:dynamodb:us-east-1:123456789012:table/calls-dev"),
        ('!Sub "${Table}/${Queue.QueueName}/${AWS::Region}"', "calls-dev/trunkline-local-Queue/us-east-1"),
        ('!Sub ["${word}-${Stage}-${!kept}", {word: !Ref Table}]', "calls-dev-dev-${kept}"),
        ("!Join ['-', [a, !Ref Stage]]", "a-dev"),
        ("!Select [1, !Split [',', 'a,b']]", "b"),
        ("!FindInMap [Sizes, !Ref Stage, memory]", 256),
        ("!If [HasImage, yes-image, no-image]", "no-image"),
        ("!If [Both, both, not-both]", "not-both"),
        ("!If [HasImage, image, !Ref AWS::NoValue]", None),
        ("[a, !Ref AWS::NoValue, b]", ["a", "b"]),
    ],
)
def test_values_resolve_as_in_cloudformation(tmp_path, text, expected):
    assert value_of(tmp_path, text) == expected


def test_given_parameters_win_over_defaults_and_turn_conditions(tmp_path):
    assert value_of(tmp_path, "!If [HasImage, !Ref Image, none]", {"Image": "relay:1"}) == "relay:1"
    assert value_of(tmp_path, "!If [Both, both, not-both]", {"Image": "x"}) == "both"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("!Ref Missing", "no resource named Missing"),
        ("!GetAtt Queue.Colour", "does not know Colour of a AWS::SQS::Queue"),
        ("!ImportValue other", "does not resolve Fn::ImportValue"),
        ("!FindInMap [Sizes, prod, memory]", "no prod in the mapping Sizes"),
        ("!If [Nothing, a, b]", "no condition named Nothing"),
    ],
)
def test_an_unresolvable_value_is_named(tmp_path, text, complaint):
    with pytest.raises(TemplateError, match=complaint):
        value_of(tmp_path, text)


def test_unknown_and_missing_parameters_are_named(tmp_path):
    with pytest.raises(TemplateError, match="no such parameters in the template: Stagee"):
        value_of(tmp_path, "x", {"Stagee": "dev"})
    path = tmp_path / "bare.yaml"
    path.write_text("Parameters: {Key: {Type: String}}\nResources: {}\n")
    with pytest.raises(TemplateError, match="without a value: Key"):
        Template(path)


def test_a_resource_whose_condition_is_off_does_not_exist_but_can_be_read(tmp_path):
    path = tmp_path / "template.yaml"
    path.write_text(HEAD)
    template = Template(path)
    assert template.of_type("AWS::SQS::Queue") == ["Queue"]
    assert template.properties("Extra") == {}


def test_globals_merge_mappings_and_add_lists(tmp_path):
    path = tmp_path / "template.yaml"
    function = "{Timeout: 9, Layers: [two], Environment: {Variables: {B: own, C: !Ref Stage}}}"
    path.write_text(f"{HEAD}  F: {{Type: AWS::Serverless::Function, Properties: {function}}}\n")
    properties = Template(path).properties("F")
    assert properties["Timeout"] == 9
    assert properties["Layers"] == ["one", "two"]
    assert properties["Environment"]["Variables"] == {"A": "1", "B": "own", "C": "dev"}
