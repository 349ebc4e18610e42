"""The built templates as ministack takes them. Run by SAM's own Python: `emulated_template.py BUILT OUT`.

Nothing is left out that a call, a report or a campaign needs. Each change is printed, a line each. The
stacks within the root are changed by the same rules, and written beside it.
"""

import json
import sys
from pathlib import Path
from typing import Any

from samtranslator.yaml_helper import yaml_parse

STACK = "AWS::CloudFormation::Stack"
UNPLAYED = {
    "AWS::ApplicationAutoScaling::ScalableTarget": "the emulator scales nothing",
    "AWS::ApplicationAutoScaling::ScalingPolicy": "the emulator scales nothing",
    "AWS::EC2::SecurityGroupIngress": "the emulator has no rules between security groups",
    "AWS::WAFv2::WebACLAssociation": "the emulator's load balancer has no firewall before it",
    "AWS::WAFv2::LoggingConfiguration": "the emulator's firewall has nothing to tell",
    "AWS::S3::BucketPolicy": "it refuses requests without TLS, which are all requests on loopback",
}


def emulated(template: dict[str, Any]) -> list[str]:
    """Changes `template`; what was changed and why."""
    changes = (
        _write_numbers_out,
        _look_in_the_default_group,
        _name_batches,
        _ask_about_the_cluster,
        _name_the_clinical_key,
    )
    return [*_name_secrets_by_arn(template), *(change(template) for change in changes), *_left_out(template)]


def _name_the_clinical_key(template: dict[str, Any]) -> str:
    """On AWS a role's right to a key is one to it by any name; the emulator compares the alias with the key's ARN."""
    text = json.dumps(template)
    alias, arn = {"Fn::Sub": "alias/trunkline-${Stage}-clinical"}, {"Fn::GetAtt": ["ClinicalKey", "Arn"]}
    named = [f'"CLINICAL_KEY": {json.dumps({"Fn::If": ["HasPatients", key, "none"]})}' for key in (alias, arn)]
    template.update(json.loads(text.replace(*named)))
    return "the patients' key by its ARN: the emulator asks for rights to the alias"


def _left_out(template: dict[str, Any]) -> list[str]:
    """Removes or simplifies in any stack what the emulator cannot do."""
    values = []
    for name, resource in list(template["Resources"].items()):
        if why := UNPLAYED.get(resource["Type"]):
            del template["Resources"][name]
            values.append(f"left out {name}: {why}")
        elif resource["Type"] == "AWS::ECS::Service":
            resource["Properties"]["DesiredCount"] = 0
            values.append(
                f"no tasks in {name}: there is no container engine; the relay runs beside it, in its task's role"
            )
        elif resource["Type"] == "AWS::KMS::Key":
            for statement in resource["Properties"]["KeyPolicy"]["Statement"]:
                statement.pop("Condition", None)
            values.append(
                f"{name} may be asked directly: the emulator's services ask no key, so that roles are asked about it"
            )
        elif resource["Type"] == "AWS::CloudWatch::Alarm" and "Metrics" in resource["Properties"]:
            _watch_one(resource["Properties"])
            values.append(f"{name} watches one of its metrics: the emulator's alarms cannot calculate")
    return values


def _watch_one(alarm: dict[str, Any]) -> None:
    stat = next(metric["MetricStat"] for metric in alarm.pop("Metrics") if "MetricStat" in metric)
    alarm |= {**stat["Metric"], "Period": stat["Period"], "Statistic": "Sum"}


def _name_secrets_by_arn(template: dict[str, Any]) -> list[str]:
    """On AWS a reference to a secret is its ARN, here its name; both know the attribute `Id`."""
    kind = "AWS::SecretsManager::Secret"
    secrets = [name for name, resource in template["Resources"].items() if resource["Type"] == kind]
    text = json.dumps(template)
    for name in secrets:
        text = text.replace(json.dumps({"Ref": name}), json.dumps({"Fn::GetAtt": [name, "Id"]}))
    template.update(json.loads(text))
    return [f"references to {name} by its ARN: the emulator's are its name" for name in secrets]


def _write_numbers_out(template: dict[str, Any]) -> str:
    """AWS turns a parameter of type Number into a number; the emulator hands a text on, and counting fails later."""
    text = json.dumps(template)
    for name, parameter in template["Parameters"].items():
        given, written = {"MaximumConcurrency": {"Ref": name}}, {"MaximumConcurrency": parameter.get("Default")}
        text = text.replace(json.dumps(given), json.dumps(written))
    template.update(json.loads(text))
    return "MaximumConcurrency as a number: the emulator makes texts of parameters"


def _look_in_the_default_group(template: dict[str, Any]) -> str:
    """On AWS a schedule is named after its group; the emulator makes it there, and asks for rights in another."""
    text = json.dumps(template)
    template.update(json.loads(text.replace("schedule/${CampaignSchedules}/*", "schedule/default/*")))
    return "rights to campaigns' schedules in the default group: the emulator looks for them there"


def _name_batches(template: dict[str, Any]) -> str:
    """On AWS the right to send a message is the right to send ten; the emulator asks for one that AWS does not know."""
    text = json.dumps(template)
    both = '"Action": ["sqs:SendMessage", "sqs:SendMessageBatch"]'
    template.update(json.loads(text.replace('"Action": "sqs:SendMessage"', both)))
    return "the right to send batches beside the one to send: on AWS it is one right"


def _ask_about_the_cluster(template: dict[str, Any]) -> str:
    """On AWS the right is one to a cluster's services; the emulator asks about the cluster, and knows no condition."""
    text = json.dumps(template).replace("service/trunkline-${Stage}-relay/*", "cluster/trunkline-${Stage}-relay")
    before, found, after = text.partition(', "Condition": {"ArnEquals": {"ecs:cluster": ')
    if found:
        _, end = json.JSONDecoder().raw_decode(after)
        text = before + after[end:].removeprefix("}}")
    template.update(json.loads(text))
    return "rights to the relay's services as rights to its cluster: the emulator asks for them there"


def _with_stacks(root: dict[str, Any], built: Path, out: Path) -> list[str]:
    """The stacks within the root, each written as it is to be deployed; the root then points to these files."""
    values = []
    for name, resource in root["Resources"].items():
        if resource["Type"] == STACK:
            stack = yaml_parse((built.parent / resource["Properties"]["TemplateURL"]).read_text())
            values += _left_out(stack)
            resource["Properties"]["TemplateURL"] = f"{out.stem}-{name}.json"
            out.with_name(f"{out.stem}-{name}.json").write_text(json.dumps(stack))
    return values


if __name__ == "__main__":
    built, out = map(Path, sys.argv[1:])
    parsed = yaml_parse(built.read_text())
    print("\n".join([*emulated(parsed), *_with_stacks(parsed, built, out)]))
    out.write_text(json.dumps(parsed))
