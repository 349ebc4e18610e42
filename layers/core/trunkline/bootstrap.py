"""Settings become real services here, and nowhere else.

Imports stand inside the builders: each function pays, at its cold start, for the parts it uses and no others.
"""

import os
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from trunkline.settings import Settings
from trunkline.storage.secrets import SecretCache
from trunkline.storage.signed_requests import SignedRequests
from trunkline.telemetry import count, log

if TYPE_CHECKING:
    from trunkline.ports import (
        Archive,
        CallRecords,
        CallControl,
        ConversationRecords,
        Inbox,
        Leases,
        Stories,
        StreamTickets,
    )
    from trunkline.protocols.twiml import Addresses
    from trunkline.providers.twilio_control import Account
    from trunkline.storage.bucket import Bucket
    from trunkline.use_cases.answer_call import Answering
    from trunkline.use_cases.reap_orphans import Reaping


def utc_now() -> datetime:
    return datetime.now(UTC)


def settings() -> Settings:
    return Settings.from_environment(os.environ)


def vendor_secrets(known: Settings) -> SecretCache:
    requests = SignedRequests.from_environment("secretsmanager")

    def fetch() -> str:
        answer = requests.call("secretsmanager.GetSecretValue", {"SecretId": known.vendor_secret_id})
        return str(answer["SecretString"])

    return SecretCache(fetch, on_stale=tell_stale)


def tell_stale(error: Exception) -> None:
    """The class of the error and no more: its text may quote what was being read."""
    log.warning("secrets not refreshed", reason=type(error).__name__)
    count("SecretsStale")


def twilio_account(cache: SecretCache) -> "Account":
    from trunkline.providers.twilio_control import Account

    secrets = cache.current(time.time())
    return Account(secrets.twilio_account_sid, secrets.twilio_auth_tokens)


def aws_client(service: str) -> Any:
    import boto3
    from botocore.config import Config

    # The defaults wait a minute for an answer; a caller listening to silence does not.
    patience = Config(connect_timeout=1, read_timeout=3, retries={"total_max_attempts": 3, "mode": "standard"})
    return boto3.client(service, config=patience)  # type: ignore[call-overload]


@dataclass(frozen=True, slots=True)
class AnswerServices:
    """What the door `answer_call` needs."""

    answering: "Answering"
    calls: "CallRecords"
    addresses: "Addresses"
    secrets: SecretCache
    now: Callable[[], datetime] = utc_now


def answer_services() -> AnswerServices:
    from trunkline.protocols.twiml import Addresses
    from trunkline.providers.elevenlabs import ElevenLabsLine
    from trunkline.storage.calls_table import CallsTable
    from trunkline.storage.dynamodb import LeanDynamoDB
    from trunkline.storage.switchboard import DynamoSwitchboard
    from trunkline.use_cases.answer_call import Answering

    known, cache = settings(), vendor_secrets(settings())
    requests = SignedRequests.from_environment("dynamodb")
    # Twilio waits 15 s and the provider may take 8 of them: two requests of two tries each must fit beside it.
    requests.timeout_s, requests.attempts = 1.0, 2
    dynamodb = LeanDynamoDB(requests)
    addresses = Addresses(known.public_base_url, known.relay_base_url)
    line = ElevenLabsLine(known.elevenlabs_base_url, lambda: cache.current(time.time()).elevenlabs_api_key)
    switchboard = DynamoSwitchboard(dynamodb, known.calls_table, known.directory_table)
    answering = Answering(switchboard, line, addresses, new_token=lambda: secrets.token_urlsafe(32))
    return AnswerServices(answering, CallsTable(dynamodb, known.calls_table), addresses, cache)


@dataclass(frozen=True, slots=True)
class ProgressServices:
    """What the door `call_progress` needs."""

    calls: "CallRecords"
    carrier: "CallControl"
    public_base_url: str
    secrets: SecretCache
    now: Callable[[], datetime] = utc_now


def progress_services() -> ProgressServices:
    from trunkline.providers.twilio_control import TwilioControl
    from trunkline.storage.calls_table import CallsTable
    from trunkline.storage.dynamodb import LeanDynamoDB

    known, cache = settings(), vendor_secrets(settings())
    calls = CallsTable(LeanDynamoDB(SignedRequests.from_environment("dynamodb")), known.calls_table)
    carrier = TwilioControl(known.twilio_base_url, lambda: twilio_account(cache))
    return ProgressServices(calls, carrier, known.public_base_url, cache)


@dataclass(frozen=True, slots=True)
class ReportServices:
    """What the door `provider_report` needs: proof and one write."""

    inbox: "Inbox"
    secrets: SecretCache
    now: Callable[[], datetime] = utc_now


def report_services() -> ReportServices:
    from trunkline.storage.bucket import LeanInbox

    known = settings()
    return ReportServices(LeanInbox(SignedRequests.from_environment("s3"), known.bucket), vendor_secrets(known))


@dataclass(frozen=True, slots=True)
class FilingServices:
    """What `file_report` needs."""

    inbox: Callable[[str], bytes]
    archive: "Archive"
    conversations: "ConversationRecords"


def filing_services() -> FilingServices:
    from trunkline.storage.bucket import Bucket
    from trunkline.storage.conversations_table import ConversationsTable

    known = settings()
    bucket = Bucket(aws_client("s3"), known.bucket)
    return FilingServices(bucket.read, bucket, ConversationsTable(aws_client("dynamodb"), known.calls_table))


@dataclass(frozen=True, slots=True)
class ReapingServices:
    """What `reap_orphans` needs."""

    reaping: "Reaping"
    now: Callable[[], datetime] = utc_now


def reaping_services() -> ReapingServices:
    from trunkline.protocols.twiml import Addresses
    from trunkline.providers.twilio_control import TwilioControl
    from trunkline.storage.calls_table import CallsTable
    from trunkline.storage.dynamodb import LeanDynamoDB
    from trunkline.storage.leases_table import LeasesTable
    from trunkline.use_cases.reap_orphans import Reaping

    known, cache = settings(), vendor_secrets(settings())
    dynamodb = LeanDynamoDB(SignedRequests.from_environment("dynamodb"))
    carrier = TwilioControl(known.twilio_base_url, lambda: twilio_account(cache))
    leases, calls = LeasesTable(dynamodb, known.calls_table), CallsTable(dynamodb, known.calls_table)
    return ReapingServices(Reaping(leases, calls, carrier, Addresses(known.public_base_url, known.relay_base_url)))


@dataclass(frozen=True, slots=True)
class RelayServices:
    """What the media relay needs. Fargate keeps credentials out of the environment, so boto3 reads even the secret."""

    tickets: "StreamTickets"
    calls: "CallRecords"
    conversations: "ConversationRecords"
    stories: "Stories"
    leases: "Leases"
    recordings: "Bucket"
    secrets: SecretCache
    relay_base_url: str
    elevenlabs_base_url: str


def relay_services() -> RelayServices:
    from trunkline.storage.bucket import Bucket
    from trunkline.storage.calls_table import CallsTable
    from trunkline.storage.conversations_table import ConversationsTable
    from trunkline.storage.leases_table import LeasesTable
    from trunkline.storage.stories_table import StoriesTable
    from trunkline.storage.stream_tickets import StreamTicketsTable

    known, dynamodb, vault = settings(), aws_client("dynamodb"), aws_client("secretsmanager")
    return RelayServices(
        tickets=StreamTicketsTable(dynamodb, known.directory_table),
        calls=CallsTable(dynamodb, known.calls_table),
        conversations=ConversationsTable(dynamodb, known.calls_table),
        stories=StoriesTable(dynamodb, known.calls_table),
        leases=LeasesTable(dynamodb, known.calls_table),
        recordings=Bucket(aws_client("s3"), known.bucket),
        secrets=SecretCache(
            lambda: str(vault.get_secret_value(SecretId=known.vendor_secret_id)["SecretString"]), tell_stale
        ),
        relay_base_url=known.relay_base_url,
        elevenlabs_base_url=known.elevenlabs_base_url,
    )


def warm(build: Callable[[], object]) -> None:
    """Builds services while Lambda initialises, when it gives more CPU than a small function has later.

    Elsewhere (tests, tools) importing a handler stays free of effects.
    """
    if os.environ.get("AWS_LAMBDA_INITIALIZATION_TYPE"):
        build()
