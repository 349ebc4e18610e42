"""The door `caller_context`, put together."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from trunkline.accounts.adapters.callers_table import CallersTable
from trunkline.accounts.adapters.http_caller_source import HttpCallerSource
from trunkline.accounts.ports import Callers, CallerSource
from trunkline.aws.directory_table import Directory
from trunkline.aws.dynamodb import DynamoDBClient
from trunkline.aws.secrets import SecretCache
from trunkline.aws.sigv4 import SigV4Client
from trunkline.bootstrap.shared.common import settings, utc_now, vendor_secrets


@dataclass(frozen=True, slots=True)
class ContextServices:
    """What the door `caller_context` needs."""

    callers: Callers
    source: CallerSource
    secrets: SecretCache
    now: Callable[[], datetime] = utc_now


def context_services() -> ContextServices:
    known, cache = settings(), vendor_secrets(settings())
    requests = SigV4Client.from_environment("dynamodb")
    requests.timeout_s, requests.attempts = 0.8, 1  # the caller hears ringing meanwhile; defaults beat a wait
    callers = CallersTable(Directory(DynamoDBClient(requests), known.directory_table))
    source = HttpCallerSource(lambda company_id: cache.current(time.time()).tool_secrets_of(company_id))
    return ContextServices(callers, source, cache)
