"""`preflight`: what a deployment would stumble over, found before it begins. Asks AWS, changes nothing."""

import argparse
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from cli.deploy.aws_facts import account_facts, relay_facts
from cli.doctor.checks import Finding
from cli.doctor.command import ChecksFailed, answer
from cli.parsers import AWS, LOCAL
from cli.stage import SAMCONFIG, block_of, overrides_in
from trunkline.errors import BadRequest

FUNCTIONS_AT_ONCE = 100  # below it a handful of calls at once are throttled
FEWEST_FUNCTIONS = 10  # what a new account may have: some calls work
VCPUS_PER_TASK = 1
BY_DIGEST = re.compile(r"[^@\s]+@sha256:[0-9a-f]{64}")
RELAYS_OWN = "put a name of your own for the relay's load balancer into samconfig.toml (docs/howto/deploy.md)"
ADDRESSES = {
    "PublicBaseUrl": (
        "https",
        "put your own name into samconfig.toml; without a domain leave it out, deploy, and take WebhookBaseUrl",
    ),
    "RelayBaseUrl": ("wss", RELAYS_OWN),
    "RelayOrdersUrl": ("https", RELAYS_OWN),
}
RESERVED = {"example", "invalid", "localhost"}  # `test` is what our own tests use


def add_to(commands: Any) -> None:
    parser = commands.add_parser("preflight", help="what a deployment would stumble over")
    parser.add_stage()
    parser.needs = f"{AWS} and `samconfig.toml`"
    parser.add_argument("--relay", action="store_true", help="look at the relay's stack, not at the first one")
    parser.add_argument("--strict", action="store_true", help="a low account limit is a failure, too")
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> None:
    if args.stage == LOCAL:
        raise BadRequest("nothing is deployed into the world of `make run`; name a block of samconfig.toml")
    samconfig = SAMCONFIG.read_text(encoding="utf-8")
    account = account_facts(args.stage)
    if args.relay and "trouble" not in account:
        found = look_at_relay(args.stage, samconfig, relay_facts(overrides_in(block_of(f"{args.stage}-relay"))))
    else:
        found = look(args.stage, samconfig, account, strict=args.strict)
    answer(found, args.out)
    if any(not finding.ok for finding in found):
        raise ChecksFailed(f"stage {args.stage} is not ready to be deployed")


def look(stage: str, samconfig: str, account: Mapping[str, Any], *, strict: bool = False) -> list[Finding]:
    """`account`: what `account_facts()` found out."""
    block = block_of(stage, samconfig)
    if not block:
        return [_no_block(stage)]
    found = [*_account(account, strict), *_endpoint(account), *_addresses(overrides_in(block))]
    if "region" in account:
        found.append(_region(str(block.get("region", "")), account["region"]))
    return [*found, *(_leftover(name) for name in account.get("leftovers", ()))]


def look_at_relay(stage: str, samconfig: str, facts: Mapping[str, Any]) -> list[Finding]:
    """`facts`: what `relay_facts()` found out about this block."""
    first, block = block_of(stage, samconfig), block_of(f"{stage}-relay", samconfig)
    if not block:
        return [_no_block(f"{stage}-relay")]
    shared, own = overrides_in(first), overrides_in(block)
    host = urlsplit(shared.get("RelayBaseUrl", "")).hostname or ""
    return [
        *_addresses({"RelayBaseUrl": "", "RelayOrdersUrl": ""} | shared),  # the relay's stack cannot do without them
        _image(own.get("RelayImageUri", ""), facts, shared.get("Arch", "arm64")),
        _certificate(own.get("RelayCertificateArn", ""), facts, host),
        _processors(facts, int(own.get("RelayTasksMost", "10"))),
        _role(facts),
    ]  # fmt: skip


def _no_block(name: str) -> Finding:
    return Finding("stage", False, f"samconfig.toml has no block for {name}", "copy dev's and give it names of its own")


def _account(account: Mapping[str, Any], strict: bool) -> list[Finding]:
    if "trouble" in account:
        how = "the region comes from --region, AWS_REGION, AWS_DEFAULT_REGION or the profile, in this order"
        return [Finding("AWS", False, account["trouble"], how)]
    allowed = account["at_once"]
    how = "ask for more at Service Quotas: Lambda, concurrent executions"
    few = "" if allowed >= FUNCTIONS_AT_ONCE else f"; a few calls at once, and others are throttled: {how}"
    enough = allowed >= (FUNCTIONS_AT_ONCE if strict else FEWEST_FUNCTIONS)
    return [
        Finding("AWS", True, f"account {account['id']}"),
        Finding("functions at once", enough, f"{allowed} allowed{few}", how),
    ]


def _endpoint(account: Mapping[str, Any]) -> list[Finding]:
    if not (endpoint := account.get("endpoint")):
        return []
    how = "unset AWS_ENDPOINT_URL: what was asked here is not the AWS that sam deploys into"
    return [Finding("endpoint", False, f"AWS_ENDPOINT_URL leads to {endpoint}", how)]


def _region(wanted: str, ours: str) -> Finding:
    says = f"samconfig.toml says {wanted or 'none'}, this shell {ours or 'none'}"
    return Finding("region", wanted == ours, says, f"export AWS_REGION={wanted}: doctor and backup look there")


def _leftover(name: str) -> Finding:
    how = "of an earlier try; remove it (docs/howto/deploy.md, Take a stage away), or the deployment fails"
    return Finding("left over", False, f"{name} is there, but no stack", how)


def _addresses(parameters: Mapping[str, str]) -> list[Finding]:
    names = list(ADDRESSES)
    found = [_address(name, parameters[name]) for name in names if name in parameters]
    hosts = {urlsplit(parameters[name]).netloc for name in names[1:] if name in parameters}
    if "RelayBaseUrl" in parameters and (len(hosts) > 1 or "RelayOrdersUrl" not in parameters):
        how = "RelayOrdersUrl is RelayBaseUrl with https: orders to live calls go to the same load balancer"
        found.append(Finding("RelayOrdersUrl", False, "not the host of RelayBaseUrl", how))
    return found


def _address(name: str, url: str) -> Finding:
    scheme, how = ADDRESSES[name]
    parts = urlsplit(url)
    is_ours = parts.scheme == scheme and bool(parts.hostname) and not _is_reserved(parts.hostname or "")
    return Finding(name, is_ours, url or "is not set", f"{how}, as {scheme}://...")


def _is_reserved(host: str) -> bool:
    """Names that lead nowhere: they stand in examples."""
    labels = host.lower().rstrip(".").split(".")
    return labels[-1] in RESERVED or (len(labels) > 1 and labels[-2] == "example")


def _image(uri: str, facts: Mapping[str, Any], arch: str) -> Finding:
    how = f"build it for {arch} and push it (docs/howto/deploy.md), then set RelayImageUri to its digest"
    if not uri:
        return Finding("image", False, "RelayImageUri is not set", how)
    if not BY_DIGEST.fullmatch(uri):
        return Finding("image", False, f"{uri} does not end in @sha256: and a digest; a tag can move", how)
    if facts.get("image_trouble"):
        return Finding("image", False, f"{uri}: {facts['image_trouble']}", how)
    wanted = {"arm64": "arm64", "x86_64": "amd64"}[arch]
    built = facts.get("image_processors", ())
    if not built:
        return Finding("image", True, f"{uri}, not in ECR: not looked at")
    return Finding("image", wanted in built, f"{uri}, for {', '.join(sorted(built))}", how)


def _certificate(arn: str, facts: Mapping[str, Any], host: str) -> Finding:
    how = "request one in ACM, in the region of the stage, for the host of RelayBaseUrl, and set RelayCertificateArn"
    if not arn.startswith("arn:") or facts.get("certificate_trouble"):
        return Finding("certificate", False, facts.get("certificate_trouble") or "RelayCertificateArn is not set", how)
    status, names = facts.get("certificate_status", ""), facts.get("certificate_names", ())
    if status != "ISSUED":
        return Finding("certificate", False, f"is {status or 'unknown'}", "wait until ACM has issued it")
    return Finding("certificate", covers(names, host), f"for {', '.join(sorted(names))}", how)


def covers(names: Any, host: str) -> bool:
    """A name with a star covers one label in its place."""
    return host in names or f"*.{host.partition('.')[2]}" in names


def _processors(facts: Mapping[str, Any], tasks_most: int) -> Finding:
    """A release runs both revisions side by side."""
    needed, allowed = 2 * tasks_most * VCPUS_PER_TASK, facts.get("vcpus")
    how = f"ask for {needed} at Service Quotas (Fargate On-Demand vCPU), or lower RelayTasksMost"
    if allowed is None:
        return Finding("Fargate", True, f"{needed} vCPUs may be wanted; AWS does not say how many are allowed")
    return Finding("Fargate", allowed >= needed, f"{allowed:g} vCPUs allowed, {needed} may be wanted", how)


def _role(facts: Mapping[str, Any]) -> Finding:
    how = "aws iam create-service-linked-role --aws-service-name ecs.amazonaws.com"
    return Finding("ECS's own role", bool(facts.get("has_ecs_role")), "AWSServiceRoleForECS", how)
