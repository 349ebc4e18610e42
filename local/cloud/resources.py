"""Makes what of the template holds data or must be there by name in the embedded AWS. The rest is not made."""

import json
import secrets
from typing import Any

from local.cloud.template import STACK, Template, TemplateError

# Accounts, networks, logs, alarms and catalogues: nothing in them changes what a handler sees here.
NOT_PLAYED = (
    "AWS::Serverless::", "AWS::Logs::", "AWS::CloudWatch::", "AWS::SNS::", "AWS::IAM::", "AWS::KMS::", "AWS::EC2::",
    "AWS::ECS::", "AWS::ElasticLoadBalancingV2::", "AWS::ApplicationAutoScaling::", "AWS::S3::BucketPolicy",
    "AWS::SQS::QueuePolicy", "AWS::Lambda::", "AWS::ApiGatewayV2::", "AWS::Glue::", "AWS::WAFv2::",
)  # fmt: skip


NESTED = tuple(kind for kind in NOT_PLAYED if not kind.startswith("AWS::Serverless::"))


def create_resources(template: Template, clients: Any) -> None:
    """`clients(service)` gives a boto3 client. Order matters: a queue names its dead letters, a bucket its queue."""
    for name in template.of_type("AWS::SecretsManager::Secret"):
        create_secret(clients("secretsmanager"), template, name)
    for name in template.of_type("AWS::DynamoDB::Table"):
        create_table(clients("dynamodb"), template, name)
    queues = [(name, template.properties(name)) for name in template.of_type("AWS::SQS::Queue")]
    for name, properties in sorted(queues, key=lambda queue: "RedrivePolicy" in queue[1]):
        create_queue(clients("sqs"), template.name(name), properties)
    for name in template.of_type("AWS::KMS::Alias"):
        create_key(clients("kms"), template.properties(name)["AliasName"])
    for name in template.of_type("AWS::S3::Bucket"):
        create_bucket(clients("s3"), template, name)
    for name in template.of_type(SCHEDULE_GROUP):
        clients("scheduler").create_schedule_group(Name=template.name(name))
    for name in template.of_type(EVENT_BUS):
        clients("events").create_event_bus(Name=template.name(name))
    for name in filter(lambda rule: not notifies_people(template, rule), template.of_type(EVENT_RULE)):
        create_rule(clients("events"), template, name)


SCHEDULE_GROUP = "AWS::Scheduler::ScheduleGroup"
EVENT_BUS, EVENT_RULE = "AWS::Events::EventBus", "AWS::Events::Rule"
MADE = {
    "AWS::SecretsManager::Secret", "AWS::DynamoDB::Table", "AWS::SQS::Queue", "AWS::S3::Bucket", SCHEDULE_GROUP,
    EVENT_BUS, EVENT_RULE,
}  # fmt: skip


def refuse_the_unplayed(template: Template) -> None:
    """An unknown resource type is an error before anything starts."""
    for name, about in template.resources().items():
        if about["Type"] == STACK:
            refuse_the_made(template.nested(name))
        elif about["Type"] not in MADE and not about["Type"].startswith(NOT_PLAYED):
            raise TemplateError(f"the local cloud does not play {about['Type']} ({name})")


def refuse_the_made(stack: Template) -> None:
    """Refuses data and functions in a nested stack: they have to stand in the root."""
    for name, about in stack.resources().items():
        if not about["Type"].startswith(NESTED):
            raise TemplateError(f"the local cloud does not look for {about['Type']} ({name}) in a nested stack")


def create_secret(client: Any, template: Template, logical_id: str) -> None:
    properties = template.properties(logical_id)
    client.create_secret(Name=template.name(logical_id), SecretString=_first_value(properties))


def _first_value(properties: dict) -> str:
    if "SecretString" in properties:
        return properties["SecretString"]
    generated = properties.get("GenerateSecretString", {})
    password = secrets.token_hex(int(generated.get("PasswordLength", 32)) // 2)
    if "GenerateStringKey" not in generated:
        return password
    return json.dumps({**json.loads(generated["SecretStringTemplate"]), generated["GenerateStringKey"]: password})


TABLE_ARGUMENTS = {
    "AttributeDefinitions", "KeySchema", "BillingMode", "GlobalSecondaryIndexes", "LocalSecondaryIndexes",
    "ProvisionedThroughput", "StreamSpecification",
}  # fmt: skip


def create_table(client: Any, template: Template, logical_id: str) -> None:
    properties = template.properties(logical_id)
    arguments = {key: value for key, value in properties.items() if key in TABLE_ARGUMENTS}
    if stream := arguments.get("StreamSpecification"):
        arguments["StreamSpecification"] = {"StreamEnabled": True, **stream}  # CloudFormation takes that as said
    name = template.name(logical_id)
    client.create_table(TableName=name, **arguments)
    if ttl := properties.get("TimeToLiveSpecification"):
        client.update_time_to_live(TableName=name, TimeToLiveSpecification=ttl)


QUEUE_ATTRIBUTES = {
    "VisibilityTimeout", "MessageRetentionPeriod", "DelaySeconds", "ReceiveMessageWaitTimeSeconds", "FifoQueue",
    "ContentBasedDeduplication", "MaximumMessageSize",
}  # fmt: skip


def create_queue(client: Any, name: str, properties: dict) -> None:
    attributes = {key: _text(value) for key, value in properties.items() if key in QUEUE_ATTRIBUTES}
    if redrive := properties.get("RedrivePolicy"):
        attributes["RedrivePolicy"] = json.dumps(redrive)
    client.create_queue(QueueName=name, Attributes=attributes)


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def notifies_people(template: Template, logical_id: str) -> bool:
    """Whether all targets are topics, which are not played: people here have no mailbox."""
    targets = template.properties(logical_id)["Targets"]
    return all("InputTransformer" in target for target in targets)


def create_rule(client: Any, template: Template, logical_id: str) -> None:
    properties, name = template.properties(logical_id), template.name(logical_id)
    pattern = json.dumps(properties["EventPattern"])
    client.put_rule(Name=name, EventBusName=properties["EventBusName"], EventPattern=pattern)
    client.put_targets(Rule=name, EventBusName=properties["EventBusName"], Targets=properties["Targets"])


def create_key(client: Any, alias: str) -> None:
    """Only keys that functions ask by a name of their own: services encrypt nothing here."""
    made = client.create_key(Description=alias)["KeyMetadata"]["KeyId"]
    client.create_alias(AliasName=alias, TargetKeyId=made)


def create_bucket(client: Any, template: Template, logical_id: str) -> None:
    name, properties = template.name(logical_id), template.properties(logical_id)
    client.create_bucket(Bucket=name, ObjectLockEnabledForBucket=bool(properties.get("ObjectLockEnabled")))
    if lock := properties.get("ObjectLockConfiguration"):
        client.put_object_lock_configuration(Bucket=name, ObjectLockConfiguration=lock)
    wanted = properties.get("NotificationConfiguration")
    if wanted:
        if unplayed := set(wanted) - {"QueueConfigurations"}:
            raise TemplateError(f"{logical_id} notifies {', '.join(sorted(unplayed))}: only queues are played")
        queues = [notification(configuration) for configuration in wanted["QueueConfigurations"]]
        client.put_bucket_notification_configuration(
            Bucket=name, NotificationConfiguration={"QueueConfigurations": queues}
        )


def notification(configuration: dict) -> dict:
    """CloudFormation's spelling of a bucket notification in the spelling of the S3 API."""
    values = {"QueueArn": configuration["Queue"], "Events": [configuration["Event"]]}
    rules = configuration.get("Filter", {}).get("S3Key", {}).get("Rules", [])
    return {**values, "Filter": {"Key": {"FilterRules": rules}}} if rules else values
