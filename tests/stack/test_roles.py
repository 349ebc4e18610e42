"""Every function acts in a role of its own; what that role does not allow is refused."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from botocore.exceptions import ClientError

from local.stack import DeployedCloud

on_the_stack = pytest.mark.asyncio(loop_scope="session")
Ask = Callable[[Any, DeployedCloud], Any]


@dataclass(frozen=True)
class Question:
    """A request that a function might make to AWS."""

    service: str
    ask: Ask

    def __call__(self, cloud: DeployedCloud, role_arn: str) -> str:
        """`allowed`, or the code AWS refused it with."""
        client = cloud.client_with(self.service, cloud.aws_variables(role_arn))
        try:
            self.ask(client, cloud)
        except ClientError as refusal:
            return refusal.response["Error"]["Code"]
        return "allowed"


def table(logical_id: str) -> Ask:
    return lambda client, cloud: client.scan(TableName=cloud.resource_name(logical_id), Limit=1)


def item(logical_id: str, key: dict[str, Any]) -> Ask:
    return lambda client, cloud: client.get_item(TableName=cloud.resource_name(logical_id), Key=key)


def put(prefix: str) -> Ask:
    return lambda client, cloud: client.put_object(
        Bucket=cloud.resource_name("Bucket"), Key=f"{prefix}/nothing.json", Body=b"{}"
    )


def read(prefix: str) -> Ask:
    return lambda client, cloud: client.get_object(Bucket=cloud.resource_name("Bucket"), Key=f"{prefix}/nothing.json")


def send(queue: str) -> Ask:
    return lambda client, cloud: client.send_message(QueueUrl=cloud.resource_name(queue), MessageBody="{}")


def receive(queue: str) -> Ask:
    return lambda client, cloud: client.receive_message(QueueUrl=cloud.resource_name(queue))


CALL = {"pk": {"S": "CALL#none"}, "sk": {"S": "CALL"}}
SECRET = Question("secretsmanager", lambda c, cloud: c.get_secret_value(SecretId=cloud.resource_name("VendorSecret")))
READ_CALL, READ_ROUTE = (
    Question("dynamodb", item("CallsTable", CALL)),
    Question("dynamodb", item("DirectoryTable", {"pk": {"S": "X"}})),
)
SCAN_CALLS, SCAN_DIRECTORY = Question("dynamodb", table("CallsTable")), Question("dynamodb", table("DirectoryTable"))
DELETE_CALL = Question(
    "dynamodb", lambda c, cloud: c.delete_item(TableName=cloud.resource_name("CallsTable"), Key=CALL)
)
KEEP_REPORT, WRITE_TRANSCRIPT = Question("s3", put("inbox")), Question("s3", put("transcripts"))
READ_RECORDING, WRITE_RECORDING = Question("s3", read("recordings")), Question("s3", put("recordings"))
ORDER_EXPORT, ORDER_ERASURE = Question("sqs", send("ExportsQueue")), Question("sqs", send("ErasuresQueue"))
READ_FAILED_EXPORT, READ_FAILED_REPORT = (
    Question("sqs", receive("ExportsDeadLetters")),
    Question("sqs", receive("InboxDeadLetters")),
)
WRITE_AUDIT = Question(
    "s3", lambda c, cloud: c.put_object(Bucket=cloud.resource_name("AuditBucket"), Key="audit/nothing.json", Body=b"{}")
)
BECOME_ANOTHER = Question("iam", lambda c, _cloud: c.list_roles())

REFUSED = {  # what each function has no business with
    "AgentToolFunction": [SCAN_CALLS, SCAN_DIRECTORY, KEEP_REPORT, READ_RECORDING, ORDER_ERASURE],
    "AnswerCallFunction": [SCAN_CALLS, DELETE_CALL, KEEP_REPORT, READ_RECORDING, ORDER_ERASURE],
    "CallProgressFunction": [READ_ROUTE, SCAN_CALLS, DELETE_CALL, KEEP_REPORT, ORDER_EXPORT],
    "TendRelayFunction": [READ_CALL, SCAN_CALLS, SCAN_DIRECTORY, SECRET, KEEP_REPORT, ORDER_EXPORT, BECOME_ANOTHER],
    "PublishEventsFunction": [READ_CALL, SCAN_CALLS, SCAN_DIRECTORY, SECRET, KEEP_REPORT, ORDER_EXPORT],
    "QueueDeliveriesFunction": [SCAN_CALLS, DELETE_CALL, SCAN_DIRECTORY, SECRET, KEEP_REPORT, ORDER_EXPORT],
    "DeliverEventFunction": [SCAN_CALLS, DELETE_CALL, SCAN_DIRECTORY, SECRET, KEEP_REPORT, ORDER_EXPORT],
    "ProviderReportFunction": [READ_CALL, READ_ROUTE, WRITE_TRANSCRIPT, READ_RECORDING, ORDER_ERASURE],
    "CallerContextFunction": [READ_CALL, SCAN_DIRECTORY, KEEP_REPORT, READ_RECORDING],
    "RestApiFunction": [SCAN_CALLS, SCAN_DIRECTORY, KEEP_REPORT, WRITE_TRANSCRIPT, READ_FAILED_REPORT],
    "FileReportFunction": [SECRET, SCAN_CALLS, DELETE_CALL, KEEP_REPORT, ORDER_ERASURE],
    "FetchRecordingFunction": [READ_ROUTE, DELETE_CALL, KEEP_REPORT, WRITE_TRANSCRIPT],
    "ReconcileCallsFunction": [DELETE_CALL, SCAN_CALLS, WRITE_TRANSCRIPT, READ_RECORDING],
    "ReapOrphansFunction": [READ_ROUTE, DELETE_CALL, KEEP_REPORT, ORDER_ERASURE],
    "ExportTranscriptsFunction": [SECRET, READ_CALL, READ_RECORDING, WRITE_TRANSCRIPT, DELETE_CALL],
    "WatchBudgetsFunction": [SECRET, READ_RECORDING, KEEP_REPORT, DELETE_CALL],
    "ErasePersonFunction": [SCAN_CALLS, READ_RECORDING, WRITE_RECORDING, ORDER_EXPORT],
    "TendPatientsFunction": [READ_CALL, DELETE_CALL, KEEP_REPORT, READ_RECORDING, ORDER_EXPORT, WRITE_AUDIT],
    "AnalyzeVoiceFunction": [SECRET, SCAN_CALLS, DELETE_CALL, WRITE_TRANSCRIPT, KEEP_REPORT, ORDER_ERASURE],
    "ArchiveAuditFunction": [SECRET, READ_CALL, READ_ROUTE, KEEP_REPORT, READ_RECORDING, ORDER_EXPORT],
    "CampaignTickFunction": [SCAN_CALLS, DELETE_CALL, KEEP_REPORT, READ_RECORDING, ORDER_ERASURE],
    "PlaceCallFunction": [SCAN_CALLS, DELETE_CALL, KEEP_REPORT, READ_RECORDING, ORDER_ERASURE],
    "ImportContactsFunction": [READ_CALL, DELETE_CALL, KEEP_REPORT, READ_RECORDING, ORDER_ERASURE],
}
ALLOWED = {  # … and one thing that shows the question itself is well put
    "AgentToolFunction": [SECRET, READ_CALL, READ_ROUTE],
    "AnswerCallFunction": [SECRET, READ_CALL, READ_ROUTE],
    "ProviderReportFunction": [SECRET, KEEP_REPORT],
    "FileReportFunction": [WRITE_TRANSCRIPT, READ_CALL],
    "RestApiFunction": [READ_CALL, ORDER_EXPORT, ORDER_ERASURE, READ_FAILED_EXPORT],
    "ErasePersonFunction": [DELETE_CALL],
    "FetchRecordingFunction": [WRITE_RECORDING],
    "TendPatientsFunction": [SECRET, READ_ROUTE],
    "AnalyzeVoiceFunction": [READ_CALL, READ_ROUTE, WRITE_RECORDING],
    "ArchiveAuditFunction": [WRITE_AUDIT],
}


@on_the_stack
@pytest.mark.parametrize("function", sorted(REFUSED))
async def test_an_action_outside_the_role_is_refused(stack, function):
    role = stack.cloud.role_of(function)
    answers = [question(stack.cloud, role) for question in [*REFUSED[function], BECOME_ANOTHER]]
    assert set(answers) <= {"AccessDeniedException", "AccessDenied"}, answers


@on_the_stack
@pytest.mark.parametrize("function", sorted(ALLOWED))
async def test_an_action_of_the_role_is_allowed(stack, function):
    role = stack.cloud.role_of(function)
    assert [question(stack.cloud, role) for question in ALLOWED[function]] == ["allowed"] * len(ALLOWED[function])


@on_the_stack
async def test_no_two_functions_share_a_role(stack):
    roles = [stack.cloud.role_of(name) for name in REFUSED]
    assert len(set(roles)) == len(roles)


# --- keys: what a role may read (decrypt) and write (have a new data key for) --------------------------------------

CONVERSATIONS, RECORDINGS, LISTS, EXPORTS, SECRETS = "Conversations", "Recordings", "Lists", "Exports", "Secrets"
CLINICAL = "Clinical"  # of the root stack, not of the stack of keys
ALL_KEYS = {CONVERSATIONS, RECORDINGS, LISTS, EXPORTS, SECRETS, CLINICAL}
KEYS: dict[str, tuple[set[str], set[str]]] = {
    "AgentToolFunction": ({CONVERSATIONS, LISTS, SECRETS}, set()),
    "AnswerCallFunction": ({CONVERSATIONS, SECRETS}, set()),
    "CallProgressFunction": ({CONVERSATIONS, LISTS, SECRETS}, set()),
    "ProviderReportFunction": ({SECRETS}, {CONVERSATIONS}),
    "CallerContextFunction": ({CONVERSATIONS, SECRETS}, set()),
    "RestApiFunction": (ALL_KEYS, {CONVERSATIONS, LISTS, CLINICAL}),
    "FileReportFunction": ({CONVERSATIONS, LISTS}, {CONVERSATIONS, RECORDINGS}),
    "FetchRecordingFunction": ({CONVERSATIONS, SECRETS}, {RECORDINGS}),
    "ReconcileCallsFunction": ({CONVERSATIONS, SECRETS}, {CONVERSATIONS}),
    "ReapOrphansFunction": ({CONVERSATIONS, SECRETS}, set()),
    "TendRelayFunction": ({CONVERSATIONS}, set()),
    "PublishEventsFunction": ({CONVERSATIONS, LISTS}, set()),
    "QueueDeliveriesFunction": ({CONVERSATIONS}, set()),
    "DeliverEventFunction": ({CONVERSATIONS, SECRETS}, set()),
    "ExportTranscriptsFunction": ({CONVERSATIONS, EXPORTS}, {EXPORTS}),
    "WatchBudgetsFunction": ({CONVERSATIONS}, set()),
    "ErasePersonFunction": ({CONVERSATIONS, LISTS, SECRETS, CLINICAL}, set()),
    "TendPatientsFunction": ({CONVERSATIONS, LISTS, SECRETS, CLINICAL}, {CLINICAL}),
    "AnalyzeVoiceFunction": ({CONVERSATIONS, RECORDINGS, CLINICAL}, {RECORDINGS, CLINICAL}),
    "ArchiveAuditFunction": ({CONVERSATIONS}, {CONVERSATIONS}),
    "CampaignTickFunction": ({CONVERSATIONS, LISTS, SECRETS}, set()),
    "PlaceCallFunction": ({CONVERSATIONS, LISTS, SECRETS}, set()),
    "ImportContactsFunction": ({CONVERSATIONS, LISTS}, {LISTS}),
    "RelayTaskDefinition": (ALL_KEYS - {EXPORTS, CLINICAL}, {CONVERSATIONS, RECORDINGS}),
}


def role_named(cloud: DeployedCloud, name: str) -> str:
    if name.endswith("Function"):
        return cloud.role_of(name)
    task = cloud.client("ecs").describe_task_definition(taskDefinition=cloud.resource_name(name))
    return str(task["taskDefinition"]["taskRoleArn"])


def key_arn(cloud: DeployedCloud, name: str) -> str:
    if name == CLINICAL:
        return cloud.resource_name("ClinicalKey")
    [stack] = cloud.client("cloudformation").describe_stacks(StackName=cloud.resource_name("Keys"))["Stacks"]
    return {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}[name]


def new_data_key(name: str) -> Question:
    return Question("kms", lambda c, cloud: c.generate_data_key(KeyId=key_arn(cloud, name), KeySpec="AES_256"))


def unsealed(name: str) -> Question:
    def ask(client: Any, cloud: DeployedCloud) -> Any:
        sealed = cloud.client("kms").generate_data_key(KeyId=key_arn(cloud, name), KeySpec="AES_256")
        return client.decrypt(CiphertextBlob=sealed["CiphertextBlob"])

    return Question("kms", ask)


@on_the_stack
@pytest.mark.parametrize("name", sorted([*REFUSED, "RelayTaskDefinition"]))
async def test_a_role_may_use_the_keys_of_its_own_data_and_no_other(stack, name):
    role, (reads, writes) = role_named(stack.cloud, name), KEYS[name]
    answers = {key: (unsealed(key)(stack.cloud, role), new_data_key(key)(stack.cloud, role)) for key in ALL_KEYS}
    refused = "AccessDeniedException"
    assert answers == {
        key: ("allowed" if key in reads else refused, "allowed" if key in writes else refused) for key in ALL_KEYS
    }
