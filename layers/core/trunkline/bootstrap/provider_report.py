"""The door `provider_report`, put together: proof and one write."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from trunkline.aws.s3 import InboxBucket
from trunkline.aws.secrets import SecretCache
from trunkline.aws.sigv4 import SigV4Client
from trunkline.bootstrap.common import data_keys, settings, utc_now, vendor_secrets
from trunkline.conversations.ports import Inbox
from trunkline.vendors.elevenlabs.source_addresses import addresses_of


@dataclass(frozen=True, slots=True)
class ReportServices:
    """What the door `provider_report` needs: proof and one write."""

    inbox: Inbox
    secrets: SecretCache
    now: Callable[[], datetime] = utc_now
    sources: frozenset[str] = frozenset()  # the addresses reports may come from; empty: any


def report_services() -> ReportServices:
    known = settings()
    inbox = InboxBucket(SigV4Client.from_environment("s3"), known.bucket, data_keys(known))
    return ReportServices(inbox, vendor_secrets(known), sources=addresses_of(known.report_sources))
