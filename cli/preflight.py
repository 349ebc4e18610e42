"""`preflight`: what a deployment would stumble over, found before it begins. Asks AWS, changes nothing."""

import argparse
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from cli.doctor.checks import Finding
from cli.doctor.command import NotWell, show
from trunkline.bootstrap.common import aws_client

SAMCONFIG = Path("samconfig.toml")
FUNCTIONS_AT_ONCE = 100  # a new account may have 10: then a handful of calls at once are throttled
CERTIFICATE = "arn:aws:acm:"


def add_to(commands: Any) -> None:
    parser = commands.add_parser("preflight", help="what a deployment would stumble over")
    parser.add_argument("--stage", default="dev", help="a block of samconfig.toml (default: dev)")
    parser.set_defaults(run=_run)


def _run(told: argparse.Namespace) -> None:
    found = look(told.stage, SAMCONFIG.read_text(), account())
    show(found)
    if any(not finding.is_well for finding in found):
        raise NotWell(f"stage {told.stage} is not ready to be deployed")


def look(stage: str, samconfig: str, account: Mapping[str, Any]) -> list[Finding]:
    """`account`: what `account()` found out."""
    block = tomllib.loads(samconfig).get(stage, {}).get("deploy", {}).get("parameters")
    if block is None:
        how = "copy the block of dev and give it names of its own"
        return [Finding("stage", False, f"samconfig.toml has no block for {stage}", how)]
    return [*_account(account), *_addresses(dict(one.split("=", 1) for one in block["parameter_overrides"]))]


def account() -> dict[str, Any]:
    """Who we are to AWS and how much it lets us do at once; `trouble` when it does not say."""
    try:
        known = aws_client("sts").get_caller_identity()
        limits = aws_client("lambda").get_account_settings()["AccountLimit"]
    except (BotoCoreError, ClientError) as error:
        return {"trouble": type(error).__name__}
    return {"id": known["Account"], "at_once": limits["ConcurrentExecutions"]}


def _account(account: Mapping[str, Any]) -> list[Finding]:
    if "trouble" in account:
        how = "sign in (aws sso login), or set AWS_PROFILE; the region comes from AWS_REGION"
        return [Finding("AWS", False, f"does not know us: {account['trouble']}", how)]
    enough = account["at_once"] >= FUNCTIONS_AT_ONCE
    how = "ask for more at Service Quotas: Lambda, concurrent executions"
    return [
        Finding("AWS", True, f"account {account['id']}"),
        Finding("functions at once", enough, f"{account['at_once']} allowed", how),
    ]


def _addresses(parameters: Mapping[str, str]) -> list[Finding]:
    found = [_address(name, parameters[name]) for name in ("PublicBaseUrl", "RelayBaseUrl") if name in parameters]
    if parameters.get("RelayImageUri"):
        has_one = parameters.get("RelayCertificateArn", "").startswith(CERTIFICATE)
        how = "request one in ACM for the host of RelayBaseUrl, and set RelayCertificateArn"
        found.append(Finding("certificate", has_one, "for the relay", how))
    return found


def _address(name: str, url: str) -> Finding:
    is_ours = "example.com" not in url
    how = "put your own name into samconfig.toml; without a domain leave it out, deploy, and take WebhookBaseUrl"
    return Finding(name, is_ours, url, how)
