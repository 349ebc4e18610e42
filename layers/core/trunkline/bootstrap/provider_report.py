"""Dependencies of `provider_report`: verification and one write."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from trunkline.aws.s3 import InboxBucket
from trunkline.aws.secrets import SecretCache
from trunkline.aws.sigv4 import SigV4Client
from trunkline.bootstrap.shared.common import data_keys, settings, utc_now, vendor_secrets
from trunkline.bootstrap.shared.providers import known_providers
from trunkline.conversations.ports import Inbox, VoiceProvider


@dataclass(frozen=True, slots=True)
class ProviderReportDeps:
    """Dependencies of `provider_report`."""

    inbox: Inbox
    secrets: SecretCache
    providers: Mapping[str, VoiceProvider]
    now: Callable[[], datetime] = utc_now
    sources: Mapping[str, frozenset[str]] = field(default_factory=dict)  # by provider; none: reports come from anywhere


def provider_report_deps() -> ProviderReportDeps:
    known, cache = settings(), vendor_secrets(settings())
    providers = known_providers(known, cache)
    inbox = InboxBucket(SigV4Client.from_environment("s3"), known.bucket, data_keys(known))
    sources = {name: provider.source_addresses(known.report_sources) for name, provider in providers.items()}
    return ProviderReportDeps(inbox, cache, providers, sources=sources)
