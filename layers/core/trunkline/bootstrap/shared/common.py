"""Settings, secrets, clients and ids that all functions start from."""

import functools
import os
import secrets
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from trunkline.aws.kms_keys import DataKeys
from trunkline.aws.retention import Retention
from trunkline.aws.secrets import SecretCache
from trunkline.aws.sigv4 import SigV4Client
from trunkline.settings import Settings, SharedSettings
from trunkline.telemetry import count, log


def utc_now() -> datetime:
    return datetime.now(UTC)


def settings() -> Settings:
    return Settings.from_environment(os.environ)


def vendor_secrets(known: Settings) -> SecretCache:
    requests = SigV4Client.from_environment("secretsmanager")

    def fetch() -> str:
        answer = requests.call("secretsmanager.GetSecretValue", {"SecretId": known.vendor_secret_id})
        return str(answer["SecretString"])

    return SecretCache(fetch, on_stale=log_stale)


def retention(known: SharedSettings) -> Retention:
    return Retention(int(known.retention_days), utc_now)


def data_keys(known: SharedSettings) -> DataKeys:
    return DataKeys.parse(known.data_keys)


def log_stale(error: Exception) -> None:
    """The class of the error and no more: its text may quote what was being read."""
    log.warning("secrets not refreshed", reason=type(error).__name__)
    count("SecretsStale")


def aws_client(service: str) -> Any:
    import boto3
    from botocore.config import Config

    # The defaults wait a minute for an answer; a caller listening to silence does not.
    patience = Config(
        connect_timeout=1,
        read_timeout=3,
        retries={"total_max_attempts": 3, "mode": "standard"},
        **(_regional_links(os.environ) if service == "s3" else {}),
    )
    region = os.environ.get("AWS_REGION") or None  # boto3 alone reads AWS_DEFAULT_REGION and profiles only
    return boto3.client(service, region_name=region, config=patience)  # type: ignore[call-overload]


def _regional_links(environ: Mapping[str, str]) -> dict[str, Any]:
    """Links signed the old way, or for S3's global host, are refused in other regions than us-east-1. An emulator's one
    host has no names below it for buckets."""
    style = "auto" if environ.get("AWS_ENDPOINT_URL") else "virtual"
    return {"signature_version": "s3v4", "s3": {"addressing_style": style}}


def new_token() -> str:
    return secrets.token_urlsafe(32)


def new_id() -> str:
    return secrets.token_hex(8)


def cached(build: Callable[[], Any]) -> Callable[[], Any]:
    """Made when first asked for, then kept."""
    return functools.cache(build)


def initialize(build: Callable[[], object]) -> None:
    """Builds services while Lambda initialises, when it gives more CPU than a small function has later.

    Elsewhere (tests, tools) importing a handler stays free of effects.
    """
    if os.environ.get("AWS_LAMBDA_INITIALIZATION_TYPE"):
        build()
