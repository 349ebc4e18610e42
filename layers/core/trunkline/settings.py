"""The environment, typed and read once. Every variable is listed here and in docs/reference/settings.md."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Self


class MissingSettings(Exception):
    """Names every variable that is missing, so that one look at the log is enough."""


@dataclass(frozen=True, slots=True)
class SharedSettings:
    """Settings of functions and relay. The relay reads no others: a function's setting needs no relay release."""

    stage: str
    public_base_url: str  # what Twilio and the vendors call us by; signatures are checked against it
    relay_base_url: str  # wss://…, what the media stream connects to
    twilio_base_url: str
    elevenlabs_base_url: str
    retell_base_url: str
    calls_table: str
    directory_table: str
    campaigns_table: str
    bucket: str
    data_keys: str  # which key seals which class of data in the bucket: class=key,class=key
    vendor_secret_id: str
    retention_days: str

    def provider_base_url(self, provider: str) -> str:
        return str(getattr(self, f"{provider}_base_url"))

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Self:
        """URLs have no trailing slash."""
        names = {field.name: field.name.upper() for field in fields(cls)}
        missing = sorted(name for name in names.values() if not environ.get(name))
        if missing:
            raise MissingSettings(", ".join(missing))
        return cls(**{field: environ[name].rstrip("/") for field, name in names.items()})


@dataclass(frozen=True, slots=True)
class Settings(SharedSettings):
    """Settings of a deployed function."""

    relay_orders_url: str  # https://…, where orders to live calls are sent
    programs_base_url: str  # wss://…, where programs and the console open their sockets
    report_sources: str  # whose addresses reports may come from: `any`, or regions of the provider by commas
    exports_queue_url: str
    erasures_queue_url: str
    dial_queue_url: str
    seal_secret_id: str
    campaign_schedule_group: str
    campaign_tick_arn: str
    campaign_clock_role_arn: str
    lists_queue_url: str
    voices_queue_url: str  # calls of patients whose voice is to be measured
    relay_cluster: str  # the ECS cluster of the relay's own stack
    relay_sleeps: str  # yes: no task runs while there are no calls
    relay_sleeps_after_minutes: str
    allowed_destinations: str  # countries whose numbers may be dialled, by commas
    event_bus: str  # the EventBridge bus that events are published on
    deliveries_queue_url: str
    endpoint_secret_id: str  # the key that the signing secrets of event endpoints are derived from
    patients_table: str
    event_endpoint_addresses: str  # `public`; `any` in the local world only
    audit_table: str
    audit_bucket: str  # where the audit log is archived; `none` on a stage without patients
    redaction: str  # `patterns`, or `names`: a model looks for names as well
    clinical_key: str  # the KMS key that wraps patients' data keys; `none` on a stage without patients
