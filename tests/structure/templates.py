"""The templates as the structure tests read them: resources by type, policy statements, tables, queues."""

from dataclasses import fields
from pathlib import Path

from local.cloud.relay_template import relay_template
from local.cloud.template import Template, read_yaml
from trunkline.settings import Settings

ROOT = Path(__file__).parents[2]
KEPT = ("RetainExceptOnCreate", "Retain")
TEMPLATE = Template(ROOT / "template.yaml", {"Patients": "yes"}, endpoint="http://127.0.0.1:1")
RAW = TEMPLATE.document["Resources"]
RELAY_TEMPLATE = relay_template(TEMPLATE)
RELAY_RAW = RELAY_TEMPLATE.document["Resources"]
NESTED = {
    path.stem: Template(path, dict.fromkeys(read_yaml(path)["Parameters"], "x"))
    for path in sorted((ROOT / "stacks").glob("*.yaml"))
}
EVERYWHERE = (
    RAW | RELAY_RAW | {name: about for stack in NESTED.values() for name, about in stack.document["Resources"].items()}
)

LOGGING = {"POWERTOOLS_SERVICE_NAME", "POWERTOOLS_METRICS_NAMESPACE", "POWERTOOLS_LOG_LEVEL"}
ENVIRONMENT = {field.name.upper() for field in fields(Settings)} | LOGGING
PREFIXES = "inbox|transcripts|recordings|speech|exports|contacts"
RELAY_ENVIRONMENT = {"BRAIN_MODEL_URL", "RELAY_PORT", "RELAY_PRIVATE_PORT", "RELAY_MAX_CALLS"}


def of_type(type_name: str) -> list[str]:
    """In the root or in any stack within it."""
    return [name for name, about in EVERYWHERE.items() if about["Type"] == type_name]


FUNCTIONS = of_type("AWS::Serverless::Function")
TABLES = of_type("AWS::DynamoDB::Table")
QUEUES = of_type("AWS::SQS::Queue")


def statements(value: object):
    """Every policy statement below a value, wherever it stands."""
    if isinstance(value, dict):
        if "Effect" in value:
            yield value
        for item in value.values():
            yield from statements(item)
    elif isinstance(value, list):
        for item in value:
            yield from statements(item)


def listed(value: object) -> list:
    return value if isinstance(value, list) else [value]
