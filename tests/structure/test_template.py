"""What the template must be true to beyond what linters know: order, names, permissions, queues, tables, logs."""

import ast
import re
import tomllib
from collections import Counter
from dataclasses import fields
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from cli.data.replay import QUEUES as REPLAYED
from cli.stage import NAMES
from local.cloud.queues import mappings
from local.cloud.relay_template import relay_template
from local.cloud.routes import Routes
from local.cloud.template import STACK, Template, read_yaml
from media_relay.server.server import MEDIA_PATH
from trunkline.aws.kms_keys import CLASS_OF, DataKeys
from trunkline.bootstrap.shared.providers import PROVIDERS
from trunkline.calls.domain.routes import DEFAULT_MAX_DURATION_S
from trunkline.exports.domain.exports import COLUMNS, Export
from trunkline.relay_api import client_socket
from trunkline.relay_api.commands import path_of
from trunkline.settings import Settings, SharedSettings

ROOT = Path(__file__).parents[2]
KEPT = ("RetainExceptOnCreate", "Retain")
TEMPLATE = Template(ROOT / "template.yaml", {}, endpoint="http://127.0.0.1:1")
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
RELAY_ENVIRONMENT = {"RELAY_PORT", "RELAY_PRIVATE_PORT", "RELAY_MAX_CALLS"}


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


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_is_named_like_its_folder_and_its_module(name):
    folder = re.sub(r"(?<!^)(?=[A-Z])", "_", name.removesuffix("Function")).lower()
    assert RAW[name]["Properties"]["CodeUri"] == f"functions/{folder}/"
    assert RAW[name]["Properties"]["Handler"] == f"{folder}.handler"
    assert (ROOT / "functions" / folder / f"{folder}.py").is_file()


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_states_its_own_timeout_and_why(name):
    assert "Timeout" in RAW[name]["Properties"]
    text = (ROOT / "template.yaml").read_text()
    section = text[text.index(f"\n  {name}:\n") :]
    assert re.search(r"Timeout: \d+  # \w+", section.split("\n\n")[0]), "a half-line reason beside the timeout"


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_logs_into_a_group_of_its_own_that_forgets(name):
    group = RAW[name]["Properties"]["LoggingConfig"]["LogGroup"]["Ref"]
    assert group == f"{name.removesuffix('Function')}Log"
    assert "RetentionInDays" in RAW[group]["Properties"]


def test_every_log_group_forgets():
    forgetful = {name for name in of_type("AWS::Logs::LogGroup") if "RetentionInDays" in EVERYWHERE[name]["Properties"]}
    assert forgetful == set(of_type("AWS::Logs::LogGroup"))


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_gets_exactly_the_variables_the_settings_know(name):
    assert set(TEMPLATE.properties(name)["Environment"]["Variables"]) == ENVIRONMENT


def settings_read(path: str) -> set[str]:
    """Fields of `known` that a module uses, or hands to what uses one."""
    tree = ast.parse((ROOT / path).read_text())
    used = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "known"
    }
    if "provider_base_url" in used:
        used = used - {"provider_base_url"} | {f"{provider}_base_url" for provider in PROVIDERS}
    handed = {
        node.func.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        and any(isinstance(argument, ast.Name) and argument.id == "known" for argument in node.args)
    }  # fmt: skip
    return used | ({"retention_days"} if "retention" in handed else set()) | (handed & {"data_keys"})


def test_the_relay_gets_what_it_reads_with_the_functions_values_and_nothing_else():
    """Any other variable would make a release of the relay of a change that does not concern it."""
    read = settings_read("layers/core/trunkline/bootstrap/media_relay.py") | {"stage"}  # a dimension of every metric
    assert read == {field.name for field in fields(SharedSettings)}
    container = RELAY_TEMPLATE.properties("RelayTaskDefinition")["ContainerDefinitions"][0]
    relay = {item["Name"]: str(item["Value"]) for item in container["Environment"]}
    shared = {name.upper() for name in read} | LOGGING
    assert set(relay) == shared | RELAY_ENVIRONMENT
    functions = TEMPLATE.properties(FUNCTIONS[0])["Environment"]["Variables"]
    assert {name: relay[name] for name in shared} == {name: functions[name] for name in shared}


def test_the_relays_stack_asks_for_what_the_first_one_says_or_a_person_decides():
    """By the same name, so that nothing is written down twice; the first stack knows nothing of the second."""
    first = {*TEMPLATE.document["Outputs"], *TEMPLATE.document["Parameters"]}
    own = {name for name in RELAY_TEMPLATE.document["Parameters"] if name not in first}
    assert all(name.startswith("Relay") for name in own)
    assert not [name for name in RAW if name.startswith("Relay")]
    decided = {name for name in own if "Default" not in RELAY_TEMPLATE.document["Parameters"][name]}
    assert decided == {"RelayImageUri", "RelayCertificateArn"}


def test_the_relay_listens_where_its_ports_say():
    container = RELAY_TEMPLATE.properties("RelayTaskDefinition")["ContainerDefinitions"][0]
    environment = {item["Name"]: item["Value"] for item in container["Environment"]}
    for colour in ("Blue", "Green"):
        streams, orders = (NESTED["relay"].document["Resources"][f"{colour}{what}"] for what in ("Streams", "Orders"))
        assert str(streams["Properties"]["Port"]) == environment["RELAY_PORT"]
        assert streams["Properties"]["HealthCheckPort"] == environment["RELAY_PRIVATE_PORT"]
        assert str(orders["Properties"]["Port"]) == environment["RELAY_PRIVATE_PORT"]
    ports = {str(mapping["ContainerPort"]) for mapping in container["PortMappings"]}
    assert ports == {environment["RELAY_PORT"], environment["RELAY_PRIVATE_PORT"]}


def test_the_bucket_is_named_as_everyone_calls_it():
    variables = TEMPLATE.properties(FUNCTIONS[0])["Environment"]["Variables"]
    assert variables["BUCKET"] == TEMPLATE.name("Bucket")


def test_no_door_is_hung_twice():
    routes = Counter(route.key for route in Routes(TEMPLATE))
    assert routes
    assert set(routes.values()) == {1}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_expires_recovers_and_is_encrypted(name):
    properties = RAW[name]["Properties"]
    assert properties["TimeToLiveSpecification"] == {"AttributeName": "expires_at", "Enabled": True}
    assert properties["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"] is True
    assert properties["SSESpecification"]["SSEEnabled"] is True
    assert properties["BillingMode"] == "PAY_PER_REQUEST"


@pytest.mark.parametrize("name", [*TABLES, *of_type("AWS::S3::Bucket"), *of_type("AWS::SecretsManager::Secret")])
def test_what_is_kept_outlives_the_stack(name):
    assert (RAW[name]["DeletionPolicy"], RAW[name]["UpdateReplacePolicy"]) == KEPT


def test_what_is_kept_goes_again_when_the_first_deployment_of_it_fails():
    """Else its name is taken, and no second try can succeed."""
    policies = {about.get("DeletionPolicy") for about in EVERYWHERE.values()}
    assert policies == {None, "Delete", KEPT[0]}


def test_no_queue_takes_the_concurrency_that_ringing_calls_need():
    """Each has a ceiling, and all of them together leave nine tenths of a usual account's thousand."""
    ceilings = [
        event["Properties"]["ScalingConfig"]["MaximumConcurrency"]
        for name in FUNCTIONS
        for event in TEMPLATE.properties(name).get("Events", {}).values()
        if event["Type"] == "SQS"
    ]
    assert len(ceilings) == len(mappings(TEMPLATE))
    assert min(map(int, ceilings)) >= 2, "AWS takes no less"
    assert sum(map(int, ceilings)) <= 100


def test_every_function_with_a_clock_says_how_often_a_failed_run_is_repeated():
    """EventBridge's own policy is about delivery; a run that failed is repeated by Lambda, twice by default."""
    events = {name: RAW[name]["Properties"].get("Events", {}).values() for name in FUNCTIONS}
    clocks = {
        name: [event["Properties"] for event in of_function if event["Type"] == "ScheduleV2"]
        for name, of_function in events.items()
    }
    clocked = {name for name, events in clocks.items() if events} | {"CampaignTickFunction"}
    given = {name: RAW[name]["Properties"]["EventInvokeConfig"] for name in clocked}
    assert {name for name in FUNCTIONS if "EventInvokeConfig" in RAW[name]["Properties"]} == clocked
    for name, config in given.items():
        for event in clocks[name]:
            assert event["RetryPolicy"]["MaximumRetryAttempts"] == config["MaximumRetryAttempts"]
        assert config["MaximumEventAgeInSeconds"] == (60 if config["MaximumRetryAttempts"] == 0 else 3600)


def test_every_queue_with_a_listener_has_dead_letters_and_patience():
    assert mappings(TEMPLATE)
    arns = {TEMPLATE.attribute(name, "Arn"): name for name in QUEUES}
    for mapping in mappings(TEMPLATE):
        queue = TEMPLATE.properties(arns[mapping.queue_arn])
        assert queue["RedrivePolicy"]["deadLetterTargetArn"] in arns
        assert queue["VisibilityTimeout"] >= 6 * TEMPLATE.properties(mapping.function)["Timeout"]
        assert mapping.reports_failures


def test_every_queue_is_listened_to_or_holds_dead_letters_and_all_are_encrypted():
    redrives = {TEMPLATE.properties(name).get("RedrivePolicy", {}).get("deadLetterTargetArn") for name in QUEUES}
    known = redrives | {mapping.queue_arn for mapping in mappings(TEMPLATE)}
    assert {TEMPLATE.attribute(name, "Arn") for name in QUEUES} == known - {None}
    assert all(RAW[name]["Properties"]["SqsManagedSseEnabled"] for name in QUEUES)


def test_dead_letters_have_an_alarm():
    alarms = [about["Properties"] for name, about in EVERYWHERE.items() if name in of_type("AWS::CloudWatch::Alarm")]
    given = RAW["Alarms"]["Properties"]["Parameters"]
    watched = {
        given[dimension["Value"]["Ref"]]["Fn::GetAtt"][0]
        for alarm in alarms
        for dimension in alarm.get("Dimensions", [])
        if dimension["Name"] == "QueueName" and alarm["AlarmActions"]
    }
    redrives = [RAW[name]["Properties"].get("RedrivePolicy") for name in QUEUES]
    assert watched == {policy["deadLetterTargetArn"]["Fn::GetAtt"][0] for policy in redrives if policy}


def test_every_alarm_has_an_action():
    assert all(
        EVERYWHERE[name]["Properties"]["AlarmActions"] == [{"Ref": "AlarmTopic"}]
        for name in of_type("AWS::CloudWatch::Alarm")
    )


KNOW_NO_RESOURCE = {  # AWS cannot narrow these, all of which only read
    "application-autoscaling:DescribeScalableTargets",
    "ecs:ListServices",
    "elasticloadbalancing:DescribeTargetHealth",
}


@pytest.mark.parametrize("name", [name for name, about in EVERYWHERE.items() if any(statements(about))])
def test_nothing_is_allowed_everywhere(name):
    for statement in statements(EVERYWHERE[name]):
        if statement["Effect"] == "Allow":
            assert not [action for action in listed(statement["Action"]) if "*" in action]
            if set(listed(statement["Action"])) <= KNOW_NO_RESOURCE:
                continue
            if EVERYWHERE[name]["Type"] != "AWS::KMS::Key":  # in a key's own policy the star is that key
                assert "*" not in listed(statement.get("Resource", []))
            assert statement.get("Principal") != "*"


@pytest.mark.parametrize("name", FUNCTIONS)
def test_what_a_function_may_do_with_objects_ends_at_its_prefixes(name):
    for statement in statements(RAW[name]):
        if statement["Action"] == "s3:ListBucket":  # of the bucket itself: what is not there is then 404
            for prefix in statement.get("Condition", {}).get("StringLike", {}).get("s3:prefix", []):
                assert re.fullmatch(rf"({PREFIXES})/\*", prefix)
        elif any(action.startswith("s3:") for action in listed(statement["Action"])):
            for resource in listed(statement["Resource"]):
                assert re.search(rf"/({PREFIXES})/\*$", resource["Fn::Sub"])


def test_what_the_command_line_asks_of_a_stack_is_an_output_and_dead_letters_can_be_replayed():
    text = "".join(path.read_text() for path in (ROOT / "cli").rglob("*.py"))
    asked = {*NAMES, *re.findall(r'\.output\("(\w+)"', text)}
    asked |= {f"{queue}{kind}Url" for queue in REPLAYED.values() for kind in ("Queue", "DeadLetters")}
    assert {"VendorSecretName", "SealSecretName", "CampaignsTableName"} <= asked
    assert asked <= set(TEMPLATE.document["Outputs"])
    dead = {name.removesuffix("DeadLetters") for name in QUEUES if name.endswith("DeadLetters")}
    assert set(REPLAYED.values()) == dead - {"Dial"}, "a call is never replayed: the tick looks after its attempt"


@pytest.mark.parametrize("name", [name for name, about in (RAW | RELAY_RAW).items() if about["Type"] == STACK])
def test_a_nested_stack_is_given_exactly_what_it_asks_for(name):
    about = (RAW | RELAY_RAW)[name]["Properties"]
    stack = read_yaml(ROOT / about["TemplateURL"])
    assert set(about["Parameters"]) == set(stack["Parameters"])


def test_every_stack_within_is_in_a_root():
    used = {about["Properties"]["TemplateURL"] for about in (RAW | RELAY_RAW).values() if about["Type"] == STACK}
    assert used == {f"stacks/{name}.yaml" for name in NESTED}


# --- keys ---------------------------------------------------------------------------------------------------------

TABLE_KEYS = {name: RAW[name]["Properties"]["SSESpecification"]["KMSMasterKeyId"]["Fn::GetAtt"][1] for name in TABLES}
ROLES = [*FUNCTIONS, "RelayTaskRole"]
AT_LEAST_FOR_A_TABLE = [
    "kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey",
    "kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncryptFrom", "kms:ReEncryptTo",
]  # fmt: skip


def key_of(prefix: str) -> str:
    """The output of the stack of keys that seals what lies under a prefix."""
    return f"Outputs.{CLASS_OF.get(prefix, 'lists').capitalize()}"


def key_named(resource: dict) -> str:
    """The same, of a right to use it: in the relay's stack the output is a parameter."""
    if "Ref" in resource:
        resource = TEMPLATE.document["Outputs"][resource["Ref"]]["Value"]
    assert resource["Fn::GetAtt"][0] == "Keys"
    return str(resource["Fn::GetAtt"][1])


def touched(name: str) -> dict[str, set[str]]:
    """The keys that the rights of a role to tables, objects and secrets call for, by what is done with them."""
    needed: dict[str, set[str]] = {"kms:Decrypt": set(), "kms:GenerateDataKey": set()}
    if "AWSSecretsManagerGetSecretValuePolicy" in str(EVERYWHERE[name]["Properties"].get("Policies")):
        needed["kms:Decrypt"].add("Outputs.Secrets")
    for statement in statements(EVERYWHERE[name]):
        actions, resources = listed(statement["Action"]), listed(statement.get("Resource", []))
        text = str(resources)
        if any(action.startswith("dynamodb:") for action in actions):
            needed["kms:Decrypt"] |= {key for table, key in TABLE_KEYS.items() if table in text}
        if "secretsmanager:GetSecretValue" in actions:
            needed["kms:Decrypt"].add("Outputs.Secrets")
        keys = {key_of(prefix) for prefix in re.findall(rf"/({PREFIXES})/", text)}
        if {"s3:GetObject", "s3:AbortMultipartUpload"} & set(actions):  # an upload in parts reads what it has sent
            needed["kms:Decrypt"] |= keys
        if "s3:PutObject" in actions:
            needed["kms:GenerateDataKey"] |= keys
    needed["kms:Decrypt"] |= {key for table, key in TABLE_KEYS.items() if table in streams_of(name)}
    return needed


def streams_of(name: str) -> str:
    """The streams that a function listens to; SAM adds the rights to read them."""
    events = EVERYWHERE[name]["Properties"].get("Events", {}).values()
    return str([event["Properties"]["Stream"] for event in events if event["Type"] == "DynamoDB"])


@pytest.mark.parametrize("name", ROLES)
def test_a_role_may_use_the_keys_of_the_data_it_touches_and_no_other(name):
    may: dict[str, set[str]] = {"kms:Decrypt": set(), "kms:GenerateDataKey": set()}
    for statement in statements(EVERYWHERE[name]):
        for action in listed(statement["Action"]):
            if action.startswith("kms:"):
                may[action] |= {key_named(resource) for resource in listed(statement["Resource"])}
    assert may == touched(name)


@pytest.mark.parametrize("name", of_type("AWS::KMS::Key"))
def test_a_key_rotates_outlives_the_stack_and_is_used_through_services_only(name):
    assert EVERYWHERE[name]["Properties"]["EnableKeyRotation"] is True
    assert (EVERYWHERE[name]["DeletionPolicy"], EVERYWHERE[name]["UpdateReplacePolicy"]) == KEPT
    care, use = EVERYWHERE[name]["Properties"]["KeyPolicy"]["Statement"]
    assert not [action for action in care["Action"] if re.search("Decrypt|Encrypt|DataKey|CreateGrant", action)]
    assert set(use["Condition"]["StringEquals"]) == {"kms:ViaService"}
    assert use["Action"] == AT_LEAST_FOR_A_TABLE


def test_every_prefix_has_a_key_and_the_bucket_refuses_another_one_there():
    payload = DataKeys.parse(TEMPLATE.properties(FUNCTIONS[0])["Environment"]["Variables"]["DATA_KEYS"])
    assert set(payload.by_class) == set(CLASS_OF.values())
    sealed = {}
    for statement in RAW["BucketPolicy"]["Properties"]["PolicyDocument"]["Statement"]:
        [named] = statement["Condition"].get("StringNotEqualsIfExists", {"": ""}).items()
        if named[0] == "s3:x-amz-server-side-encryption-aws-kms-key-id":
            for resource in statement["Resource"]:
                sealed[resource["Fn::Sub"].split("/")[1]] = named[1]["Fn::GetAtt"][1]
    assert sealed == {prefix: key_of(prefix) for prefix in PREFIXES.split("|")}


def test_one_key_for_all_reaches_the_code_as_a_key_for_each():
    frugal = Template(ROOT / "template.yaml", {"KeyPerClass": "no"}, endpoint="http://127.0.0.1:1")
    payload = DataKeys.parse(frugal.properties(FUNCTIONS[0])["Environment"]["Variables"]["DATA_KEYS"])
    assert set(payload.by_class) == set(CLASS_OF.values())
    assert len(set(payload.by_class.values())) == 1
    assert {frugal.attribute("Keys", f"Outputs.{name}") for name in ("Lists", "Secrets")} == set(
        payload.by_class.values()
    )


def test_the_buckets_own_key_is_that_of_the_lists_which_strangers_upload():
    [rule] = RAW["Bucket"]["Properties"]["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert rule["BucketKeyEnabled"] is True
    assert rule["ServerSideEncryptionByDefault"]["KMSMasterKeyID"] == {"Fn::GetAtt": ["Keys", key_of("contacts")]}


@pytest.mark.parametrize("name", of_type("AWS::SecretsManager::Secret"))
def test_a_secret_has_the_key_of_secrets(name):
    assert RAW[name]["Properties"]["KmsKeyId"] == {"Fn::GetAtt": ["Keys", "Outputs.Secrets"]}


# --- the relay ----------------------------------------------------------------------------------------------------

RELAY = NESTED["relay"].document["Resources"]


def test_a_release_of_the_relay_outlasts_the_longest_call():
    minutes = RELAY_TEMPLATE.document["Parameters"]["RelayBakeMinutes"]["Default"]
    assert minutes * 60 > DEFAULT_MAX_DURATION_S
    assert RELAY["Service"]["Properties"]["DeploymentConfiguration"]["Strategy"] == "BLUE_GREEN"
    delays = [
        attribute["Value"]
        for name in ("BlueStreams", "GreenStreams")
        for attribute in RELAY[name]["Properties"]["TargetGroupAttributes"]
        if attribute["Key"] == "deregistration_delay.timeout_seconds"
    ]
    assert delays == [str(DEFAULT_MAX_DURATION_S)] * 2


def test_green_is_like_blue_and_a_rule_knows_both():
    rules = {"Streams": "StreamRule", "Orders": "OrderRule"}
    ports = RELAY["Service"]["Properties"]["LoadBalancers"]
    assert len(ports) == len(rules)
    for port, (what, rule) in zip(ports, rules.items(), strict=True):
        blue, green = {"Ref": f"Blue{what}"}, {"Ref": f"Green{what}"}
        assert RELAY[blue["Ref"]] == RELAY[green["Ref"]]
        advanced = port["AdvancedConfiguration"]
        assert (port["TargetGroupArn"], advanced["AlternateTargetGroupArn"]) == (blue, green)
        assert advanced["ProductionListenerRule"] == {"Ref": rule}
        [action] = RELAY[rule]["Properties"]["Actions"]
        weights = [(group["TargetGroupArn"], group["Weight"]) for group in action["ForwardConfig"]["TargetGroups"]]
        assert weights == [(blue, 100), (green, 0)]


def test_the_load_balancer_knows_the_relays_public_doors_and_no_other():
    """Each socket the relay serves, in the one rule whose weights a release moves."""
    [streams] = RELAY["StreamRule"]["Properties"]["Conditions"]
    programs = client_socket.PATH.pattern.partition("(")[0]
    assert streams["PathPatternConfig"]["Values"] == [MEDIA_PATH, f"{MEDIA_PATH}/", f"{programs}*"]
    [orders] = RELAY["OrderRule"]["Properties"]["Conditions"]
    assert orders["PathPatternConfig"]["Values"] == [path_of("*").removesuffix("/commands")]
    assert RELAY["Listener"]["Properties"]["DefaultActions"][0]["FixedResponseConfig"] == {"StatusCode": "404"}


def test_a_late_metric_is_no_alarm_and_silence_is_one():
    alarm = RELAY["NoRelayReadyAlarm"]["Properties"]
    assert alarm["DatapointsToAlarm"] < alarm["EvaluationPeriods"]
    assert alarm["TreatMissingData"] == "breaching"


def test_a_spare_task_is_kept_where_there_is_a_fleet():
    defaults = {name: about.get("Default") for name, about in RELAY_TEMPLATE.document["Parameters"].items()}
    assert defaults["RelaySpareTasks"] >= 1
    assert defaults["RelayTasks"] == 1 + defaults["RelaySpareTasks"]
    metrics = RELAY["FollowsCalls"]["Properties"]["TargetTrackingScalingPolicyConfiguration"][
        "CustomizedMetricSpecification"
    ]["Metrics"]
    assert "wanted - ${SpareTasks}" in metrics[0]["Expression"]["Fn::Sub"]


def test_the_firewall_counts_what_would_stop_a_stream_or_an_order():
    [common] = [rule for rule in RELAY["WebAcl"]["Properties"]["Rules"] if rule["Name"] == "common"]
    overrides = common["Statement"]["ManagedRuleGroupStatement"]["RuleActionOverrides"]
    counted = {override["Name"] for override in overrides if override["ActionToUse"] == {"Count": {}}}
    assert {"NoUserAgent_HEADER", "SizeRestrictions_BODY"} <= counted


def test_no_environment_variable_holds_a_secret():
    for name in ENVIRONMENT:
        assert not re.search(r"TOKEN|PASSWORD|API_KEY|SECRET$", name)


def test_every_stage_sets_parameters_that_exist_to_values_they_allow():
    stages = tomllib.loads((ROOT / "samconfig.toml").read_text())
    for stage, commands in stages.items():
        if not isinstance(commands, dict):
            continue
        template = RELAY_TEMPLATE if stage.endswith("-relay") else TEMPLATE
        allowed = template.document["Parameters"]
        for command in commands.values():
            for override in command["parameters"].get("parameter_overrides", []):
                name, value = override.split("=", 1)
                assert value in map(str, allowed[name].get("AllowedValues", [value]))
                assert re.fullmatch(allowed[name].get("AllowedPattern", ".*"), value)


def test_the_table_athena_reads_has_the_columns_that_exports_write():
    table = TEMPLATE.properties("ExportedCallsTable")["TableInput"]
    listed_columns = {column["Name"]: column["Type"] for column in table["StorageDescriptor"]["Columns"]}
    assert list(listed_columns.items()) == list(COLUMNS.items())
    day, where = date(2026, 11, 20), table["Parameters"]["storage.location.template"]
    export = Export("x1", "acme", day, day, ("parquet",), datetime(2026, 11, 20, tzinfo=UTC))
    parts = {"company": "acme", "dt": "2026-11-20", "export": "x1"}
    assert set(parts) == {key["Name"] for key in table["PartitionKeys"]}
    folder = re.sub(r"\$\{(\w+)\}", lambda found: parts[found.group(1)], where)
    assert f"s3://{TEMPLATE.name('Bucket')}/{export.key(day, 0, 'parquet')}".startswith(folder)


def test_every_check_that_is_skipped_has_a_reason_and_nothing_is_softened():
    text = (ROOT / ".checkov.yaml").read_text()
    skipped = [line for line in text.splitlines() if line.startswith("  - ")]
    assert len(skipped) == len(read_yaml(ROOT / ".checkov.yaml")["skip-check"])
    assert not [line for line in skipped if not re.fullmatch(r"  - CKV2?_AWS_\d+ +# .+: .+", line)]
    assert "soft" not in text
