"""The deployed stack in the shape of the embedded cloud, so that the world does not know which of the two it has."""

import asyncio
import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import boto3
import botocore.config

from local.cloud.workers import Invocation
from local.stack.deployment import REGION, deploy, deploy_relay, expanded, resources
from local.stack.gateway import PublicFront, hang_routes
from local.stack.logs import FunctionLogs
from local.stack.ministack import ROOT_KEYS, Ministack

OnLog = Callable[[str, dict | str], None]
PATIENT = botocore.config.Config(read_timeout=60, retries={"total_max_attempts": 2}, max_pool_connections=30)
COUNTS = ("ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible", "ApproximateNumberOfMessagesDelayed")
QUIET_LOOKS, LOOK_EVERY_S = 6, 0.5  # a function that was just asked is in no queue any more: look more than once


class Refused(Exception):
    """A function failed; the message is Lambda's error document."""


class DeployedCloud:
    def __init__(self, parameters: dict[str, str], on_log: OnLog | None = None) -> None:
        self._parameters = parameters
        self._on_log = on_log or (lambda _source, _line: None)
        self._ministack = Ministack()
        self._front: PublicFront | None = None
        self._threads = ThreadPoolExecutor(max_workers=8, thread_name_prefix="deployed-cloud")
        self._clients: dict[str, Any] = {}
        self._names: dict[str, str] = {}
        self._template: dict[str, Any] = {}
        self.aws_endpoint = self._ministack.endpoint
        self.base_url = ""
        self.invocations: list[Invocation] = []  # only those that failed: the others cannot be seen from here
        self._logs: FunctionLogs | None = None
        self.on_event: Callable[[str, dict], None] = lambda _function, _event: None

    # -- life

    async def start(self, _port: int = 0) -> None:
        try:
            await self._ministack.start()
            await deploy(self.aws_endpoint, self._parameters, self._tell)
            await deploy_relay(self.aws_endpoint, self.client("cloudformation"), self._tell)
            self._template = expanded()
            self._names = await self._in_thread(resources, self.client("cloudformation"))
            api_id = self._names["WebhookApi"]
            hang = partial(hang_routes, self.client("apigatewayv2"), self.client("lambda"), api_id)
            await self._in_thread(hang, self._template, self._names)
            groups = {name: self._names[name] for name in self.of_type("AWS::Logs::LogGroup")}
            self._logs = FunctionLogs(self.client("logs"), groups, self._on_log)
            self._front = PublicFront(self.aws_endpoint, api_id)
            self.base_url = await self._front.start()
        except BaseException:
            await self.stop()
            raise

    async def stop(self) -> None:
        if self._front:
            await self._front.stop()
        await self._ministack.stop()
        self._threads.shutdown(wait=True)
        for client in self._clients.values():
            client.close()
        self._clients, self._front = {}, None

    # -- what was deployed

    def resource_name(self, logical_id: str) -> str:
        return self._names[logical_id]

    def of_type(self, kind: str) -> list[str]:
        return [name for name, resource in self._template.items() if resource["Type"] == kind]

    def _tell(self, line: str) -> None:
        self._on_log("stack", line)

    def relay_environment(self) -> dict[str, str]:
        """The relay's variables as its stack defined them, with the keys of its task's own role."""
        name = self._names["RelayTaskDefinition"]
        definition = self.client("ecs").describe_task_definition(taskDefinition=name)["taskDefinition"]
        values = {
            variable["name"]: variable["value"] for variable in definition["containerDefinitions"][0]["environment"]
        }
        return {**values, **self.aws_variables(definition["taskRoleArn"])}

    def aws_variables(self, role_arn: str) -> dict[str, str]:
        """Environment variables of a process that acts in that role."""
        keys = self.client("sts").assume_role(RoleArn=role_arn, RoleSessionName="local")["Credentials"]
        return {
            "AWS_ENDPOINT_URL": self.aws_endpoint,
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_ACCESS_KEY_ID": keys["AccessKeyId"],
            "AWS_SECRET_ACCESS_KEY": keys["SecretAccessKey"],
            "AWS_SESSION_TOKEN": keys["SessionToken"],
        }

    def role_of(self, logical_id: str) -> str:
        """The ARN of the role a deployed function acts in."""
        function = self.client("lambda").get_function(FunctionName=self._names[logical_id])
        return str(function["Configuration"]["Role"])

    # -- use

    def client(self, service: str) -> Any:
        if service not in self._clients:
            self._clients[service] = self.client_with(service, ROOT_KEYS)
        return self._clients[service]

    def client_with(self, service: str, variables: dict[str, str]) -> Any:
        return boto3.client(
            service,
            endpoint_url=self.aws_endpoint,
            region_name=REGION,
            aws_access_key_id=variables["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=variables["AWS_SECRET_ACCESS_KEY"],
            aws_session_token=variables.get("AWS_SESSION_TOKEN"),
            config=PATIENT,
        )

    async def invoke(self, logical_id: str, event: dict) -> Any:
        """Raises Refused with Lambda's error document."""
        ask = partial(self.client("lambda").invoke, FunctionName=self._names[logical_id], Payload=json.dumps(event))
        answer = await self._in_thread(ask)
        said = await self._in_thread(answer["Payload"].read)
        if answer.get("FunctionError"):
            raise Refused(said.decode())
        return json.loads(said or "null")

    async def put_secret(self, values: dict[str, Any]) -> None:
        secrets, name = self.client("secretsmanager"), self._names["VendorSecret"]
        now = json.loads((await self._in_thread(partial(secrets.get_secret_value, SecretId=name)))["SecretString"])
        await self._in_thread(
            partial(secrets.put_secret_value, SecretId=name, SecretString=json.dumps({**now, **values}))
        )

    async def idle(self, timeout_s: float = 10.0) -> None:
        """Until no queue with a listener holds a message, several looks in a row; TimeoutError otherwise."""
        deadline, quiet = time.monotonic() + timeout_s, 0
        while quiet < QUIET_LOOKS:
            quiet = 0 if self._is_asked() or await self._in_thread(self._waiting) else quiet + 1
            if time.monotonic() > deadline:
                raise TimeoutError(f"still busy after {timeout_s} s")
            await asyncio.sleep(LOOK_EVERY_S)
        if self._logs:
            self.invocations += await self._in_thread(self._logs.read)

    async def dead_letters(self) -> list[str]:
        return await self._in_thread(self._read_dead_letters)

    def _is_asked(self) -> bool:
        return self._front is not None and self._front.busy > 0

    def _waiting(self) -> int:
        """Messages in queues that a function listens to."""
        return sum(self._counted(name) for name in self.of_type("AWS::SQS::Queue") if "DeadLetters" not in name)

    def _counted(self, logical_id: str) -> int:
        asked = self.client("sqs").get_queue_attributes(QueueUrl=self._names[logical_id], AttributeNames=["All"])
        return sum(int(asked["Attributes"][name]) for name in COUNTS)

    def _read_dead_letters(self) -> list[str]:
        sqs, found = self.client("sqs"), []
        for name in (queue for queue in self.of_type("AWS::SQS::Queue") if "DeadLetters" in queue):
            answer = sqs.receive_message(QueueUrl=self._names[name], MaxNumberOfMessages=10, VisibilityTimeout=0)
            found += [message["Body"] for message in answer.get("Messages", [])]
        return found

    async def _in_thread(self, function: Callable[..., Any], *arguments: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._threads, partial(function, *arguments))
