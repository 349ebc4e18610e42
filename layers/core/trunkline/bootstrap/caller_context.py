"""The door `caller_context`, put together."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from trunkline.bootstrap.common import settings, utc_now, vendor_secrets
from trunkline.ports.companies import Callers, CallerSource
from trunkline.providers.caller_sources import HttpCallerSource
from trunkline.storage.callers_table import CallersTable
from trunkline.storage.directory import Directory
from trunkline.storage.dynamodb import LeanDynamoDB
from trunkline.storage.secrets import SecretCache
from trunkline.storage.signed_requests import SignedRequests


@dataclass(frozen=True, slots=True)
class ContextServices:
    """What the door `caller_context` needs."""

    callers: Callers
    source: CallerSource
    secrets: SecretCache
    now: Callable[[], datetime] = utc_now


def context_services() -> ContextServices:
    known, cache = settings(), vendor_secrets(settings())
    requests = SignedRequests.from_environment("dynamodb")
    requests.timeout_s, requests.attempts = 0.8, 1  # the caller hears ringing meanwhile; defaults beat a wait
    callers = CallersTable(Directory(LeanDynamoDB(requests), known.directory_table))
    source = HttpCallerSource(lambda company_id: cache.current(time.time()).tool_secrets_of(company_id))
    return ContextServices(callers, source, cache)
