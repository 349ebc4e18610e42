"""The doctor at a stage on moto, with both fake vendors: it changes nothing without --fix, and then finds nothing."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

import boto3
import pytest
from elevenlabs import ElevenLabs

from cli.__main__ import main
from cli.doctor import command
from local.elevenlabs import Agent, FakeElevenLabs
from local.twilio import FakeTwilio
from local.world.addresses import AddressBook
from tests.contract.conftest import DIRECTORY, create_tables, deploy_stack, empty_aws
from tests.fakes.twilio_client import ToTheFake
from trunkline.aws.dynamodb_values import to_item

ACCOUNT, TOKEN, KEY = "AC" + "a" * 32, "0123456789abcdef0123456789abcdef", "xi_key"
SCOPES = {"convai_read", "convai_write", "workspace_read", "webhooks_write"}
BASE, NUMBER = "https://voice.example.com", "+15005550006"
OUTPUTS = {
    "VendorSecretName": "vendors",
    "VoiceUrl": f"{BASE}/twilio/voice",
    "CallStatusUrl": f"{BASE}/api/v1/twilio/call-status",
    "ElevenLabsReportUrl": f"{BASE}/webhooks/elevenlabs",
}
SECRET = {
    "twilio_account_sid": ACCOUNT,
    "twilio_auth_tokens": [TOKEN],
    "elevenlabs_api_key": KEY,
    "elevenlabs_webhook_secrets": ["wsec_old"],
    "relay_command_key": "made",
}

pytestmark = pytest.mark.enable_socket


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with empty_aws():
        dynamodb = boto3.client("dynamodb")
        create_tables(dynamodb)
        boto3.client("secretsmanager").create_secret(Name="vendors", SecretString=json.dumps(SECRET))
        route = {"pk": f"NUMBER#{NUMBER}", "number": NUMBER, "mode": "relay", "agent_id": "agent_1"}
        dynamodb.put_item(TableName=DIRECTORY, Item=to_item(route))
        deploy_stack(OUTPUTS)
        monkeypatch.setattr(command, "look_at_cloud", lambda *_: [])  # tests/contract/test_doctor_in_the_cloud.py
        yield


@pytest.fixture
async def twilio() -> AsyncIterator[FakeTwilio]:
    fake = FakeTwilio(ACCOUNT, TOKEN, AddressBook())
    await fake.start()
    fake.own_number(NUMBER, "https://elsewhere.test/")
    yield fake
    await fake.stop()


@pytest.fixture
async def vendor() -> AsyncIterator[FakeElevenLabs]:
    lacking = {f"without {scope}": SCOPES - {scope} for scope in SCOPES}
    fake = FakeElevenLabs({KEY: SCOPES} | lacking, AddressBook())
    fake.add_agent(Agent("agent_1", input_format="pcm_16000", output_format="pcm_16000"))
    await fake.start()
    yield fake
    await fake.stop()


@pytest.fixture
def doctor(stage: None, twilio: FakeTwilio, vendor: FakeElevenLabs, capsys: pytest.CaptureFixture[str]) -> Any:
    async def ask(*options: str) -> tuple[int, str]:
        vendors = ["--twilio", twilio.base_url, "--elevenlabs", vendor.base_url]
        code = await asyncio.to_thread(main, ["doctor", *vendors, *options])
        return code, capsys.readouterr().out

    return ask


async def test_faults_are_printed_and_nothing_is_changed(doctor, twilio, vendor):
    code, said = await doctor()
    assert code == 1
    for wrong in (f"FAILED number {NUMBER}", "FAILED reports", "FAILED agent agent_1"):
        assert wrong in said
    assert vendor.agents["agent_1"].input_format == "pcm_16000"
    assert (await doctor()) == (code, said)


async def test_fixed_settings_stay_and_fixing_twice_changes_nothing(doctor, vendor):
    code, said = await doctor("--fix")
    assert (code, "FAILED" in said) == (0, False)
    assert said.count("fixed:") == 3
    code, again = await doctor("--fix")
    assert (code, "fixed:" in again) == (0, False)


async def test_a_number_that_asked_an_application_asks_the_stage_afterwards(doctor, twilio):
    from twilio.rest import Client

    client = Client(ACCOUNT, TOKEN, http_client=ToTheFake(twilio.base_url))
    [number] = await asyncio.to_thread(client.incoming_phone_numbers.list, phone_number=NUMBER)
    await asyncio.to_thread(number.update, voice_application_sid="AP" + "1" * 32)
    assert "calls go to the TwiML application" in (await doctor())[1]
    assert (await doctor("--fix"))[0] == 0
    [number] = await asyncio.to_thread(client.incoming_phone_numbers.list, phone_number=NUMBER)
    assert (number.voice_application_sid or "", number.voice_url) == ("", f"{BASE}/twilio/voice")


async def test_a_new_webhooks_secret_is_kept_beside_the_old_one(doctor, vendor):
    await doctor("--fix")
    kept = json.loads(boto3.client("secretsmanager").get_secret_value(SecretId="vendors")["SecretString"])
    new, old = kept["elevenlabs_webhook_secrets"]
    assert (new.startswith("wsec_"), old, kept["relay_command_key"]) == (True, "wsec_old", "made")


async def test_no_secret_is_printed(doctor):
    _, said = await doctor("--fix")
    kept = json.loads(boto3.client("secretsmanager").get_secret_value(SecretId="vendors")["SecretString"])
    for secret in (TOKEN, KEY, *kept["elevenlabs_webhook_secrets"]):
        assert secret not in said


async def test_a_vendor_that_refuses_is_a_finding(doctor, twilio, vendor):
    kept = json.dumps(SECRET | {"twilio_auth_tokens": ["wrong"], "elevenlabs_api_key": "wrong"})
    boto3.client("secretsmanager").put_secret_value(SecretId="vendors", SecretString=kept)
    code, said = await doctor()
    assert code == 1
    assert "Twilio: Twilio answers 401" in said
    assert "ElevenLabs: answers 401" in said


@pytest.mark.parametrize("lacking", ["workspace_read", "convai_read"])
async def test_a_key_that_lacks_a_permission_is_not_called_a_bad_key(doctor, lacking):
    secret = json.dumps(SECRET | {"elevenlabs_api_key": f"without {lacking}"})
    boto3.client("secretsmanager").put_secret_value(SecretId="vendors", SecretString=secret)
    code, said = await doctor()
    assert code == 1
    assert "ElevenLabs: answers 401: missing_permissions" in said
    assert "the key is good but may not do this" in said
    assert "fix the secret first" not in said


# --- the vendors' own clients against what the fakes learnt for this ---------------------------------------------


async def test_the_official_client_reads_and_changes_a_number(twilio):
    from twilio.rest import Client

    client = Client(ACCOUNT, TOKEN, http_client=ToTheFake(twilio.base_url))
    [number] = await asyncio.to_thread(client.incoming_phone_numbers.list, phone_number=NUMBER)
    assert number.voice_url == "https://elsewhere.test/"
    changed = await asyncio.to_thread(number.update, voice_url=f"{BASE}/twilio/voice", voice_method="POST")
    assert changed.voice_url == f"{BASE}/twilio/voice"


async def test_the_official_sdk_reads_webhooks_settings_and_agents(vendor, doctor):
    await doctor("--fix")
    client = ElevenLabs(api_key=KEY, base_url=vendor.base_url)
    settings = await asyncio.to_thread(client.conversational_ai.settings.get)
    [webhook] = (await asyncio.to_thread(client.webhooks.list)).webhooks
    agent = await asyncio.to_thread(client.conversational_ai.agents.get, "agent_1")
    assert settings.webhooks.post_call_webhook_id == webhook.webhook_id
    assert webhook.webhook_url == f"{BASE}/webhooks/elevenlabs"
    assert agent.conversation_config.tts.agent_output_audio_format == "ulaw_8000"
    await asyncio.to_thread(client.webhooks.delete, webhook.webhook_id)
    assert (await asyncio.to_thread(client.webhooks.list)).webhooks == []
