"""The whole telephone world in one process tree: carrier, voice provider, real handlers in a cloud, real relay."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import aiohttp

from local.cloud.cloud import LocalCloud
from local.commands.running import COMPANY, COMPANY_KEY
from local.customer import Customer
from local.elevenlabs import FakeElevenLabs, Webhook
from local.retell import FakeRetell
from local.retell import Webhook as RetellWebhook
from local.scenarios import Patient, Scenario, support_call, warm_transfer
from local.scenarios.catalogue import AGENTS, AGENTS_AT_RETELL
from local.stack import DeployedCloud
from local.twilio import CallState, FakeTwilio, Person
from local.world.addresses import AddressBook
from local.world.ports import Ports
from local.world.relay_container import RelayContainer
from local.world.relay_fleet import RelayFleet
from local.world.relay_front import RelayFront
from local.world.relay_night import RelayNight
from local.world.relay_process import RelayProcess
from local.world.retell_trunk import RetellTrunk
from local.world.table_items import dynamo, plain, put_together
from local.world.tool_server import SECRET as TOOL_SECRET
from local.world.tool_server import SECRET_NAME as TOOL_SECRET_NAME
from local.world.tool_server import ToolServer

ROOT = Path(__file__).parents[2]
TOOL_HOST = "tools.trunkline.test"
VOICE_HOST, RELAY_HOST, VENDOR_HOST = "voice.trunkline.test", "relay.trunkline.test", "api.elevenlabs.test"
PUBLIC_BASE_URL, RELAY_BASE_URL = f"https://{VOICE_HOST}", f"wss://{RELAY_HOST}"
ACCOUNT_SID, AUTH_TOKEN = "AC" + "a" * 32, "0123456789abcdef0123456789abcdef"
SCOPES = {
    *("convai_read", "convai_write", "models_read", "text_to_speech"),
    *("voices_read", "webhooks_write", "workspace_read"),
}
API_KEY, WEBHOOK_SECRET, CONTEXT_SECRET = "local-elevenlabs-key", "wsec_local", "local-context-secret"
RETELL_KEY = "key_local_retell"  # it has the webhook badge, too
COMMAND_KEY = "local-command-key"
USUAL_VOICE = "IKne3meq5aSn9XLyUdCD"  # speaks where a program names no voice
COLLEAGUE = "+14155550199"
SPARE_NUMBERS = ("+15005550097", "+15005550098", "+15005550099")  # the account's, without a route: the reader makes one
BEGAN = "2026-01-01T00:00:00+00:00"
BRAIN_SCRIPTS = ROOT / "local" / "brain_scripts.json"


class World:
    """Start it, ring a number, read what is on file."""

    def __init__(
        self,
        on_log: Callable[[str, dict | str], None] | None = None,
        say_speed: float = 1.0,
        relays: int = 1,
        warm: dict[str, int] | None = None,
        most: dict[str, int] | None = None,
        deployed: bool = False,
        relay_image: str = "",  # the relays run in it, instead of as processes
        relay_starts_in_s: float | None = None,  # the relay may sleep, and takes so long to wake
        carrier_pace: float = 1.0,  # calls a second that the carrier lets go; the account's queue holds the rest
        destinations: str = "US,CA",  # countries whose numbers may be dialled
        brain_scripts: Path = BRAIN_SCRIPTS,  # what the brain's model says, by the model's name
        ports: Ports = Ports(),  # noqa: B008 - frozen
    ) -> None:
        self._ports, self._destinations, self._brain_scripts = ports, destinations, brain_scripts
        self.logs: list[tuple[str, dict | str]] = []
        self._on_log = on_log
        self.on_event: Callable[[str, dict], None] | None = (
            None  # sees every event before its function; set before start
        )
        self.addresses = AddressBook()
        self.twilio = FakeTwilio(
            ACCOUNT_SID, AUTH_TOKEN, self.addresses, say_speed=say_speed, calls_per_second=carrier_pace
        )
        self.vendor = FakeElevenLabs({API_KEY: SCOPES}, self.addresses, VENDOR_HOST)
        self.retell = FakeRetell({RETELL_KEY}, self.addresses)
        self.relay_front = RelayFront(
            lambda: [relay.private_port for relay in self.relays if relay.is_alive],
            lambda: [relay.port for relay in self.relays if relay.is_alive],
        )
        self.tools = ToolServer()
        self.customer = Customer()
        self.cloud: LocalCloud | DeployedCloud
        self.is_deployed = deployed  # the built template on an emulated AWS, instead of its functions' folders
        self.relays: list[RelayProcess] = []
        self._relay_count, self._relay_image = relays, relay_image
        self._environments = {"warm": warm, "most": most}
        self._relay_starts_in_s = relay_starts_in_s
        self.fleet: RelayFleet | None = None
        self._clinical_key = ""
        self.night: RelayNight  # there where the relay may sleep

    async def start(self) -> None:
        try:
            await self._start()
        except BaseException:
            await self.stop()
            raise

    async def _start(self) -> None:
        await self.twilio.start(self._ports.carrier)
        await self.vendor.start(self._ports.vendor)
        await self.retell.start()
        await self.relay_front.start()
        self.addresses.publish(TOOL_HOST, await self.tools.start())
        await self.customer.start()
        self._introduce_people()
        self.cloud = self._new_cloud()
        self.cloud.on_event = self.on_event or self.cloud.on_event
        await self.cloud.start(self._ports.api)
        self.addresses.publish(VOICE_HOST, _port(self.cloud.base_url))
        await self.cloud.put_secret(SECRETS)
        await asyncio.to_thread(self._seed_directory)
        if self._relay_starts_in_s is None:
            await asyncio.gather(*(self.add_relay() for _ in range(self._relay_count)))
        else:
            self.fleet = RelayFleet(self.cloud.client, self.add_relay, self.drain_relay, self._relay_starts_in_s)
            await self.fleet.start(self._relay_count)
            self.night = RelayNight(self.cloud, self.fleet)
            await self.night.look()

    def _new_cloud(self) -> "LocalCloud | DeployedCloud":
        if self.is_deployed:
            return DeployedCloud(self._parameters(), self._log)
        template, aws = ROOT / "template.yaml", self._ports.aws
        variables = {
            "EVENT_ENDPOINT_ADDRESSES": "any",  # the customer's endpoint and tools are on this machine
            "PROGRAMS_BASE_URL": self.relay_front.base_url.replace("http", "ws"),  # a browser knows no names of ours
        }
        cloud = partial(LocalCloud, template, self._parameters(), self._log, **self._environments)
        return cloud(aws_port=aws, variables=variables)

    async def stop(self) -> None:
        """Leaves no process, task or port behind; may be called at any point."""
        await self.twilio.stop()
        if self.fleet is not None:
            await self.fleet.stop()
        await asyncio.gather(*(relay.stop() for relay in self.relays))
        await self.relay_front.stop()
        await self.vendor.stop()
        await self.retell.stop()
        await self.tools.stop()
        await self.customer.stop()
        if hasattr(self, "cloud"):
            await self.cloud.stop()

    # --- relays --------------------------------------------------------------------------------------------------

    async def add_relay(self) -> RelayProcess:
        environment = self.cloud.relay_environment()
        brain = (
            {} if self._relay_image else {"BRAIN_MODEL_URL": f"scripted:{self._brain_scripts}"}
        )  # a file of this machine
        relay = self._new_relay({**environment, **brain, "RELAY_TOOL_ORIGINS": self.tools.origin})
        self.relays.append(relay)
        self.addresses.add(RELAY_HOST, await relay.start())
        return relay

    def _new_relay(self, environment: dict[str, str]) -> RelayProcess:
        if self._relay_image:
            return RelayContainer(self._relay_image, environment, self._log)
        port = 0 if self.relays else self._ports.relay  # the first one is the fixed one
        return RelayProcess(environment, self._log, port=port)

    async def kill_relay(self, relay: RelayProcess) -> None:
        """The process dies; the load balancer sends no more calls there."""
        self.addresses.withdraw(RELAY_HOST, relay.port)
        await relay.kill()

    async def drain_relay(self, relay: RelayProcess) -> None:
        """A deployment: no new calls, and in the end SIGTERM."""
        self.addresses.withdraw(RELAY_HOST, relay.port)
        await relay.leave()

    # --- the customer ----------------------------------------------------------------------------------------------

    async def register_endpoint(self, path: str = "/events") -> str:
        """Over the API, as the company would. The id; the secret is the customer's from now on."""
        asked = {"url": self.customer.origin + path}
        address = f"{self.cloud.base_url}/api/v1/event-endpoints"
        async with (
            aiohttp.ClientSession(headers={"X-API-Key": COMPANY_KEY}, raise_for_status=True) as session,
            session.post(address, json=asked) as answer,
        ):
            made = await answer.json()
        self.customer.secret = made["secret"]
        return str(made["endpoint_id"])

    # --- patients --------------------------------------------------------------------------------------------------

    async def enrol(self, patient: Patient) -> None:
        """Over the API, with a clinical key as a nurse would have one."""
        async with self._api(COMPANY_KEY) as session:
            asked = {"scope": "admin", "label": f"nurse of {patient.phone[-4:]}", "clinical": True}
            async with session.post("/api/v1/keys", json=asked) as answer:
                self._clinical_key = (await answer.json())["api_key"]
        async with self._api(self._clinical_key) as session, session.post("/api/v1/patients", json=asdict(patient)):
            pass

    async def check_in_of(self, patient: Patient, call_sid: str) -> dict[str, Any]:
        """The call's newest assessment, and the patient's trend."""
        async with self._api(self._clinical_key) as session:
            async with session.post("/api/v1/patients/search", json={"phone": patient.phone}) as answer:
                path = f"/api/v1/patients/{(await answer.json())['patient_id']}"
            async with session.get(f"{path}/assessments") as answer:
                found = [item for item in await answer.json() if item["call_id"] == call_sid]
            async with session.get(f"{path}/trend") as answer:
                return {"assessments": found, "trend": await answer.json()}

    async def heard_of(self, call_sid: str, kind: str, span: str) -> bytes:
        """A range of a recording of a patient's call, as the API opens it for a nurse."""
        path = f"/api/v1/calls/{call_sid}/recordings/{kind}/audio"
        async with (
            self._api(self._clinical_key) as session,
            session.get(path, headers={"range": f"bytes={span}"}) as answer,
        ):
            return await answer.read()

    def _api(self, key: str) -> aiohttp.ClientSession:
        return aiohttp.ClientSession(self.cloud.base_url, headers={"X-API-Key": key}, raise_for_status=True)

    # --- calls ---------------------------------------------------------------------------------------------------

    def ring(self, scenario: Scenario) -> CallState:
        return self.twilio.ring(scenario.number, scenario.caller_number, scenario.play)

    async def settled(self) -> None:
        """Until every call is over, every report delivered, every relay done and every queue empty, all at once.

        Each of them may give another something to do after that one was looked at.
        """
        seen = None
        while seen != (now := self._happened()):
            seen = now
            await self.twilio.settled(90)
            await self.vendor.settled(30)
            await self.retell.settled(30)
            await self.relays_idle()
            await self.cloud.idle(30)

    async def relays_idle(self, timeout_s: float = 30.0) -> None:
        await asyncio.gather(*(relay.idle(timeout_s) for relay in self.relays))

    def _happened(self) -> tuple[int, ...]:
        """Counts that only grow."""
        delivered = len(self.vendor.deliveries) + len(self.retell.deliveries)
        return len(self.twilio.calls), delivered, len(self.cloud.invocations)

    # --- what is on file -----------------------------------------------------------------------------------------

    async def call_record(self, call_sid: str) -> dict[str, Any]:
        items = await self._items(call_sid)
        return put_together(next((item for item in items if item["sk"] == "CALL"), {}))

    async def timeline(self, call_sid: str) -> list[dict[str, Any]]:
        events = [item for item in await self._items(call_sid) if item["sk"].startswith("EVENT#")]
        return sorted(events, key=lambda event: event["at"])

    async def is_suppressed(self, number: str) -> bool:
        table, key = self.cloud.resource_name("CampaignsTable"), f"STOP#company#{COMPANY}#{number}"
        get = self.cloud.client("dynamodb").get_item
        return "Item" in await asyncio.to_thread(get, TableName=table, Key={"pk": {"S": key}, "sk": {"S": "STOP"}})

    async def stored(self, key: str) -> bytes:
        s3, bucket = self.cloud.client("s3"), self.cloud.resource_name("Bucket")
        found = await asyncio.to_thread(s3.get_object, Bucket=bucket, Key=key)
        return await asyncio.to_thread(found["Body"].read)

    async def transcript(self, record: dict[str, Any]) -> dict[str, Any]:
        return json.loads(await self.stored(record["transcript_key"]))

    async def _items(self, call_sid: str) -> list[dict[str, Any]]:
        found = await asyncio.to_thread(
            self.cloud.client("dynamodb").query,
            TableName=self.cloud.resource_name("CallsTable"),
            KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": {"S": f"CALL#{call_sid}"}},
        )
        return [{name: plain(value) for name, value in item.items()} for item in found["Items"]]

    # --- setting the stage ---------------------------------------------------------------------------------------

    def _introduce_people(self) -> None:
        for agent in AGENTS:
            self.vendor.add_agent(agent)
        self.vendor.webhook = Webhook(f"{PUBLIC_BASE_URL}/webhooks/elevenlabs", WEBHOOK_SECRET, {"transcript"})
        for at_retell in AGENTS_AT_RETELL:
            self.retell.add_agent(at_retell)
        self.retell.webhook = RetellWebhook(f"{PUBLIC_BASE_URL}/webhooks/retell", RETELL_KEY)
        self.retell_trunk = RetellTrunk(self.retell, self.twilio)
        self.retell.workspace.numbers[support_call.AT_RETELL.number] = {
            "phone_number": support_call.AT_RETELL.number,
            "inbound_agents": [{"agent_id": support_call.RETELL_AGENT.agent_id, "weight": 1}],
            "inbound_webhook_url": f"{PUBLIC_BASE_URL}/webhooks/retell/inbound",
        }
        self.twilio.people[COLLEAGUE] = Person(answers_after_s=0.5)
        self.twilio.people[warm_transfer.SPECIALIST] = Person(answers_after_s=0.5, play=warm_transfer.takes_the_call)
        self.twilio.people[warm_transfer.BUSY_SPECIALIST] = Person(answers_after_s=0.5, play=warm_transfer.declines)
        status = f"{PUBLIC_BASE_URL}/api/v1/twilio/call-status"
        for number in (*(route["number"] for route in routes()), *SPARE_NUMBERS):
            self.twilio.own_number(number, f"{PUBLIC_BASE_URL}/twilio/voice", status_callback=status)

    def _parameters(self) -> dict[str, str]:
        return {
            "Stage": "local",
            "PublicBaseUrl": PUBLIC_BASE_URL,
            "RelayBaseUrl": RELAY_BASE_URL,
            "ElevenLabsBaseUrl": self.vendor.base_url,
            "RetellBaseUrl": self.retell.base_url,
            "TwilioBaseUrl": self.twilio.base_url,
            "RelayOrdersUrl": self.relay_front.base_url,
            "AllowedDestinations": self._destinations,
            "Patients": "yes",
            "RelaySleeps": "no" if self._relay_starts_in_s is None else "yes",
        }

    def _seed_directory(self) -> None:
        table = self.cloud.resource_name("DirectoryTable")
        for route in routes():
            for tool in route.get("tools", {}).values():
                tool["url"] = self.addresses.resolve(tool["url"])  # no name server knows this host
            own = {"pk": f"NUMBER#{route['number']}", "of_company": f"{route['company_id']}#route"}
            self._put(table, own | route)
        for item in (*company_items(), *self._brain_items()):
            self._put(table, item)

    def _brain_items(self) -> list[dict[str, Any]]:
        """Agents of the brain, and whom they answer for, as the API would have stored them."""
        items: list[dict[str, Any]] = []
        for agent in json.loads((ROOT / "local" / "brain_agents.json").read_text()):
            for tool in agent["tools"]:
                tool["url"] = self.addresses.resolve(tool["url"])
            made = {"company_id": COMPANY, "of_company": f"{COMPANY}#brain", "version": 1, "made_at": BEGAN}
            items.append(made | {"pk": f"BRAIN#{agent['agent_id']}", "agent": json.dumps(agent)})
            answering = {"company_id": COMPANY, "agent_id": agent["agent_id"]}
            items.append(answering | {"pk": f"BRAINOF#{agent['answers_for']}"})
        return items

    def _put(self, table: str, values: dict[str, Any]) -> None:
        item = {name: dynamo(value) for name, value in values.items()}
        self.cloud.client("dynamodb").put_item(TableName=table, Item=item)

    def _log(self, source: str, line: dict | str) -> None:
        self.logs.append((source, line))
        if self._on_log:
            self._on_log(source, line)


SECRETS = {
    "twilio_account_sid": ACCOUNT_SID,
    "twilio_auth_tokens": [AUTH_TOKEN],
    "elevenlabs_api_key": API_KEY,
    "elevenlabs_webhook_secrets": [WEBHOOK_SECRET],
    "providers": {"retell": {"api_key": RETELL_KEY, "webhook_secrets": [RETELL_KEY]}},
    "relay_command_key": COMMAND_KEY,
    "llm_socket_secrets": [support_call.LLM_SOCKET_SECRET],
    "tool_secrets": {COMPANY: {TOOL_SECRET_NAME: TOOL_SECRET}},
    "caller_context_secrets": [CONTEXT_SECRET],
}


def routes() -> list[dict[str, Any]]:
    return json.loads((ROOT / "local" / "directory.json").read_text())


def company_items() -> list[dict[str, Any]]:
    """The company of the demo and its one API key, as an operator's command would have made them."""
    fingerprint = sha256(COMPANY_KEY.encode()).hexdigest()
    company = {"pk": f"COMPANY#{COMPANY}", "company_id": COMPANY, "name": "Acme", "created_at": BEGAN}
    company |= {"of_company": "#company"}
    company["voices"] = {"usual": {"voice_id": USUAL_VOICE, "model": "eleven_flash_v2_5", "settings": {}}}
    key = {"pk": f"KEY#{fingerprint}", "fingerprint": fingerprint, "of_company": f"{COMPANY}#key", "key_id": "local"}
    key |= {"company_id": COMPANY, "scope": "admin", "label": "the demo's key", "created_at": BEGAN}
    return [company, key]


def _port(url: str) -> int:
    return int(url.rsplit(":", 1)[1])
