"""Dependencies of `caller_context`."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from trunkline.accounts.adapters.callers_table import CallersTable
from trunkline.accounts.adapters.http_caller_source import HttpCallerSource
from trunkline.accounts.ports import Callers, CallerSource, PersonalizationWebhook
from trunkline.aws.directory_table import Directory
from trunkline.aws.dynamodb import DynamoDBClient
from trunkline.aws.secrets import SecretCache
from trunkline.aws.sigv4 import SigV4Client
from trunkline.bootstrap.shared.common import settings, utc_now, vendor_secrets
from trunkline.bootstrap.shared.providers import known_providers, personalization_webhooks


@dataclass(frozen=True, slots=True)
class CallerContextDeps:
    callers: Callers
    source: CallerSource
    secrets: SecretCache
    now: Callable[[], datetime] = utc_now
    webhooks: Mapping[str, PersonalizationWebhook] = field(kw_only=True)  # by provider


def caller_context_deps() -> CallerContextDeps:
    known, cache = settings(), vendor_secrets(settings())
    requests = SigV4Client.from_environment("dynamodb")
    requests.timeout_s, requests.attempts = 0.8, 1  # the phone rings meanwhile; defaults are better than a wait
    callers = CallersTable(Directory(DynamoDBClient(requests), known.directory_table))
    source = HttpCallerSource(lambda company_id: cache.current(time.time()).tool_secrets_of(company_id))
    webhooks = personalization_webhooks(known_providers(known, cache))
    return CallerContextDeps(callers, source, cache, webhooks=webhooks)
