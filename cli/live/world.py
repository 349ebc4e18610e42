"""The cloud and the relay of `make run`, without the two fakes: here the vendors are real."""

import asyncio
from pathlib import Path
from typing import Any

from cli.doctor.environment import Environment
from cli.live.settings import LiveSettings
from cli.stage import Stage
from local.cloud.cloud import LocalCloud
from local.cloud.workers import OnLog
from local.world.public_front import Behind
from local.world.relay_front import RelayFront
from local.world.relay_process import RelayProcess
from trunkline.accounts.adapters.companies_table import CompaniesTable
from trunkline.accounts.domain.companies import Company
from trunkline.aws.directory_table import Directory
from trunkline.bootstrap.shared.common import utc_now
from trunkline.calls.adapters.routes_table import RoutesTable
from trunkline.calls.domain.routes import Mode, Route

TEMPLATE = Path(__file__).parents[2] / "template.yaml"
COMPANY = "live"


class LiveWorld:
    """Everything on this machine: in memory, gone when it stops."""

    def __init__(self, settings: LiveSettings, public_base_url: str, on_log: OnLog) -> None:
        self._settings, self._base, self._on_log = settings, public_base_url, on_log
        self.orders = RelayFront(
            lambda: [self.relay.private_port] if self.relay and self.relay.is_alive else [],
            lambda: [self.relay.port] if self.relay and self.relay.is_alive else [],
        )
        self.relay: RelayProcess | None = None
        self.cloud: LocalCloud | None = None

    async def start(self) -> Behind:
        await self.orders.start()
        self.cloud = LocalCloud(TEMPLATE, self._parameters(), self._on_log)
        await self.cloud.start()
        await self.cloud.put_secret(self._secret())
        await asyncio.to_thread(self._add_route, self.cloud)
        self.relay = RelayProcess(self.cloud.relay_environment(), self._on_log)
        return Behind(self.cloud.base_url, f"http://127.0.0.1:{await self.relay.start()}")

    async def stop(self) -> None:
        if self.relay:
            await self.relay.stop()
        await self.orders.stop()
        if self.cloud:
            await self.cloud.stop()

    def environment(self) -> Environment:
        """This world, as the doctor sees a stage."""
        assert self.cloud is not None
        name = self.cloud.resource_name
        outputs = {
            "VendorSecretName": name("VendorSecret"),
            "VoiceUrl": f"{self._base}/twilio/voice",
            "CallStatusUrl": f"{self._base}/api/v1/twilio/call-status",
            "ElevenLabsReportUrl": f"{self._base}/webhooks/elevenlabs",
            "RetellReportUrl": f"{self._base}/webhooks/retell",
        }
        stage = Stage("live", name("CallsTable"), name("DirectoryTable"), name("Bucket"), outputs)
        urls = {"elevenlabs": self._settings.elevenlabs_base_url, "retell": self._settings.retell_base_url}
        return Environment(stage, self._settings.twilio_base_url, urls, self.cloud.client)

    def _parameters(self) -> dict[str, str]:
        return {
            "Stage": "local",
            "PublicBaseUrl": self._base,
            "RelayBaseUrl": self._base.replace("https://", "wss://", 1),
            "RelayOrdersUrl": self.orders.base_url,
            "TwilioBaseUrl": self._settings.twilio_base_url,
            "ElevenLabsBaseUrl": self._settings.elevenlabs_base_url,
            "RetellBaseUrl": self._settings.retell_base_url,
        }

    def _secret(self) -> dict[str, Any]:
        payload, provider = self._settings, self._settings.voice_provider
        return {
            "twilio_account_sid": payload.twilio_account_sid,
            "twilio_auth_tokens": [payload.twilio_auth_token],
            f"{provider}_api_key": payload.api_key,
            f"{provider}_webhook_secrets": [payload.webhook_secret] if payload.webhook_secret else [],
        }

    def _add_route(self, cloud: LocalCloud) -> None:
        directory = Directory(cloud.client("dynamodb"), cloud.resource_name("DirectoryTable"))
        CompaniesTable(directory).add(Company(COMPANY, "Live", utc_now()))
        known = self._settings
        route = Route(
            known.twilio_number, Mode(known.call_mode), COMPANY, known.agent_id, provider=known.voice_provider
        )
        RoutesTable(directory).add(route)
