"""Reads a SAM template and its stacks: tags to plain data, then parameters, conditions and references to values."""

import re
from pathlib import Path
from typing import Any

import yaml

from local.commands.running import REGION

ACCOUNT = "123456789012"  # the account moto plays
PSEUDO = {
    "AWS::AccountId": ACCOUNT,
    "AWS::Region": REGION,
    "AWS::Partition": "aws",
    "AWS::URLSuffix": "amazonaws.com",
    "AWS::StackName": "trunkline-local",
}
STACK = "AWS::CloudFormation::Stack"
NOTHING = object()  # what `!Ref AWS::NoValue` leaves behind: the key itself goes away


class TemplateError(Exception):
    """The template asks for something that is wrong, or that the local cloud does not play."""


class _Loader(yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader):
    """A safe loader that understands CloudFormation's short tags. In C it is ten times as fast."""


def _read_tag(loader: _Loader, suffix: str, node: yaml.Node) -> dict:
    if isinstance(node, yaml.ScalarNode):
        value: Any = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = loader.construct_mapping(node, deep=True)
    if suffix == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {suffix if suffix in {"Ref", "Condition"} else f"Fn::{suffix}": value}


_Loader.add_multi_constructor("!", _read_tag)
# A version date stays text, as CloudFormation reads it.
_Loader.add_constructor("tag:yaml.org,2002:timestamp", lambda loader, node: loader.construct_scalar(node))


def read_yaml(path: Path) -> dict:
    return yaml.load(path.read_text(), Loader=_Loader)


class Template:
    """One template with its parameters: asks for a resource, gives its properties as plain values."""

    def __init__(self, path: Path, parameters: dict[str, str] | None = None, endpoint: str = "") -> None:
        self.folder = path.resolve().parent
        self.document = read_yaml(path)
        self.endpoint = endpoint
        self.parameters = self._parameters(parameters or {})
        self._nested: dict[str, Template] = {}

    def _parameters(self, given: dict[str, str]) -> dict[str, str]:
        declared = self.document.get("Parameters", {})
        if unknown := sorted(set(given) - set(declared)):
            raise TemplateError(f"no such parameters in the template: {', '.join(unknown)}")
        values = {name: given.get(name, about.get("Default")) for name, about in declared.items()}
        if missing := sorted(name for name, value in values.items() if value is None):
            raise TemplateError(f"parameters without a value: {', '.join(missing)}")
        return {name: str(value) for name, value in values.items()}

    # -- resources

    def of_type(self, type_name: str) -> list[str]:
        """Logical ids of this type that exist under these parameters, in the template's order."""
        return [name for name, about in self.resources().items() if about["Type"] == type_name]

    def resources(self) -> dict[str, dict]:
        return {name: about for name, about in self.document["Resources"].items() if self._exists(about)}

    def properties(self, logical_id: str) -> dict:
        """Resolved properties, Globals included; also of a resource whose condition is off."""
        about = self._raw(logical_id)
        kind = about["Type"].removeprefix("AWS::Serverless::")
        defaults = self.document.get("Globals", {}).get(kind, {})
        return self.resolve(_merge(defaults, about.get("Properties", {})))

    def name(self, logical_id: str) -> str:
        """The physical name: the template's own, or one made from the logical id."""
        about = self._raw(logical_id)
        explicit = about.get("Properties", {}).get(NAME_PROPERTIES.get(about["Type"], ""))
        return str(self.resolve(explicit)) if explicit else f"{PSEUDO['AWS::StackName']}-{logical_id}"

    def nested(self, logical_id: str) -> "Template":
        """The template of a stack within this one, with the parameters it is given here. Read once: every reference
        to an output of the stack asks for it."""
        if logical_id not in self._nested:
            about = self.properties(logical_id)
            path = self.folder / about["TemplateURL"]
            self._nested[logical_id] = Template(path, about.get("Parameters", {}), self.endpoint)
        return self._nested[logical_id]

    def output(self, name: str) -> str:
        try:
            return str(self.resolve(self.document["Outputs"][name]["Value"]))
        except KeyError:
            raise TemplateError(f"no output named {name}") from None

    def _raw(self, logical_id: str) -> dict:
        try:
            return self.document["Resources"][logical_id]
        except KeyError:
            raise TemplateError(f"no resource named {logical_id} in the template") from None

    def _exists(self, about: dict) -> bool:
        return "Condition" not in about or self.condition(about["Condition"])

    def condition(self, name: str) -> bool:
        try:
            return bool(self.resolve(self.document["Conditions"][name]))
        except KeyError:
            raise TemplateError(f"no condition named {name}") from None

    # -- intrinsic functions

    def resolve(self, value: Any) -> Any:
        if isinstance(value, list):
            return [kept for item in value if (kept := self.resolve(item)) is not NOTHING]
        if not isinstance(value, dict):
            return value
        if len(value) == 1:
            key, argument = next(iter(value.items()))
            if key in {"Ref", "Condition"} and isinstance(argument, str):
                return self.reference(argument) if key == "Ref" else self.condition(argument)
            if key.startswith("Fn::"):
                return self._call(key, argument)
        resolved = {key: self.resolve(item) for key, item in value.items()}
        return {key: item for key, item in resolved.items() if item is not NOTHING}

    def _call(self, key: str, argument: Any) -> Any:
        try:
            function = FUNCTIONS[key]
        except KeyError:
            raise TemplateError(f"the local cloud does not resolve {key}") from None
        return function(self, argument)

    def reference(self, name: str) -> Any:
        if name == "AWS::NoValue":
            return NOTHING
        if name in PSEUDO:
            return PSEUDO[name]
        if name in self.parameters:
            return self.parameters[name]
        if self._raw(name)["Type"] == "AWS::SQS::Queue":
            return f"{self.endpoint}/{ACCOUNT}/{self.name(name)}"  # a queue's reference is its URL
        return self.name(name)

    def attribute(self, logical_id: str, attribute: str) -> str:
        type_name = self._raw(logical_id)["Type"]
        if attribute == "Arn" and type_name in ARNS:
            return ARNS[type_name].format(region=REGION, account=ACCOUNT, name=self.name(logical_id))
        if attribute == "StreamArn" and type_name == "AWS::DynamoDB::Table":
            return f"{self.attribute(logical_id, 'Arn')}/stream/local"
        if attribute == "QueueName":
            return self.name(logical_id)
        if type_name == STACK and attribute.startswith("Outputs."):
            return self.nested(logical_id).output(attribute.removeprefix("Outputs."))
        raise TemplateError(f"the local cloud does not know {attribute} of a {type_name} ({logical_id})")


NAME_PROPERTIES = {
    "AWS::DynamoDB::Table": "TableName",
    "AWS::S3::Bucket": "BucketName",
    "AWS::SQS::Queue": "QueueName",
    "AWS::SecretsManager::Secret": "Name",
    "AWS::Serverless::Function": "FunctionName",
    "AWS::Logs::LogGroup": "LogGroupName",
    "AWS::Scheduler::ScheduleGroup": "Name",
}
ARNS = {
    "AWS::DynamoDB::Table": "arn:aws:dynamodb:{region}:{account}:table/{name}",
    "AWS::Events::EventBus": "arn:aws:events:{region}:{account}:event-bus/{name}",
    "AWS::S3::Bucket": "arn:aws:s3:::{name}",
    "AWS::SQS::Queue": "arn:aws:sqs:{region}:{account}:{name}",
    "AWS::Serverless::Function": "arn:aws:lambda:{region}:{account}:function:{name}",
    "AWS::Logs::LogGroup": "arn:aws:logs:{region}:{account}:log-group:{name}:*",
    "AWS::IAM::Role": "arn:aws:iam::{account}:role/{name}",
    "AWS::KMS::Key": "arn:aws:kms:{region}:{account}:key/{name}",
}


def _merge(defaults: Any, own: Any) -> Any:
    """SAM's rule for Globals: mappings merge, lists add up, anything else is overridden."""
    if isinstance(defaults, dict) and isinstance(own, dict) and not _is_function(own):
        return {key: _merge(defaults.get(key), own.get(key, defaults.get(key))) for key in {**defaults, **own}}
    if isinstance(defaults, list) and isinstance(own, list) and defaults is not own:
        return defaults + own
    return own


def _is_function(value: dict) -> bool:
    return len(value) == 1 and next(iter(value)).startswith(("Fn::", "Ref"))


def _sub(template: Template, argument: Any) -> str:
    text, extra = (argument, {}) if isinstance(argument, str) else argument
    extra = template.resolve(extra)

    def value(match: re.Match) -> str:
        name = match.group(1)
        if name.startswith("!"):
            return "${" + name[1:] + "}"
        if name in extra:
            return str(extra[name])
        if "." in name:
            return template.attribute(*name.split(".", 1))
        return str(template.reference(name))

    return re.sub(r"\$\{([^}]+)\}", value, text)


def _if(template: Template, argument: list) -> Any:
    condition, yes, no = argument
    return template.resolve(yes if template.condition(condition) else no)


def _find_in_map(template: Template, argument: list) -> Any:
    name, *keys = template.resolve(argument)
    found = template.document.get("Mappings", {}).get(name, {})
    for key in keys:
        try:
            found = found[key]
        except KeyError:
            raise TemplateError(f"no {key} in the mapping {name}") from None
    return found


def _equals(template: Template, argument: list) -> bool:
    left, right = template.resolve(argument)
    return str(left) == str(right)


FUNCTIONS = {
    "Fn::Sub": _sub,
    "Fn::If": _if,
    "Fn::FindInMap": _find_in_map,
    "Fn::Equals": _equals,
    "Fn::GetAtt": lambda template, argument: template.attribute(*argument),
    "Fn::Join": lambda template, argument: argument[0].join(map(str, template.resolve(argument[1]))),
    "Fn::Select": lambda template, argument: template.resolve(argument[1])[int(argument[0])],
    "Fn::Split": lambda template, argument: template.resolve(argument[1]).split(argument[0]),
    "Fn::Not": lambda template, argument: not template.resolve(argument[0]),
    "Fn::And": lambda template, argument: all(template.resolve(argument)),
    "Fn::Or": lambda template, argument: any(template.resolve(argument)),
}
