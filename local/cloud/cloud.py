"""The embedded cloud as one object: an AWS to talk to, the template's resources in it, its functions behind it."""

import asyncio
import contextlib
import json
import socket
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import boto3
import botocore.config
import botocore.exceptions

from local.cloud.console_files import ConsoleFiles
from local.cloud.http_front import HttpFront
from local.cloud.queues import Poller, mappings
from local.cloud.relay_template import relay_template
from local.cloud.resources import SCHEDULE_GROUP, create_resources, refuse_the_unplayed
from local.cloud.routes import Routes
from local.cloud.schedule_targets import ScheduleTargets
from local.cloud.schedules import keep_firing, schedules
from local.cloud.stack_outputs import create_stack
from local.cloud.streams import StreamPoller, stream_mappings
from local.cloud.template import Template, TemplateError
from local.cloud.workers import MOST_ENVIRONMENTS, Function, Invocation, OnLog, Workers
from local.commands.running import CREDENTIALS, REGION
from local.world.processes import spawn

AWS_PROCESS = Path(__file__).with_name("aws_process.py")
PATIENT = botocore.config.Config(read_timeout=30, retries={"total_max_attempts": 1})


class LocalCloud:
    def __init__(
        self,
        template: Path,
        parameters: dict[str, str] | None = None,
        on_log: OnLog | None = None,
        redelivery_s: float = 0.2,
        warm: dict[str, int] | None = None,  # environments started with the cloud, by function; see `_warmed`
        most: dict[str, int] | None = None,  # … and how many there may be (reserved concurrency)
        aws_port: int = 0,
        variables: dict[str, str] | None = None,  # of every function, in place of the template's
    ) -> None:
        self._listener = socket.create_server(
            ("127.0.0.1", aws_port), backlog=128
        )  # known before moto is up: calls wait in line
        self.aws_endpoint = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.base_url = ""
        self.invocations: list[Invocation] = []
        self.on_event: Callable[[str, dict], None] = lambda _function, _event: (
            None
        )  # sees every event before its function
        try:
            self.template = Template(template, parameters, self.aws_endpoint)
        except BaseException:
            self._listener.close()
            raise
        self._on_log = on_log or (lambda _function, _line: None)
        self._redelivery_s = redelivery_s
        self._warm, self._most = warm or {}, most or {}
        self._variables = variables or {}
        self._workers: dict[str, Workers] = {}
        self._pollers: list[Poller] = []
        self._stream_pollers: list[StreamPoller] = []
        self._tasks: list[asyncio.Task] = []
        self._clients: dict[str, Any] = {}
        self._aws: asyncio.subprocess.Process | None = None
        self._front: HttpFront | None = None
        self._threads: ThreadPoolExecutor | None = None

    # -- life

    async def start(self, port: int = 0) -> None:
        """Starts all parts at once: moto and the workers import while the resources wait in moto's queue."""
        try:
            refuse_the_unplayed(self.template)
            routes, timers, queues = Routes(self.template), schedules(self.template), mappings(self.template)
            streams = stream_mappings(self.template)
            workers = len(queues) + len(streams) + 4
            self._threads = ThreadPoolExecutor(max_workers=workers, thread_name_prefix="local-cloud")
            await self._start_aws()
            self._workers = {name: self._new_workers(name) for name in self._functions()}
            await self._start_everything(routes)
            self._front = HttpFront(routes, self.invoke, ConsoleFiles.beside(self.template, self.aws_endpoint))
            self.base_url = await self._front.start(port)
            self._pollers = [self._new_poller(mapping) for mapping in queues]
            self.schedule_targets = self._new_schedule_targets()
            self._stream_pollers = [self._new_stream_poller(mapping) for mapping in streams]
            pollers = [*self._pollers, *self._stream_pollers]
            work = [poller.run() for poller in pollers] + [keep_firing(timer, self.invoke) for timer in timers]
            work.append(self.schedule_targets.run())
            self._tasks = [asyncio.create_task(job) for job in work]
        except BaseException:
            await self.stop()
            raise

    async def _start_everything(self, routes: Routes) -> None:
        try:
            async with asyncio.TaskGroup() as group:
                for name, workers in self._workers.items():
                    group.create_task(workers.start(self._warmed(name, routes)))
                group.create_task(self._in_thread(create_resources, self.template, self.client))
        except ExceptionGroup as failures:
            raise failures.exceptions[0] from None  # one plain reason is what a person needs

    def _warmed(self, function: str, routes: Routes) -> int:
        """One environment where a caller or a vendor waits; a function of a queue or a clock starts when it is used."""
        return self._warm.get(function, int(any(route.function == function for route in routes)))

    async def stop(self) -> None:
        """Ends every process, thread and task this object started. Safe at any point, and twice."""
        for task in self._tasks:
            task.cancel()
        if self._front:
            await self._front.stop()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.gather(*(workers.stop() for workers in self._workers.values()))
        await self._stop_aws()  # before the threads: a long poll ends with its server
        if self._threads:
            self._threads.shutdown(wait=True)
        for client in self._clients.values():
            client.close()
        self._tasks, self._workers, self._clients, self._front, self._threads = [], {}, {}, None, None

    async def _start_aws(self) -> None:
        fd, port = self._listener.fileno(), self._listener.getsockname()[1]
        self._aws = await spawn(
            sys.executable, "-P", str(AWS_PROCESS), str(fd), str(port), stdin=asyncio.subprocess.PIPE, pass_fds=[fd]
        )
        self._listener.close()

    async def _stop_aws(self) -> None:
        self._listener.close()
        if self._aws:
            with contextlib.suppress(ProcessLookupError):
                self._aws.kill()
            await self._aws.wait()
            self._aws = None

    async def _in_thread(self, function: Callable, *args: Any, **kwargs: Any) -> Any:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, partial(function, *args, **kwargs))

    # -- what the template says

    def _functions(self) -> list[str]:
        return self.template.of_type("AWS::Serverless::Function")

    def resource_name(self, logical_id: str) -> str:
        return self.template.name(logical_id)

    def environment(self, logical_id: str) -> dict[str, str]:
        """The variables of a function, and where AWS is."""
        own = self.template.properties(logical_id).get("Environment", {}).get("Variables", {})
        return {**{name: str(value) for name, value in own.items()}, **self._variables, **self._aws_variables()}

    def relay_environment(self) -> dict[str, str]:
        """The variables of the relay's container, from the template of its own stack, and where AWS is."""
        task = relay_template(self.template).properties("RelayTaskDefinition")
        listed = task["ContainerDefinitions"][0]["Environment"]
        return {**{variable["Name"]: str(variable["Value"]) for variable in listed}, **self._aws_variables()}

    def _aws_variables(self) -> dict[str, str]:
        region = {"AWS_REGION": REGION, "AWS_DEFAULT_REGION": REGION, "AWS_EC2_METADATA_DISABLED": "true"}
        return {"AWS_ENDPOINT_URL": self.aws_endpoint, **region, **CREDENTIALS}

    def _new_workers(self, logical_id: str) -> Workers:
        most = self._most.get(logical_id, MOST_ENVIRONMENTS)
        return Workers(self._function(logical_id), self._on_log, self.invocations, most)

    def _function(self, logical_id: str) -> Function:
        properties = self.template.properties(logical_id)
        name = self.template.name(logical_id)
        code = self._folder(logical_id, properties["CodeUri"])
        layers = [self._layer(layer) for layer in properties.get("Layers", [])]
        lambda_variables = {
            "AWS_EXECUTION_ENV": f"AWS_Lambda_{properties.get('Runtime', 'python3.13')}",
            "AWS_LAMBDA_FUNCTION_NAME": name,
            "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
            "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(properties.get("MemorySize", 128)),
            "TZ": ":UTC",
            "LANG": "en_US.UTF-8",
        }
        return Function(
            logical_id=logical_id,
            arn=self.template.attribute(logical_id, "Arn"),
            handler=properties["Handler"],
            code=code,
            layers=layers,
            timeout_s=float(properties.get("Timeout", 3)),
            environment={**lambda_variables, **self.environment(logical_id)},
        )

    def _folder(self, logical_id: str, uri: str) -> Path:
        folder = self.template.folder / uri
        if not folder.is_dir():
            raise TemplateError(f"{logical_id}: no folder {folder}")
        return folder

    def _layer(self, reference: str) -> Path:
        for name in self.template.of_type("AWS::Serverless::LayerVersion"):
            if self.template.name(name) == reference:
                return self._folder(name, self.template.properties(name)["ContentUri"])
        raise TemplateError(f"only layers of the template are played, not {reference}")

    def _new_poller(self, mapping: Any) -> Poller:
        return Poller(mapping, self.client("sqs"), self.invoke, self._in_thread, self._redelivery_s)

    def _new_stream_poller(self, mapping: Any) -> StreamPoller:
        return StreamPoller(mapping, self.client("dynamodbstreams"), self.invoke, self._in_thread)

    def _new_schedule_targets(self) -> ScheduleTargets:
        groups = [self.template.name(name) for name in self.template.of_type(SCHEDULE_GROUP)]
        functions = {self.template.attribute(name, "Arn"): name for name in self._functions()}
        return ScheduleTargets(groups, self.client, functions, self.invoke, self._in_thread)

    # -- use

    def client(self, service: str) -> Any:
        """A boto3 client on the embedded AWS; one per service, safe to share between threads."""
        if service not in self._clients:
            self._clients[service] = boto3.client(
                service,
                endpoint_url=self.aws_endpoint,
                region_name=REGION,
                aws_access_key_id=CREDENTIALS["AWS_ACCESS_KEY_ID"],
                aws_secret_access_key=CREDENTIALS["AWS_SECRET_ACCESS_KEY"],
                config=PATIENT,
            )
        return self._clients[service]

    async def invoke(self, logical_id: str, event: dict) -> Any:
        """Runs a function and gives its answer; raises FunctionFailed with Lambda's error document."""
        self.on_event(logical_id, event)
        return await self._workers[logical_id].invoke(event)

    async def publish_stack(self) -> None:
        """From then on CloudFormation knows the names of everything, as it does of a deployed stage."""
        await self._in_thread(create_stack, self.template, self.client)

    async def put_secret(self, values: dict[str, Any], logical_id: str | None = None) -> None:
        """Fills the vendor secret as a person would: given keys replace, the others (generated ones) stay."""
        name = self.template.name(logical_id or self.template.of_type("AWS::SecretsManager::Secret")[0])
        secrets = self.client("secretsmanager")
        now = json.loads((await self._in_thread(secrets.get_secret_value, SecretId=name))["SecretString"])
        await self._in_thread(secrets.put_secret_value, SecretId=name, SecretString=json.dumps({**now, **values}))

    async def idle(self, timeout_s: float = 10.0) -> None:
        """Returns when nothing runs, every stream is read and no queue with a listener holds a message; TimeoutError
        otherwise."""
        deadline = time.monotonic() + timeout_s
        while not await self._is_quiet():
            self._raise_what_ended_a_task()
            if time.monotonic() > deadline:
                raise TimeoutError(f"still busy after {timeout_s} s")
            await asyncio.sleep(0.02)

    def _raise_what_ended_a_task(self) -> None:
        for task in self._tasks:
            if task.done() and not task.cancelled():
                task.result()  # pollers and timers never return: if one is done, it failed

    async def _is_quiet(self) -> bool:
        before = len(self.invocations)
        if self._something_runs() or await self._has_unread_records() or await self._waiting_messages():
            return False
        return not self._something_runs() and len(self.invocations) == before

    def _something_runs(self) -> bool:
        pollers = [*self._pollers, *self._stream_pollers]
        return any(poller.busy for poller in pollers) or any(w.running for w in self._workers.values())

    async def _has_unread_records(self) -> bool:
        """A poller rests for a moment after each batch: what was written meanwhile waits."""
        return any(await asyncio.gather(*(self._in_thread(poller.has_unread) for poller in self._stream_pollers)))

    async def _waiting_messages(self) -> int:
        waiting = 0
        for url in {poller.mapping.queue_url for poller in self._pollers}:
            answer = await self._in_thread(
                self.client("sqs").get_queue_attributes, QueueUrl=url, AttributeNames=["All"]
            )
            waiting += sum(int(answer["Attributes"][name]) for name in COUNTS)
        return waiting

    async def dead_letters(self) -> list[str]:
        """Bodies of all messages in the template's dead-letter queues. They stay there."""
        return await self._in_thread(self._read_dead_letters)

    def _read_dead_letters(self) -> list[str]:
        properties = [self.template.properties(name) for name in self.template.of_type("AWS::SQS::Queue")]
        arns = {p["RedrivePolicy"]["deadLetterTargetArn"] for p in properties if "RedrivePolicy" in p}
        return [body for arn in sorted(arns) for body in self._peek(arn.rsplit(":", 1)[1])]

    def _peek(self, queue_name: str) -> list[str]:
        sqs = self.client("sqs")
        url = sqs.get_queue_url(QueueName=queue_name)["QueueUrl"]
        seen: dict[str, dict] = {}
        while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=30).get(
            "Messages"
        ):
            seen |= {message["MessageId"]: message for message in messages}
        for message in seen.values():
            sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=0)
        return [message["Body"] for message in seen.values()]


COUNTS = ("ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible", "ApproximateNumberOfMessagesDelayed")
