"""What the template must hold beyond what linters know: names, variables, queues, clocks, tables, alarms."""

import ast
import re
from collections import Counter
from dataclasses import fields

import pytest

from cli.data.replay import QUEUES as REPLAYED
from cli.stage import NAMES
from local.cloud.queues import mappings
from local.cloud.routes import Routes
from local.cloud.template import STACK, read_yaml
from tests.structure.templates import (
    ENVIRONMENT,
    EVERYWHERE,
    FUNCTIONS,
    KEPT,
    LOGGING,
    NESTED,
    PREFIXES,
    QUEUES,
    RAW,
    RELAY_ENVIRONMENT,
    RELAY_RAW,
    RELAY_TEMPLATE,
    ROOT,
    TABLES,
    TEMPLATE,
    listed,
    of_type,
    statements,
)
from trunkline.bootstrap.shared.providers import PROVIDERS
from trunkline.settings import SharedSettings


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
    """The relay's environment has no other variable: a change of it would be a release of the relay."""
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
    if name == "AuditTable":  # its first entry is the beginning of a chain: nothing of it expires
        assert "TimeToLiveSpecification" not in properties
    else:
        assert properties["TimeToLiveSpecification"] == {"AttributeName": "expires_at", "Enabled": True}
    assert properties["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"] is True
    assert properties["SSESpecification"]["SSEEnabled"] is True
    assert properties["BillingMode"] == "PAY_PER_REQUEST"


KEPT_IN = [*TABLES, *of_type("AWS::S3::Bucket"), *of_type("AWS::SecretsManager::Secret")]
KEPT_IN.remove("ConsoleBucket")  # copies of files that are here


@pytest.mark.parametrize("name", KEPT_IN)
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
                assert re.search(rf"/({PREFIXES})/\*$|-audit-.*/audit/\*$", resource["Fn::Sub"])


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


def test_event_endpoints_are_public_in_every_stage():
    """Not a parameter: customers write these addresses, and a function would ask for them within the account."""
    given = TEMPLATE.document["Globals"]["Function"]["Environment"]["Variables"]["EVENT_ENDPOINT_ADDRESSES"]
    assert given == "public"
    assert (ROOT / "template.yaml").read_text().count("EVENT_ENDPOINT_ADDRESSES") == 1
