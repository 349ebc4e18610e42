"""Every function once in Lambda's own container, and the API before them, against a local world: what each answers."""

import asyncio
import json
import os
import platform
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlencode

import aiohttp

from local.commands.running import COMPANY_KEY
from local.commands.terminal import Terminal
from local.elevenlabs.signing import signature as providers_signature
from local.retell.webhooks import signature as retells_signature
from local.sam import files
from local.sam.docker_network import DockerNetwork, NoDocker
from local.twilio.signing import signature as carriers_signature
from local.world.event_log import ask_the_api, look_at_a_campaign
from local.world.world import AUTH_TOKEN, PUBLIC_BASE_URL, RETELL_KEY, ROOT, WEBHOOK_SECRET, World

SAM = ROOT / ".venv-sam" / "bin" / "sam"
EVENTS = ROOT / "events"
ARCH = "arm64" if platform.machine() in {"arm64", "aarch64"} else "x86_64"
IMAGE = f"public.ecr.aws/lambda/python:3.13-{ARCH}"
CONTAINER = re.compile(r"SAM_CONTAINER_ID: ([0-9a-f]{12,64})")
SETTLED = {"batchItemFailures": []}
UP_WITHIN_S = 60
FRESH = ROOT / ".local" / "sam-events"  # made for this world: its signatures and ids are of today

Answer = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """A function, its event, and what has to be in the answer."""

    function: str
    event: str
    is_right: Callable[[Answer], bool]
    is_fresh: bool = False

    @property
    def path(self) -> Path:
        return (FRESH if self.is_fresh else EVENTS) / f"{self.event}.json"

    @property
    def name(self) -> str:
        return f"{self.function} {self.event}{', fresh' if self.is_fresh else ''}"


def says(status: int, words: str = "") -> Callable[[Answer], bool]:
    return lambda answer: answer.get("statusCode") == status and words in (answer.get("body") or "")


def is_exactly(wanted: Answer) -> Callable[[Answer], bool]:
    return lambda answer: answer == wanted


def counts(*names: str) -> Callable[[Answer], bool]:
    return lambda answer: set(answer) == set(names)


CASES = (
    Case("AgentToolFunction", "agent_tool__opening_hours", says(401)),  # its five minutes are over
    Case("AnalyzeVoiceFunction", "analyze_voice__check_in_filed", is_exactly(SETTLED)),
    Case("AnswerCallFunction", "answer_call__ringing_relay", says(200, "<Stream ")),
    Case("AnswerCallFunction", "answer_call__ringing_unknown_number", says(200, "not in service")),
    Case("ArchiveAuditFunction", "archive_audit__entry_written", counts("entries")),
    Case("CallProgressFunction", "call_progress__call_completed", says(204)),
    Case("CallerContextFunction", "caller_context__a_caller_rings", says(200, "dynamic_variables")),
    Case("CallerContextFunction", "caller_context__retell_call_inbound", says(401)),  # as above
    Case("CampaignTickFunction", "campaign_tick__by_the_clock", counts("state", "claimed", "refused", "swept")),
    Case("DeliverEventFunction", "deliver_event__delivery_due", is_exactly(SETTLED)),
    Case("ErasePersonFunction", "erase_person__asked", is_exactly(SETTLED), is_fresh=True),
    Case("ExportTranscriptsFunction", "export_transcripts__by_the_clock", counts("asked")),
    Case("FetchRecordingFunction", "fetch_recording__s3_test_event", is_exactly(SETTLED)),
    Case("FileReportFunction", "file_report__post_call_transcription", is_exactly(SETTLED)),
    Case("ImportContactsFunction", "import_contacts__asked", is_exactly(SETTLED), is_fresh=True),
    Case("PlaceCallFunction", "place_call__due", is_exactly(SETTLED)),
    Case("ProviderReportFunction", "provider_report__post_call_transcription", says(401)),  # its 30 minutes are over
    Case("ProviderReportFunction", "provider_report__post_call_transcription", says(200), is_fresh=True),
    Case("ProviderReportFunction", "provider_report__retell_call_ended", says(200), is_fresh=True),
    Case("PublishEventsFunction", "publish_events__call_written", is_exactly(SETTLED)),
    Case("QueueDeliveriesFunction", "queue_deliveries__event_published", is_exactly(SETTLED)),
    Case("ReapOrphansFunction", "reap_orphans__by_the_clock", counts("reaped")),
    Case("ReconcileCallsFunction", "reconcile_calls__by_the_clock", counts("fetched", "ended")),
    Case("RestApiFunction", "rest_api__get_routes", says(200, "+15005550006")),
    Case("TendPatientsFunction", "tend_patients__by_the_clock", counts("sent")),
    Case("TendRelayFunction", "tend_relay__by_the_clock", is_exactly({"state": "no relay"})),
    Case("WatchBudgetsFunction", "watch_budgets__by_the_clock", counts("watched")),
)


class Proof:
    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self.failed: list[str] = []
        self.containers: set[str] = set()

    async def run(self) -> None:
        """Raises NoDocker, NotBuilt."""
        await _engine()
        world, network = World(), DockerNetwork()
        try:
            await world.start()
            await network.open(files.write(world))
            await _prepare(world)
            for case in CASES:
                await self._invoke(case)
            await self._before_the_api()
        finally:
            await self._remove_containers()
            await network.close()
            await world.stop()

    def say(self, what: str, is_right: bool, answer: str) -> None:
        self._terminal.line(f"  {'ok' if is_right else 'NO':3} {what:<72} {answer[:90]}", "good" if is_right else "bad")
        if not is_right:
            self.failed.append(what)

    async def _invoke(self, case: Case) -> None:
        asked = await _sam("invoke", case.function, "--event", str(case.path))
        payload, log = await asked.communicate()
        self.containers |= set(CONTAINER.findall(log.decode()))
        answer = _json(payload.decode())
        self.say(case.name, case.is_right(answer), payload.decode().strip() or log.decode()[-400:])

    # --- the API -----------------------------------------------------------------------------------------------------

    async def _before_the_api(self) -> None:
        """`sam local start-api`: a signed request is answered, an unsigned one and one without a key are refused."""
        port = _free_port()
        api = await _sam("start-api", "--port", str(port))
        reading = asyncio.create_task(self._read(api))
        try:
            await _until_up(port)
            async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as http:
                await self._knock(http)
        finally:
            api.terminate()
            await api.wait()
            await reading

    async def _knock(self, http: aiohttp.ClientSession) -> None:
        form = {"CallSid": "CA" + "7" * 32, "From": "+14155550177", "To": "+15005550006", "CallStatus": "ringing"}
        form |= {"AccountSid": "AC" + "a" * 32, "Direction": "inbound"}
        signed = carriers_signature(f"{PUBLIC_BASE_URL}/twilio/voice", form.items(), AUTH_TOKEN)
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        voice, body = "/twilio/voice", urlencode(form)
        for what, headers_too, status, words in (
            ("signed", {"X-Twilio-Signature": signed}, 200, "<Stream "),
            ("not signed", {}, 403, ""),
        ):
            async with http.post(voice, data=body, headers=headers | headers_too) as answer:
                await self._heard(f"start-api POST {voice}, {what}", answer, status, words)
        routes = "/api/v1/routes"
        for what, headers_too, status, words in (
            ("with a key", {"X-API-Key": COMPANY_KEY}, 200, "+15005550006"),
            ("without a key", {}, 401, ""),
        ):
            async with http.get(routes, headers=headers_too) as answer:
                await self._heard(f"start-api GET {routes}, {what}", answer, status, words)

    async def _heard(self, what: str, answer: aiohttp.ClientResponse, status: int, words: str) -> None:
        body = await answer.text()
        self.say(what, answer.status == status and words in body, f"{answer.status} {body}")

    async def _read(self, api: asyncio.subprocess.Process) -> None:
        assert api.stderr
        async for line in api.stderr:
            self.containers |= set(CONTAINER.findall(line.decode()))

    async def _remove_containers(self) -> None:
        """Containers that SAM leaves behind when it stops. Only those that it named to us."""
        if self.containers:
            removing = await asyncio.create_subprocess_exec(
                "docker", "rm", "-f", *self.containers, stdout=-1, stderr=-1
            )
            await removing.communicate()


async def _engine() -> None:
    """Raises NoDocker."""
    try:
        asking = await asyncio.create_subprocess_exec("docker", "info", stdout=-1, stderr=-1)
    except FileNotFoundError:
        raise NoDocker("there is no docker command here") from None
    _, trouble = await asking.communicate()
    if asking.returncode:
        raise NoDocker(trouble.decode().strip() or "no Docker engine answers")


async def _has_image() -> bool:
    asking = await asyncio.create_subprocess_exec("docker", "image", "inspect", IMAGE, stdout=-1, stderr=-1)
    await asking.communicate()
    return asking.returncode == 0


async def _sam(command: str, *arguments: str) -> asyncio.subprocess.Process:
    given = [*arguments, "--config-env", "local", "--parameter-overrides", f"Stage=local Arch={ARCH}"]
    pull = ["--skip-pull-image"] if await _has_image() else []
    environment = {**os.environ, "SAM_CLI_TELEMETRY": "0"}
    return await asyncio.create_subprocess_exec(
        str(SAM), "local", command, *pull, *given, cwd=ROOT, env=environment, stdout=-1, stderr=-1
    )


async def _prepare(world: World) -> None:
    """Data that events need: the report of a notice, a signature of today, a receipt, a campaign."""
    met: dict[str, dict[str, Any]] = {}
    world.cloud.on_event = met.setdefault
    await ask_the_api(world)
    await look_at_a_campaign(world)
    await world.cloud.idle(30)
    report = _read("provider_report__post_call_transcription")
    body = report["body"].encode()
    await _put_into_the_inbox(world, body)
    report["headers"]["elevenlabs-signature"] = providers_signature(body, WEBHOOK_SECRET, int(time.time()))
    of_retell = _read("provider_report__retell_call_ended")
    now_ms = round(time.time() * 1000)
    of_retell["headers"]["x-retell-signature"] = retells_signature(of_retell["body"].encode(), RETELL_KEY, now_ms)
    fresh = {"provider_report__post_call_transcription": report, "provider_report__retell_call_ended": of_retell}
    fresh |= {
        "erase_person__asked": met["ErasePersonFunction"],
        "import_contacts__asked": met["ImportContactsFunction"],
    }
    await asyncio.to_thread(_write, fresh)


async def _put_into_the_inbox(world: World, body: bytes) -> None:
    notice = json.loads(_read("file_report__post_call_transcription")["Records"][0]["body"])
    payload = notice["Records"][0]["s3"]
    place = {"Bucket": payload["bucket"]["name"], "Key": unquote(payload["object"]["key"])}
    await asyncio.to_thread(world.cloud.client("s3").put_object, **place, Body=body)


def _read(event: str) -> dict[str, Any]:
    return json.loads((EVENTS / f"{event}.json").read_text())


def _write(fresh: dict[str, dict[str, Any]]) -> None:
    FRESH.mkdir(parents=True, exist_ok=True)
    for name, event in fresh.items():
        (FRESH / f"{name}.json").write_text(json.dumps(event, indent=1))


def _json(text: str) -> Answer:
    try:
        answer = json.loads(text.strip().splitlines()[-1])
    except (ValueError, IndexError):
        return {}
    return answer if isinstance(answer, dict) else {}


async def _until_up(port: int) -> None:
    for _ in range(UP_WITHIN_S * 4):
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.25)
            continue
        writer.close()
        return
    raise TimeoutError("sam local start-api did not come up")


def _free_port() -> int:
    import socket

    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
