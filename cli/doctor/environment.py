"""A stage with its secret, its carrier and its voice providers, as the doctor and a live run reach them."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from cli.doctor.checks import SECRETS, Finding, Fix, Wanted, findings
from cli.doctor.endpoints import endpoint_findings
from cli.doctor.providers import ProviderSetup, setup_classes
from cli.doctor.secret_names import value_of
from cli.doctor.vendors.twilio import TwilioNumbers
from cli.secrets import read_secret
from cli.stage import Stage
from trunkline.aws.dynamodb_values import from_item
from trunkline.bootstrap.shared.common import aws_client
from trunkline.errors import CarrierError
from trunkline.ids import DEFAULT_PROVIDER


@dataclass
class Environment:
    stage: Stage
    twilio_url: str
    provider_urls: Mapping[str, str]
    aws: Callable[[str], Any] = aws_client  # a client of the service named
    secret: dict[str, Any] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._vault = self.aws("secretsmanager")
        self.secret = read_secret(self._vault, self.stage.output("VendorSecretName"))

    @property
    def twilio(self) -> TwilioNumbers:
        tokens = self.secret.get("twilio_auth_tokens") or [""]
        return TwilioNumbers(self.twilio_url, self.secret.get("twilio_account_sid", ""), tokens[0])

    def providers(self) -> dict[str, ProviderSetup]:
        """A setup for each voice provider that the stage uses."""
        return {
            name: setup(self.provider_urls[name], self.secret, self.stage.output(setup.REPORT_URL))
            for name, setup in self.used().items()
        }

    def used(self) -> dict[str, type[ProviderSetup]]:
        """Those that routes name, those with a value in the secret; the default one while no route names any."""
        named = {str(route.get("provider") or DEFAULT_PROVIDER) for route in self.wanted().routes}
        return {
            name: setup
            for name, setup in setup_classes().items()
            if name in (named or {DEFAULT_PROVIDER}) or any(value_of(self.secret, key) for key in setup.SECRETS)
        }

    def wanted(self) -> Wanted:
        voice, status = self.stage.output("VoiceUrl"), self.stage.output("CallStatusUrl")
        dynamodb, table = self.aws("dynamodb"), self.stage.directory_table
        claims = {(item["kind"], item["name"]): item["company_id"] for item in _items(dynamodb, table, "CLAIM#")}
        companies = frozenset(item["company_id"] for item in _items(dynamodb, table, "COMPANY#"))
        return Wanted(voice, status, tuple(_items(dynamodb, table, "NUMBER#")), claims, companies)

    def our_addresses(self) -> tuple[str, ...]:
        """The addresses that vendors call: the voice webhook, and each provider's webhook for reports."""
        reports = [self.stage.output(setup.REPORT_URL) for setup in self.used().values()]
        return (self.stage.output("VoiceUrl"), *reports)

    def look(self) -> list[Finding]:
        """Changes nothing."""
        wanted = self.wanted()
        of_providers = [finding for setup in self.providers().values() for finding in setup.look(wanted)]
        found = findings(wanted, self.secret, needed_secrets(self.used()), self._numbers(), of_providers)
        return [*found, *endpoint_findings(self._endpoints())]

    def answering(self) -> list[str]:
        """Agents at voice providers whose words an agent of the brain finds."""
        found = _items(self.aws("dynamodb"), self.stage.directory_table, "BRAINOF#")
        return [str(item["pk"]).removeprefix("BRAINOF#") for item in found]

    def _endpoints(self) -> list[dict[str, Any]]:
        """Event endpoints of companies, without the health of calls' webhooks."""
        found = _items(self.aws("dynamodb"), self.stage.directory_table, "ENDPOINT#")
        return [item for item in found if "of_company" in item]

    def _numbers(self) -> Any:
        try:
            return self.twilio.all()
        except CarrierError as error:
            return str(error)

    def apply(self, fix: Fix) -> None:
        if fix.provider:
            remember = partial(self._remember_webhook, setup_classes()[fix.provider].WEBHOOK_SECRETS)
            self.providers()[fix.provider].apply(fix, self.stage.name, remember)
        else:
            wanted = self.wanted()
            self.twilio.point(fix.about, wanted.voice_url, wanted.status_url)

    def _remember_webhook(self, name: str, secret: str) -> None:
        """Beside those that are there: reports signed with the old one may still be on their way."""
        self.secret[name] = [secret, *(self.secret.get(name) or [])][:2]
        vault = self.stage.output("VendorSecretName")
        self._vault.put_secret_value(SecretId=vault, SecretString=json.dumps(self.secret))

    def without_report_secrets(self) -> list[str]:
        """The names of the secrets without which no report can be proved."""
        names = (setup.WEBHOOK_SECRETS for setup in self.used().values())
        return [name for name in names if not value_of(self.secret, name)]


def needed_secrets(used: Mapping[str, type[ProviderSetup]]) -> dict[str, str]:
    """Names in the vendors' secret that have to be filled, with their meaning."""
    return SECRETS | {name: meaning for setup in used.values() for name, meaning in setup.SECRETS.items()}


def _items(dynamodb: Any, directory_table: str, kind: str) -> list[dict[str, Any]]:
    """All items of one kind, of every company: routes, claims, companies."""
    pages = dynamodb.get_paginator("scan").paginate(
        TableName=directory_table,
        FilterExpression="begins_with(pk, :kind)",
        ExpressionAttributeValues={":kind": {"S": kind}},
    )
    return [from_item(item) for page in pages for item in page["Items"]]
