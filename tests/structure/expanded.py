"""Rules for the template after SAM's transform, which adds roles, permissions and policies.

Part of `make check`, which expands the template first: pytest tests/structure/expanded.py
"""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEMPLATES = [json.loads(path.read_text()) for path in sorted((ROOT / "build/expanded").glob("*.json"))]
EXPANDED = {name: about for template in TEMPLATES for name, about in template["Resources"].items()}
TESTS = "\n".join(path.read_text() for path in sorted((ROOT / "tests").rglob("test_*.py")))

NAMED_LATER = "objects get their names when calls happen; the prefix is the border"
ITSELF = "in a key's own policy the star is that key"
WILDCARDS = {  # (who, what may be anything there): why
    ("ProviderReportFunctionRole", "inbox/*"): NAMED_LATER,
    ("FileReportFunctionRole", "inbox/*"): NAMED_LATER,
    ("FileReportFunctionRole", "recordings/*"): NAMED_LATER,
    ("FileReportFunctionRole", "transcripts/*"): NAMED_LATER,
    ("RestApiFunctionRole", "recordings/*"): NAMED_LATER,
    ("RestApiFunctionRole", "speech/*"): NAMED_LATER,
    (
        "RestApiFunctionRole",
        "arn:${AWS::Partition}:cloudwatch:${AWS::Region}:${AWS::AccountId}:alarm:*",
    ): "AWS asks for the right to all alarms, whichever are asked for",
    ("RestApiFunctionRole", "transcripts/*"): NAMED_LATER,
    ("ErasePersonFunctionRole", "contacts/*"): NAMED_LATER,
    ("ErasePersonFunctionRole", "exports/*"): NAMED_LATER,
    ("ErasePersonFunctionRole", "inbox/*"): NAMED_LATER,
    ("ErasePersonFunctionRole", "recordings/*"): NAMED_LATER,
    ("ErasePersonFunctionRole", "transcripts/*"): NAMED_LATER,
    ("ExportTranscriptsFunctionRole", "exports/*"): NAMED_LATER,
    ("ExportTranscriptsFunctionRole", "transcripts/*"): NAMED_LATER,
    ("FetchRecordingFunctionRole", "recordings/*"): NAMED_LATER,
    ("FetchRecordingFunctionRole", "transcripts/*"): NAMED_LATER,
    ("ImportContactsFunctionRole", "contacts/*"): NAMED_LATER,
    ("ReconcileCallsFunctionRole", "inbox/*"): NAMED_LATER,
    ("RestApiFunctionRole", "exports/*"): NAMED_LATER,
    ("RestApiFunctionRole", "contacts/*"): NAMED_LATER,
    ("RelayTaskRole", "brain/*"): NAMED_LATER,
    ("RelayTaskRole", "recordings/*"): NAMED_LATER,
    ("RelayTaskRole", "speech/*"): NAMED_LATER,
    ("ArchiveAuditFunctionRole", "audit/*"): NAMED_LATER,
    ("TendPatientsFunctionRole", "transcripts/*"): NAMED_LATER,
    ("AnalyzeVoiceFunctionRole", "recordings/*"): NAMED_LATER,
    ("AnalyzeVoiceFunctionRole", "transcripts/*"): NAMED_LATER,
    (
        "ConsoleBucketPolicy",
        "${ConsoleBucket.Arn}/*",
    ): "the console's distribution reads every file; the bucket has no others",
    ("ClinicalKey", "*"): ITSELF,
    ("ConversationsKey", "*"): ITSELF,
    ("ExportsKey", "*"): ITSELF,
    ("ListsKey", "*"): ITSELF,
    ("RecordingsKey", "*"): ITSELF,
    ("SecretsKey", "*"): ITSELF,
    (
        "CampaignTickFunctionRole",
        "${CampaignSchedules}/*",
    ): "a schedule is named after its campaign; the group is the border",
    (
        "RestApiFunctionRole",
        "${CampaignSchedules}/*",
    ): "a schedule is named after its campaign; the group is the border",
    (
        "RelayTaskRole",
        "trunkline-${Stage}-relay/*",
    ): "a task learns its own id when it starts; the cluster is the border",
    ("TendRelayFunctionRole", "*"): "what only looks: AWS knows no resource for it; services are those of one cluster",
    ("TendRelayFunctionRole", "scalable-target/*"): "its id is AWS's; the condition names ECS",
    ("TendRelayFunctionRole", "trunkline-${Stage}-relay/*"): "the service's name is made with the relay's own stack",
}
MANAGED = {  # policies of AWS's own, which hold wildcards of AWS's own: why they are had all the same
    "AWSLambdaBasicExecutionRole": "SAM gives it to every function: writing logs, in any group of the account",
    "AWSLambdaDynamoDBExecutionRole": "SAM gives it to a stream's listener: reading the streams of any table",
    "AWSLambdaSQSQueueExecutionRole": "SAM gives it to a queue's listener: receiving from and deleting in any queue",
    "AmazonECSTaskExecutionRolePolicy": "ECS itself: pulling the image and writing the relay's log",
    "AmazonECSInfrastructureRolePolicyForLoadBalancers": "ECS itself: moving streams from one revision of the "
    "relay to the next; AWS changes it as its releases do",
}
SCHEDULE = re.compile(
    r"rate\((1 (minute|hour|day)|([2-9]|[1-9]\d+) (minutes|hours|days))\)"
    r"|cron\((\S+ ){5}\S+\)"
    r"|at\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\)"
)


def of_type(kind: str) -> dict[str, dict]:
    return {name: about["Properties"] for name, about in EXPANDED.items() if about["Type"] == kind}


FUNCTIONS = of_type("AWS::Lambda::Function")
ROLES = of_type("AWS::IAM::Role")
RULES = {name: about for name, about in of_type("AWS::Events::Rule").items() if "EventPattern" in about}
CLOCKS = {name: about for name, about in of_type("AWS::Events::Rule").items() if name not in RULES}
SCHEDULES = of_type("AWS::Scheduler::Schedule") | CLOCKS


def statements(value: object):
    if isinstance(value, dict):
        if "Effect" in value:
            yield value
        for item in value.values():
            yield from statements(item)
    elif isinstance(value, list):
        for item in value:
            yield from statements(item)


def strings(value: object):
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from strings(item)
    elif isinstance(value, str):
        yield value


def allowed() -> list[tuple[str, dict]]:
    found = [
        (name, statement) for name, about in EXPANDED.items() for statement in statements(about.get("Properties", {}))
    ]
    return [(name, item) for name, item in found if item["Effect"] == "Allow"]


def routes() -> list[tuple[str, str, str]]:
    """(method, path, function) as the gateway will have them."""
    found = []
    for api in of_type("AWS::ApiGatewayV2::Api").values():
        for path, methods in api["Body"]["paths"].items():
            for method, about in methods.items():
                [uri] = strings(about["x-amazon-apigateway-integration"]["uri"])
                [function] = re.findall(r"\$\{(\w+)\.Arn\}", uri)
                found.append(("*" if "any-method" in method else method.upper(), path, function))
    return found


def test_no_two_templates_share_a_name():
    assert len(EXPANDED) == sum(len(template["Resources"]) for template in TEMPLATES)
    assert len(TEMPLATES) == 2 + len(list((ROOT / "stacks").glob("*.yaml")))


# --- permissions -------------------------------------------------------------------------------------------------


def test_no_action_is_a_wildcard():
    assert not [(name, item) for name, item in allowed() if any("*" in action for action in strings(item["Action"]))]
    assert not [(name, item) for name, item in allowed() if "NotAction" in item or "NotResource" in item]


def test_every_resource_with_a_wildcard_is_explained_and_no_explanation_is_left_over():
    found = {
        (name, re.sub(r".*[:/]([^/]+/\*)$", r"\1", resource))
        for name, item in allowed()
        for resource in strings(item.get("Resource", []))
        if "*" in resource
    }
    assert found == set(WILDCARDS)


def test_every_policy_of_aws_is_explained_and_no_explanation_is_left_over():
    assert {
        arn.rsplit("/", 1)[1] for role in ROLES.values() for arn in strings(role.get("ManagedPolicyArns", []))
    } == set(MANAGED)


def test_every_function_has_a_role_of_its_own():
    roles = [about["Role"]["Fn::GetAtt"][0] for about in FUNCTIONS.values()]
    assert sorted(roles) == sorted(f"{name}Role" for name in FUNCTIONS)
    assert set(roles) <= set(ROLES)


def test_a_schedule_may_invoke_its_function_and_nothing_else():
    assert SCHEDULES
    for about in SCHEDULES.values():
        target = about["Target"]
        [item] = statements(ROLES[target["RoleArn"]["Fn::GetAtt"][0]]["Policies"])
        assert (item["Action"], item["Resource"]) == ("lambda:InvokeFunction", target["Arn"])


# --- routes ------------------------------------------------------------------------------------------------------


def test_there_are_routes():
    assert len(routes()) == len(set(routes())) >= 16


@pytest.mark.parametrize(("method", "path", "function"), routes())
def test_a_route_leads_to_a_handler_it_may_invoke(method, path, function):
    module, handler = FUNCTIONS[function]["Handler"].split(".")
    [file] = ROOT.glob(f"functions/*/{module}.py")
    assert re.search(rf"^(def {handler}\(|{handler}\b.*=)", file.read_text(), re.MULTILINE)
    ends = f"{method}{re.sub(r'{[^}]+}', '*', path)}"
    may = [about for about in of_type("AWS::Lambda::Permission").values() if about["FunctionName"] == {"Ref": function}]
    assert [item for item in may if any(text.endswith(f"/{ends}") for text in strings(item["SourceArn"]))]


@pytest.mark.parametrize("path", [path for _, path, _ in routes()])
def test_a_route_has_a_test(path):
    fixed = path.split("{")[0]
    assert re.search(re.escape(fixed) + ("" if fixed.endswith("/") else r"(?![\w/-])"), TESTS)


# --- schedules, processors ---------------------------------------------------------------------------------------


def policies_of(target: dict) -> list[dict]:
    """Those of a topic, whose ARN is its name in the template, or of a queue."""
    if "Ref" in target:
        return [about for about in of_type("AWS::SNS::TopicPolicy").values() if target in about["Topics"]]
    queue = {"Ref": target["Fn::GetAtt"][0]}
    return [about for about in of_type("AWS::SQS::QueuePolicy").values() if queue in about["Queues"]]


@pytest.mark.parametrize("name", RULES)
def test_a_queue_or_topic_takes_the_events_of_the_rule_that_sends_to_it_and_no_others(name):
    [target] = RULES[name]["Targets"]
    [policy] = policies_of(target["Arn"])
    from_bus = {"Service": "events.amazonaws.com"}
    [statement] = [item for item in policy["PolicyDocument"]["Statement"] if item["Principal"] == from_bus]
    assert statement["Condition"] == {"ArnEquals": {"aws:SourceArn": {"Fn::GetAtt": [name, "Arn"]}}}


@pytest.mark.parametrize("name", SCHEDULES)
def test_a_schedule_is_one_that_aws_understands(name):
    assert SCHEDULE.fullmatch(SCHEDULES[name]["ScheduleExpression"])


@pytest.mark.parametrize(
    ("text", "is_good"),
    [
        ("rate(1 minute)", True), ("rate(5 minutes)", True), ("cron(0 12 * * ? *)", True),
        ("at(2030-01-01T00:00:00)", True), ("rate(1 minutes)", False), ("rate(5 minute)", False),
        ("rate(0 days)", False), ("every(5m)", False), ("cron(0 12 * * *)", False),
    ],
)  # fmt: skip
def test_schedules_are_distinguished(text, is_good):
    assert bool(SCHEDULE.fullmatch(text)) == is_good


def test_everything_runs_on_the_processor_of_the_parameter():
    layers = of_type("AWS::Lambda::LayerVersion").values()
    values = [about["Architectures"] for about in FUNCTIONS.values()]
    values += [about["CompatibleArchitectures"] for about in layers]
    assert values
    assert all(item == [{"Ref": "Arch"}] for item in values)
    for about in of_type("AWS::ECS::TaskDefinition").values():
        assert about["RuntimePlatform"]["CpuArchitecture"] == {"Fn::If": ["IsArm", "ARM64", "X86_64"]}
