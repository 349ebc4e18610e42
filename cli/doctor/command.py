"""Looks at a stage, says what it found, and with `--fix` puts right what the vendors' APIs let us put right."""

import argparse
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import httpx

from cli.doctor.checks import Finding, Fix, Seen, Wanted, findings
from cli.doctor.cloud import CloudDoctor
from cli.doctor.vendors import ElevenLabsSetup, TwilioNumbers
from cli.output import Output
from cli.parsers import AWS, LOCAL
from cli.secrets import read_secret
from cli.stage import Stage, StageUnknown, stack_of, stage_named
from trunkline.aws.dynamodb_values import from_item
from trunkline.bootstrap.shared.common import aws_client
from trunkline.errors import CarrierError, ProviderError, TrunklineError

Answer = TypeVar("Answer")


class ChecksFailed(TrunklineError):
    """The stage has findings that are not fixed."""


def add_to(commands: Any) -> None:
    parser = commands.add_parser("doctor", help="whether a stage and its vendors fit together")
    parser.add_stage()
    parser.needs = f"{AWS}, and the keys of Twilio and ElevenLabs that are in the stage's secret"
    parser.add_argument("--fix", action="store_true", help="put right what can be; without it nothing is changed")
    parser.add_argument("--twilio", metavar="URL", help="Twilio's API (default: the stage's TwilioBaseUrl)")
    parser.add_argument("--elevenlabs", metavar="URL", help="ElevenLabs' API (default: the stage's ElevenLabsBaseUrl)")
    parser.set_defaults(run=_run)


@dataclass
class Environment:
    """A stage with its secret and its vendors."""

    stage: Stage
    twilio_url: str
    elevenlabs_url: str
    aws: Callable[[str], Any] = aws_client  # a client of the service named
    secret: dict[str, Any] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._vault = self.aws("secretsmanager")
        self.secret = read_secret(self._vault, self.stage.output("VendorSecretName"))

    @property
    def twilio(self) -> TwilioNumbers:
        tokens = self.secret.get("twilio_auth_tokens") or [""]
        return TwilioNumbers(self.twilio_url, self.secret.get("twilio_account_sid", ""), tokens[0])

    @property
    def elevenlabs(self) -> ElevenLabsSetup:
        return ElevenLabsSetup(self.elevenlabs_url, self.secret.get("elevenlabs_api_key", ""))

    def wanted(self) -> Wanted:
        voice, status, report = (
            self.stage.output(name) for name in ("VoiceUrl", "CallStatusUrl", "ElevenLabsReportUrl")
        )
        dynamodb, table = self.aws("dynamodb"), self.stage.directory_table
        claims = {(item["kind"], item["name"]): item["company_id"] for item in _items(dynamodb, table, "CLAIM#")}
        companies = frozenset(item["company_id"] for item in _items(dynamodb, table, "COMPANY#"))
        return Wanted(voice, status, report, tuple(_items(dynamodb, table, "NUMBER#")), claims, companies)

    def remember_webhook(self, secret: str) -> None:
        """Beside those that are there: reports signed with the old one may still be on their way."""
        known = self.secret.get("elevenlabs_webhook_secrets") or []
        self.secret["elevenlabs_webhook_secrets"] = [secret, *known][:2]
        name = self.stage.output("VendorSecretName")
        self._vault.put_secret_value(SecretId=name, SecretString=json.dumps(self.secret))


def _run(args: argparse.Namespace) -> None:
    stage = stage_named(args.stage)
    environment = Environment(stage, args.twilio or stage.twilio_url, args.elevenlabs or stage.elevenlabs_url)
    found = look(environment)
    if args.fix and any(finding.fix for finding in found):
        fix_all(found, environment, args.out.line)
        found = look(environment)
    found = [*look_at_cloud(environment.stage, environment.aws), *found]
    answer(found, args.out)
    failed = [finding for finding in found if not finding.ok]
    if failed:
        able = sum(finding.fix is not None for finding in failed)
        raise ChecksFailed(f"{len(failed)} of {len(found)} checks failed; --fix can repair {able}")


def look_at_cloud(stage: Stage, aws: Callable[[str], Any]) -> list[Finding]:
    """Nothing of a world on this machine: it has no AWS behind it."""
    if stage.stack is None or stage.name == LOCAL:
        return []
    try:
        relay = stack_of(f"{stage.name}-relay")
    except StageUnknown:
        relay = None
    with httpx.Client(timeout=10) as http:
        return CloudDoctor(stage.stack, relay, aws, http).look()


def look(environment: Environment) -> list[Finding]:
    """Changes nothing."""
    wanted = environment.wanted()
    return findings(wanted, environment.secret, _see(environment, wanted))


def fix_all(found: Iterable[Finding], environment: Environment, say: Callable[[str], None]) -> None:
    for fix in {finding.fix: None for finding in found if finding.fix}:
        _apply(fix, environment)
        say(f"fixed: {fix.what} {fix.about}".rstrip())


def _see(environment: Environment, wanted: Wanted) -> Seen:
    """A vendor that does not answer is a finding, not the end."""
    trouble: dict[str, str] = {}
    numbers = _or_trouble("twilio", environment.twilio.all, trouble)
    seen = _or_trouble("elevenlabs", lambda: _workspace(environment.elevenlabs, wanted), trouble) or Seen()
    return replace(seen, numbers=numbers, trouble=trouble)


def _workspace(elevenlabs: ElevenLabsSetup, wanted: Wanted) -> Seen:
    webhooks, (chosen, events) = elevenlabs.webhooks(), elevenlabs.chosen()
    agents = {str(route["agent_id"]) for route in wanted.routes if route.get("agent_id")}
    return Seen(None, webhooks, chosen, events, {agent: elevenlabs.formats(agent) for agent in agents})


def _or_trouble(vendor: str, ask: Callable[[], Answer], trouble: dict[str, str]) -> Answer | None:
    try:
        return ask()
    except CarrierError as error:
        trouble[vendor] = str(error)
    except ProviderError as error:
        trouble[vendor] = f"answers {error.status}: {error.code}" if error.status else error.code
    return None


def _apply(fix: Fix, environment: Environment) -> None:
    wanted = environment.wanted()
    match fix.what:
        case "number":
            environment.twilio.point(fix.about, wanted.voice_url, wanted.status_url)
        case "add webhook":
            webhook_id, secret = environment.elevenlabs.add_webhook(
                f"trunkline-{environment.stage.name}", wanted.report_url
            )
            environment.remember_webhook(secret)  # before it is chosen: its first report must find its secret here
            environment.elevenlabs.choose(webhook_id)
        case "choose":
            environment.elevenlabs.choose(fix.about)
        case "agent":
            environment.elevenlabs.use_formats(fix.about)


def _items(dynamodb: Any, directory_table: str, kind: str) -> list[dict[str, Any]]:
    """All of one kind, whosever they are: routes, claims, companies."""
    pages = dynamodb.get_paginator("scan").paginate(
        TableName=directory_table,
        FilterExpression="begins_with(pk, :kind)",
        ExpressionAttributeValues={":kind": {"S": kind}},
    )
    return [from_item(item) for page in pages for item in page["Items"]]


def show(found: Iterable[Finding], say: Callable[[str], None]) -> None:
    for finding in found:
        say(f"{'ok' if finding.ok else 'FAILED':6} {finding.about}: {finding.says}")
        if not finding.ok:
            say(f"{'':6} {finding.how}{' (--fix does it)' if finding.fix else ''}")


def answer(found: Iterable[Finding], out: Output) -> None:
    """With --quiet the names of the failed checks."""
    found = list(found)
    show(found, out.line)
    findings = [
        {"about": item.about, "ok": item.ok, "says": item.says, "how": "" if item.ok else item.how}
        | {"can_be_fixed": item.fix is not None}
        for item in found
    ]
    out.end({"findings": findings}, *(item.about for item in found if not item.ok))
