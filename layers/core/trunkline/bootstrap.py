"""Settings become real services here, and nowhere else.

Imports stand inside the builders: each function pays, at its cold start, for the parts it uses and no others.
"""

import functools
import os
import secrets
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from trunkline.settings import Settings
from trunkline.storage.secrets import SecretCache, VendorSecrets
from trunkline.storage.signed_requests import SignedRequests
from trunkline.telemetry import count, log

if TYPE_CHECKING:
    from trunkline.domain.call_views import CallView
    from trunkline.ports import (
        Archive,
        CallCatalogue,
        CallControl,
        Callers,
        CallerSource,
        CallRecords,
        Carrier,
        Companies,
        ConversationRecords,
        CostBook,
        ExportRuns,
        ExportSource,
        ExportStore,
        Inbox,
        Jobs,
        Leases,
        LiveCalls,
        Phones,
        ProviderConversations,
        RateLimit,
        RecordingStore,
        Requests,
        Routes,
        Stories,
        StreamTickets,
        VoiceWorkspace,
        WaitingTexts,
    )
    from trunkline.protocols.twiml import Addresses
    from trunkline.providers.twilio_control import Account
    from trunkline.storage.bucket import Bucket
    from trunkline.storage.erasing import ReceiptsTable
    from trunkline.storage.retention import Retention
    from trunkline.use_cases.answer_call import Answering
    from trunkline.use_cases.erase_person import Eraser
    from trunkline.use_cases.manage_companies import Secrets as NewSecrets
    from trunkline.use_cases.place_voice_call import Placing
    from trunkline.use_cases.reap_orphans import Reaping
    from trunkline.use_cases.reconcile_calls import Reconciling
    from trunkline.use_cases.speak_text import Speaking


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


def retention(known: Settings) -> "Retention":
    from trunkline.storage.retention import Retention

    return Retention(int(known.retention_days), utc_now)


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
    patience = Config(
        connect_timeout=1,
        read_timeout=3,
        retries={"total_max_attempts": 3, "mode": "standard"},
        signature_version="s3v4" if service == "s3" else None,  # links signed the old way are refused in newer regions
    )
    return boto3.client(service, config=patience)  # type: ignore[call-overload]


@dataclass(frozen=True, slots=True)
class AnswerServices:
    """What the door `answer_call` needs."""

    answering: "Answering"
    calls: "CallRecords"
    stories: "Stories"
    addresses: "Addresses"
    secrets: SecretCache
    now: Callable[[], datetime] = utc_now


def answer_services() -> AnswerServices:
    from trunkline.protocols.twiml import Addresses
    from trunkline.providers.elevenlabs import ElevenLabsLine
    from trunkline.storage.calls_table import CallsTable
    from trunkline.storage.dynamodb import LeanDynamoDB
    from trunkline.storage.stories_table import StoriesTable
    from trunkline.storage.switchboard import DynamoSwitchboard
    from trunkline.use_cases.answer_call import Answering

    known, cache = settings(), vendor_secrets(settings())
    requests = SignedRequests.from_environment("dynamodb")
    # Twilio waits 15 s and the provider may take 8 of them: two requests of two tries each must fit beside it.
    requests.timeout_s, requests.attempts = 1.0, 2
    dynamodb = LeanDynamoDB(requests)
    addresses = Addresses(known.public_base_url, known.relay_base_url)
    line = ElevenLabsLine(known.elevenlabs_base_url, lambda: cache.current(time.time()).elevenlabs_api_key)
    switchboard = DynamoSwitchboard(dynamodb, known.calls_table, known.directory_table, retention(known))
    answering = Answering(switchboard, line, addresses, new_token=new_token)
    calls, stories = (
        CallsTable(dynamodb, known.calls_table, retention(known)),
        StoriesTable(dynamodb, known.calls_table, retention(known)),
    )
    return AnswerServices(answering, calls, stories, addresses, cache)


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
    calls = CallsTable(LeanDynamoDB(SignedRequests.from_environment("dynamodb")), known.calls_table, retention(known))
    carrier = TwilioControl(known.twilio_base_url, lambda: twilio_account(cache))
    return ProgressServices(calls, carrier, known.public_base_url, cache)


@dataclass(frozen=True, slots=True)
class ReportServices:
    """What the door `provider_report` needs: proof and one write."""

    inbox: "Inbox"
    secrets: SecretCache
    now: Callable[[], datetime] = utc_now
    sources: frozenset[str] = frozenset()  # the addresses reports may come from; empty: any


def report_services() -> ReportServices:
    from trunkline.protocols.elevenlabs_addresses import addresses_of
    from trunkline.storage.bucket import LeanInbox

    known = settings()
    inbox = LeanInbox(SignedRequests.from_environment("s3"), known.bucket)
    return ReportServices(inbox, vendor_secrets(known), sources=addresses_of(known.report_sources))


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
    conversations = ConversationsTable(
        aws_client("dynamodb"), known.calls_table, known.directory_table, retention(known)
    )
    return FilingServices(bucket.read, bucket, conversations)


@dataclass(frozen=True, slots=True)
class FetchingServices:
    """What `fetch_recording` needs."""

    transcripts: Callable[[str], bytes]
    store: "RecordingStore"
    conversations: "ConversationRecords"
    provider: "ProviderConversations"


def fetching_services() -> FetchingServices:
    import httpx

    from trunkline.providers.elevenlabs_conversations import ElevenLabsConversations
    from trunkline.storage.bucket import Bucket
    from trunkline.storage.conversations_table import ConversationsTable

    known, cache = settings(), vendor_secrets(settings())
    bucket = Bucket(aws_client("s3"), known.bucket)
    client = httpx.Client(base_url=known.elevenlabs_base_url)
    provider = ElevenLabsConversations(client, lambda: cache.current(time.time()).elevenlabs_api_key)
    conversations = ConversationsTable(aws_client("dynamodb"), known.calls_table, retention=retention(known))
    return FetchingServices(bucket.read, bucket, conversations, provider)


@dataclass(frozen=True, slots=True)
class ReconcilingServices:
    """What `reconcile_calls` needs."""

    reconciling: "Reconciling"
    now: Callable[[], datetime] = utc_now


def reconciling_services() -> ReconcilingServices:
    import httpx

    from trunkline.providers.elevenlabs_conversations import ElevenLabsConversations
    from trunkline.providers.twilio import TwilioCarrier
    from trunkline.storage.bucket import LeanInbox
    from trunkline.storage.calls_table import CallsTable
    from trunkline.storage.checkpoints import CheckpointsTable
    from trunkline.storage.conversations_table import ConversationsTable
    from trunkline.storage.directory import Directory
    from trunkline.storage.dynamodb import LeanDynamoDB
    from trunkline.use_cases.reconcile_calls import Reconciling

    known, cache = settings(), vendor_secrets(settings())
    dynamodb = LeanDynamoDB(SignedRequests.from_environment("dynamodb"))

    def credentials() -> tuple[str, str]:
        account = twilio_account(cache)
        return account.sid, next(iter(account.tokens), "")

    return ReconcilingServices(
        Reconciling(
            provider=ElevenLabsConversations(
                httpx.Client(base_url=known.elevenlabs_base_url),
                lambda: cache.current(time.time()).elevenlabs_api_key,
            ),
            carrier=TwilioCarrier(httpx.Client(base_url=known.twilio_base_url), credentials),
            conversations=ConversationsTable(dynamodb, known.calls_table, retention=retention(known)),
            calls=CallsTable(dynamodb, known.calls_table, retention(known)),
            inbox=LeanInbox(SignedRequests.from_environment("s3"), known.bucket),
            checkpoints=CheckpointsTable(Directory(dynamodb, known.directory_table)),
        )
    )


@dataclass(frozen=True, slots=True)
class ContextServices:
    """What the door `caller_context` needs."""

    callers: "Callers"
    source: "CallerSource"
    secrets: SecretCache
    now: Callable[[], datetime] = utc_now


def context_services() -> ContextServices:
    from trunkline.providers.caller_sources import HttpCallerSource
    from trunkline.storage.callers_table import CallersTable
    from trunkline.storage.directory import Directory
    from trunkline.storage.dynamodb import LeanDynamoDB

    known, cache = settings(), vendor_secrets(settings())
    requests = SignedRequests.from_environment("dynamodb")
    requests.timeout_s, requests.attempts = 0.8, 1  # the caller hears ringing meanwhile; defaults beat a wait
    callers = CallersTable(Directory(LeanDynamoDB(requests), known.directory_table))
    source = HttpCallerSource(lambda: cache.current(time.time()).tool_secrets)
    return ContextServices(callers, source, cache)


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
    leases, calls = LeasesTable(dynamodb, known.calls_table), CallsTable(dynamodb, known.calls_table, retention(known))
    return ReapingServices(Reaping(leases, calls, carrier, Addresses(known.public_base_url, known.relay_base_url)))


@dataclass(frozen=True, slots=True)
class RelayServices:
    """What the media relay needs. Fargate keeps credentials out of the environment, so boto3 reads even the secret."""

    tickets: "StreamTickets"
    calls: "CallRecords"
    conversations: "ConversationRecords"
    stories: "Stories"
    leases: "Leases"
    companies: "Companies"
    waiting: "WaitingTexts"
    recordings: "Bucket"
    secrets: SecretCache
    relay_base_url: str
    elevenlabs_base_url: str


def relay_services() -> RelayServices:
    from trunkline.storage.bucket import Bucket
    from trunkline.storage.calls_table import CallsTable
    from trunkline.storage.companies_table import CompaniesTable
    from trunkline.storage.conversations_table import ConversationsTable
    from trunkline.storage.directory import Directory
    from trunkline.storage.kept_keys import RememberingCompanies
    from trunkline.storage.leases_table import LeasesTable
    from trunkline.storage.stories_table import StoriesTable
    from trunkline.storage.stream_tickets import StreamTicketsTable
    from trunkline.storage.waiting_texts import WaitingTextsTable

    known, dynamodb, vault = settings(), aws_client("dynamodb"), aws_client("secretsmanager")
    return RelayServices(
        tickets=StreamTicketsTable(dynamodb, known.directory_table),
        calls=CallsTable(dynamodb, known.calls_table, retention(known)),
        conversations=ConversationsTable(dynamodb, known.calls_table, retention=retention(known)),
        stories=StoriesTable(dynamodb, known.calls_table, retention(known)),
        leases=LeasesTable(dynamodb, known.calls_table),
        companies=RememberingCompanies(CompaniesTable(Directory(dynamodb, known.directory_table)), utc_now),
        waiting=WaitingTextsTable(dynamodb, known.calls_table),
        recordings=Bucket(aws_client("s3"), known.bucket),
        secrets=SecretCache(
            lambda: str(vault.get_secret_value(SecretId=known.vendor_secret_id)["SecretString"]), tell_stale
        ),
        relay_base_url=known.relay_base_url,
        elevenlabs_base_url=known.elevenlabs_base_url,
    )


@dataclass(frozen=True, slots=True)
class ApiServices:
    """What the REST API needs. Parts that few requests use (S3) are made when the first one does."""

    workspace: "VoiceWorkspace"
    carrier: "Carrier"
    companies: "Companies"
    routes: "Routes"
    phones: "Phones"
    callers: "Callers"
    requests: "Requests"
    calls: "CallRecords"
    catalogue: "CallCatalogue"
    live: "LiveCalls"
    waiting: "WaitingTexts"
    rate: "RateLimit"
    answering: "Answering"
    placing: "Placing"
    speaking: "Speaking"
    new_secrets: "NewSecrets"
    transcripts: Callable[[str], dict[str, Any]]
    link: Callable[[str, int], str]
    exports: "ExportRuns"
    export_jobs: "Jobs"
    costs: "CostBook"
    receipts: "ReceiptsTable"
    erasure_jobs: "Jobs"
    person_fingerprint: Callable[[str], str]
    now: Callable[[], datetime] = utc_now


API_REQUESTS_PER_MINUTE = 600  # of one key


def api_services() -> ApiServices:
    import httpx

    from trunkline.domain.erasures import person_fingerprint
    from trunkline.protocols.twiml import Addresses
    from trunkline.providers.elevenlabs import ElevenLabsLine
    from trunkline.providers.elevenlabs_workspace import ElevenLabsWorkspace
    from trunkline.providers.live_calls import RelayedCalls
    from trunkline.providers.twilio import TwilioCarrier
    from trunkline.storage.bucket import Shelf
    from trunkline.storage.call_views import CallViews
    from trunkline.storage.callers_table import CallersTable
    from trunkline.storage.calls_table import CallsTable
    from trunkline.storage.companies_table import CompaniesTable
    from trunkline.storage.cost_book import CostBookTable
    from trunkline.storage.directory import Directory
    from trunkline.storage.dynamodb import LeanDynamoDB
    from trunkline.storage.erasing import ReceiptsTable
    from trunkline.storage.exports_table import ExportsTable
    from trunkline.storage.jobs import JobQueue
    from trunkline.storage.kept_keys import RememberingCompanies
    from trunkline.storage.leases_table import LeasesTable
    from trunkline.storage.owned import OnceTable, PhonesTable, PlansTable, RoutesTable
    from trunkline.storage.rates import RateTable
    from trunkline.storage.switchboard import DynamoSwitchboard
    from trunkline.storage.waiting_texts import WaitingTextsTable
    from trunkline.use_cases.answer_call import Answering
    from trunkline.use_cases.manage_companies import Secrets as NewSecrets
    from trunkline.use_cases.place_voice_call import Placing
    from trunkline.use_cases.speak_text import Speaking

    known, cache = settings(), vendor_secrets(settings())
    dynamodb = LeanDynamoDB(SignedRequests.from_environment("dynamodb"))
    directory = Directory(dynamodb, known.directory_table)
    calls = CallsTable(dynamodb, known.calls_table, retention(known))
    addresses = Addresses(known.public_base_url, known.relay_base_url)
    leases = LeasesTable(dynamodb, known.calls_table)

    def current() -> VendorSecrets:
        return cache.current(time.time())

    def live_now(now: datetime) -> int:
        return sum(lease.until > now for lease in leases.live())

    def credentials() -> tuple[str, str]:
        known_now = current()
        return known_now.twilio_account_sid, next(iter(known_now.twilio_auth_tokens), "")

    workspace = ElevenLabsWorkspace(
        httpx.Client(base_url=known.elevenlabs_base_url), lambda: current().elevenlabs_api_key
    )
    carrier = TwilioCarrier(httpx.Client(base_url=known.twilio_base_url), credentials)
    shelf = Shelf(lazily(lambda: aws_client("s3")), known.bucket)
    relay_client = httpx.Client(base_url=known.relay_orders_url)
    line = ElevenLabsLine(known.elevenlabs_base_url, lambda: current().elevenlabs_api_key)
    switchboard = DynamoSwitchboard(dynamodb, known.calls_table, known.directory_table, retention(known))
    return ApiServices(
        workspace=workspace,
        carrier=carrier,
        companies=RememberingCompanies(CompaniesTable(directory), utc_now),
        routes=RoutesTable(directory),
        phones=PhonesTable(directory),
        callers=CallersTable(directory),
        requests=OnceTable(directory),
        calls=calls,
        catalogue=CallViews(dynamodb, known.calls_table),
        live=RelayedCalls(relay_client, lambda: current().relay_command_key, live_now),
        waiting=WaitingTextsTable(dynamodb, known.calls_table),
        rate=RateTable(dynamodb, known.directory_table, API_REQUESTS_PER_MINUTE),
        answering=Answering(switchboard, line, addresses, new_token=new_token),
        placing=Placing(carrier, PlansTable(directory), calls, known.public_base_url, new_plan_id=new_name),
        speaking=Speaking(workspace, shelf, pause=time.sleep),
        new_secrets=NewSecrets(key_id=new_name, secret=new_token),
        transcripts=shelf.transcript,
        link=shelf.link,
        exports=ExportsTable(directory, utc_now),
        export_jobs=JobQueue(lazily(lambda: aws_client("sqs")), known.exports_queue_url),
        costs=CostBookTable(dynamodb, known.calls_table),
        receipts=ReceiptsTable(directory, utc_now),
        erasure_jobs=JobQueue(lazily(lambda: aws_client("sqs")), known.erasures_queue_url),
        person_fingerprint=lambda number: person_fingerprint(number, current().relay_command_key),
    )


@dataclass(frozen=True, slots=True)
class ExportServices:
    """What `export_transcripts` needs."""

    source: "ExportSource"
    runs: "ExportRuns"
    store: "ExportStore"
    jobs: "Jobs"
    companies: "Companies"
    now: Callable[[], datetime] = utc_now


def export_services() -> ExportServices:
    from trunkline.storage.call_views import CallViews
    from trunkline.storage.companies_table import CompaniesTable
    from trunkline.storage.directory import Directory
    from trunkline.storage.exports_table import ExportsTable
    from trunkline.storage.jobs import JobQueue
    from trunkline.storage.uploads import CallsToExport, ExportShelf

    known, dynamodb, s3 = settings(), aws_client("dynamodb"), aws_client("s3")
    directory = Directory(dynamodb, known.directory_table)
    return ExportServices(
        source=CallsToExport(CallViews(dynamodb, known.calls_table), s3, known.bucket),
        runs=ExportsTable(directory, utc_now),
        store=ExportShelf(s3, known.bucket),
        jobs=JobQueue(lazily(lambda: aws_client("sqs")), known.exports_queue_url),
        companies=CompaniesTable(directory),
    )


@dataclass(frozen=True, slots=True)
class BudgetServices:
    """What `watch_budgets` needs."""

    companies: "Companies"
    calls: Callable[[str, date], Iterable["CallView"]]
    costs: "CostBook"
    now: Callable[[], datetime] = utc_now


def budget_services() -> BudgetServices:
    from trunkline.storage.call_views import CallViews
    from trunkline.storage.companies_table import CompaniesTable
    from trunkline.storage.cost_book import CostBookTable
    from trunkline.storage.directory import Directory

    known, dynamodb = settings(), aws_client("dynamodb")
    return BudgetServices(
        companies=CompaniesTable(Directory(dynamodb, known.directory_table)),
        calls=CallViews(dynamodb, known.calls_table).oldest_first,
        costs=CostBookTable(dynamodb, known.calls_table),
    )


def eraser(
    calls_table: str,
    directory_table: str,
    bucket: str,
    secrets: SecretCache,
    elevenlabs_base_url: str,
    twilio_base_url: str,
) -> "Eraser":
    """For `erase_person` and for the command line, which has no settings of its own."""
    import httpx

    from trunkline.providers.elevenlabs_workspace import ElevenLabsWorkspace
    from trunkline.providers.twilio import TwilioCarrier
    from trunkline.storage.callers_table import CallersTable
    from trunkline.storage.directory import Directory
    from trunkline.storage.erasing import ErasableCalls, ErasableObjects, ReceiptsTable
    from trunkline.storage.exports_table import ExportsTable
    from trunkline.use_cases.erase_person import Eraser

    def credentials() -> tuple[str, str]:
        known = secrets.current(time.time())
        return known.twilio_account_sid, next(iter(known.twilio_auth_tokens), "")

    def xi_key() -> str:
        return secrets.current(time.time()).elevenlabs_api_key

    dynamodb = aws_client("dynamodb")
    directory = Directory(dynamodb, directory_table)
    runs = ExportsTable(directory, utc_now)
    return Eraser(
        calls=ErasableCalls(dynamodb, calls_table),
        objects=ErasableObjects(aws_client("s3"), bucket),
        carrier=TwilioCarrier(httpx.Client(base_url=twilio_base_url), credentials),
        provider=ElevenLabsWorkspace(httpx.Client(base_url=elevenlabs_base_url), xi_key),
        callers=CallersTable(directory),
        receipts=ReceiptsTable(directory, utc_now),
        exports=lambda company_id: [run.export for run in runs.of_company(company_id)],
        now=utc_now,
    )


@dataclass(frozen=True, slots=True)
class ErasureServices:
    """What `erase_person` needs."""

    eraser: "Eraser"
    receipts: "ReceiptsTable"


def erasure_services() -> ErasureServices:
    from trunkline.storage.directory import Directory
    from trunkline.storage.erasing import ReceiptsTable

    known = settings()
    made = eraser(
        known.calls_table,
        known.directory_table,
        known.bucket,
        vendor_secrets(known),
        known.elevenlabs_base_url,
        known.twilio_base_url,
    )
    return ErasureServices(made, ReceiptsTable(Directory(aws_client("dynamodb"), known.directory_table), utc_now))


def new_token() -> str:
    return secrets.token_urlsafe(32)


def new_name() -> str:
    return secrets.token_hex(8)


def lazily(build: Callable[[], Any]) -> Callable[[], Any]:
    """Made when first asked for, then kept."""
    return functools.cache(build)


def warm(build: Callable[[], object]) -> None:
    """Builds services while Lambda initialises, when it gives more CPU than a small function has later.

    Elsewhere (tests, tools) importing a handler stays free of effects.
    """
    if os.environ.get("AWS_LAMBDA_INITIALIZATION_TYPE"):
        build()
